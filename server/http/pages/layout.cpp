#include "http/pages/layout.hpp"

#include "http/protection.hpp"

namespace probity::http::pages {
namespace {

constexpr std::string_view kPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

void set_headers(Response& response) {
  response.set("Content-Type", "text/html; charset=utf-8")
      .set("Content-Security-Policy", std::string(kPolicy))
      .set("Referrer-Policy", "same-origin");  // a form needs its Origin; nobody else is told where it stood
  set_page_headers(response);
}

void write_head(const Page& page, Html& html) {
  html.open("head").single("meta", {{"charset", "utf-8"}});
  html.single("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.single("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  const bool names_it = page.title.find(page.site) != page.title.npos;
  html.element("title", names_it ? page.title : page.title + " · " + page.site);
  html.single("link", {{"rel", "icon"}, {"href", "/favicon.svg"}});
  html.single("link", {{"rel", "stylesheet"}, {"href", "/pages.css"}});
  html.close();
}

void write_foot(const Page& page, Html& html) {
  html.open("footer").open("nav", {{"aria-label", "About this site"}});
  html.link("/privacy" + page.suffix, "Privacy");
  html.link("/privacy/cookies", "Cookies");
  html.link("/privacy" + page.suffix + "/history", "Earlier versions");
  html.link("/requests" + page.suffix, "Ask about your data");
  html.link("/trust" + page.suffix, "What we promise, checked");
  html.close().close();
}

}  // namespace

Response answer(const Page& page) {
  Html html;
  const bool chosen = page.appearance == "light" || page.appearance == "dark";
  html.open("html", {{"lang", "en"}, {"data-appearance", chosen ? page.appearance : "system"}});
  write_head(page, html);
  html.open("body");
  html.link("#content", "Skip to the text");
  html.open("header").element("p", page.site.empty() ? "Probity" : page.site).close();
  html.open("main", {{"id", "content"}});
  page.body(html);
  html.close();
  if (page.notice) page.notice(html);
  write_foot(page, html);
  html.close().close();
  Response response;
  response.status = page.status;
  response.body = "<!doctype html>" + html.take();
  set_headers(response);
  return response;
}

Response message(int status, std::string_view heading, std::string_view text) {
  return answer({.title = std::string(heading), .status = status, .body = [&](Html& html) {
                   html.element("h1", heading).element("p", text);
                 }});
}

}  // namespace probity::http::pages

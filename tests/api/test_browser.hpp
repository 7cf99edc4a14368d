#pragma once
// Somebody's browser: keeps the cookies it is given, and sends them with the CSRF token of its session.
#include "api_fixture.hpp"

namespace probity::api {

class Browser {
 public:
  explicit Browser(Server& server, std::string address = "198.51.100.7") : address(std::move(address)), server_(server) {}

  Reply send(std::string method, std::string target, std::string body = {}) {
    Ask ask{.method = std::move(method), .target = std::move(target), .body = std::move(body), .peer = address};
    if (!ask.body.empty()) ask.with("Content-Type", "application/json");
    std::string cookies;
    for (const auto& [name, value] : kept) cookies += (cookies.empty() ? "" : "; ") + name + "=" + value;
    if (!cookies.empty()) ask.with("Cookie", cookies);
    if (!csrf.empty()) ask.with("Probity-Csrf", csrf);
    ask.with("Origin", "http://crm.example").with("Probity-Workspace", workspace.empty() ? server_.first : workspace).with("User-Agent", agent);
    for (const auto& header : more) ask.headers.push_back(header);
    const Reply reply = server_.send(ask);
    for (const http::Header& header : reply.headers) {
      if (header.name == "Set-Cookie") keep(header.value);
    }
    if (!reply.text_at("csrf").empty()) csrf = reply.text_at("csrf");
    return Reply{.status = reply.status, .headers = reply.headers, .text = reply.text, .json = parse_json(reply.text).value_or(JsonDocument()), .raw = {}};
  }

  Reply sign_in(const std::string& email, const std::string& password, const std::string& code = {}) {
    return send("POST", "/api/v1/session", fmt::format(R"({{"email":"{}","password":"{}"{}}})", email, password, code.empty() ? "" : fmt::format(R"(,"code":"{}")", code)));
  }

  std::map<std::string, std::string> kept;
  std::string csrf, workspace, address;
  std::string agent = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
  std::vector<http::Header> more;

 private:
  void keep(const std::string& cookie) {
    const auto equals = cookie.find('=');
    const std::string name = cookie.substr(0, equals);
    const std::string value = cookie.substr(equals + 1, cookie.find(';') - equals - 1);
    if (value.empty()) kept.erase(name);
    else kept[name] = value;
  }
  Server& server_;
};

}  // namespace probity::api

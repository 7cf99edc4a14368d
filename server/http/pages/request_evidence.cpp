#include "http/pages/request_evidence.hpp"

#include <algorithm>
#include <cctype>

#include "base/html.hpp"
#include "base/time.hpp"

namespace probity::http::pages {
namespace {

constexpr std::string_view kStyle = "body{font:16px/1.5 sans-serif;margin:2rem auto;max-width:50rem;padding:0 1rem}th,td{border-bottom:1px solid #ccc;padding:.4rem .8rem .4rem 0;text-align:left;vertical-align:top}table{border-collapse:collapse;width:100%}";

std::string_view text_of(const JsonValue& object, std::string_view name) {
  const JsonValue* value = find(object, name);
  return value && value->IsString() ? view(*value) : std::string_view();
}

std::string_view text_within(const JsonValue& object, std::string_view outer, std::string_view name) {
  const JsonValue* inner = find(object, outer);
  return inner && inner->IsObject() ? text_of(*inner, name) : std::string_view();
}

/// "identity_confirmed" as people read it.
std::string in_words(std::string_view name) {
  std::string words(name);
  std::ranges::replace(words, '_', ' ');
  if (!words.empty()) words.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(words.front())));
  return words;
}

void write_row(std::string_view name, std::string_view value, Html& html) {
  if (!value.empty()) html.open("tr").element("th", name, {{"scope", "row"}}).element("td", value).close();
}

/// What is told by a name of the program's, not by what somebody wrote.
constexpr std::string_view kNames[] = {"kind", "state", "reason", "identity", "proven_by", "source", "route"};

void write_facts(const JsonValue& story, Html& html) {
  html.open("table").open("tbody");
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"Asked for", "kind"}, {"State", "state"}, {"Reason", "reason"}, {"Identity", "identity"}, {"Proven by", "proven_by"}, {"Came by", "source"}, {"Received", "received_at"},
      {"Acknowledged", "acknowledged_at"}, {"Due", "due_at"}, {"Ended", "ended_at"}, {"Email address", "email"}, {"Name", "name"}, {"What they wrote", "message"},
      {"Purpose meant", "purpose"}, {"Answer", "answer"}, {"What was done", "outcome"}, {"Erasure", "erasure"}, {"Copy", "copy"}, {"Complaint is with", "route"}, {"Overseer", "overseer"}};
  for (const auto& [label, name] : rows) {
    const std::string_view value = text_of(story, name);
    const bool is_name = std::ranges::find(kNames, name) != std::end(kNames);
    write_row(label, is_name ? in_words(value) : std::string(value), html);
  }
  write_row("Person", text_within(story, "person", "display"), html);
  write_row("Assigned to", text_within(story, "assignee", "name"), html);
  write_row("Clock", text_within(story, "clock", "words"), html);
  html.close().close();
}

void write_steps(const JsonValue& story, Html& html) {
  html.open("table").open("thead").open("tr");
  for (const std::string_view heading : {"When", "What", "By", "Note"}) html.element("th", heading, {{"scope", "col"}});
  html.close().close().open("tbody");
  const JsonValue* steps = find(story, "steps");
  for (const JsonValue& step : steps->GetArray()) {
    const std::string_view by = text_within(step, "by", "name");
    html.open("tr").element("td", text_of(step, "at")).element("td", in_words(text_of(step, "kind"))).element("td", by.empty() ? "the person or the program" : by).element("td", text_of(step, "note")).close();
  }
  html.close().close();
}

}  // namespace

std::string evidence_page(const JsonValue& story) {
  Html html;
  html.open("html", {{"lang", "en"}}).open("head").single("meta", {{"charset", "utf-8"}});
  html.element("title", fmt::format("Request {}", text_of(story, "id"))).element("style", kStyle).close().open("body");
  html.element("h1", fmt::format("Request {}", text_of(story, "id")));
  html.element("p", fmt::format("As it stood at {}.", format_timestamp(now())));
  write_facts(story, html);
  html.element("h2", "What happened");
  write_steps(story, html);
  html.close().close();
  return "<!doctype html>" + html.take();
}

}  // namespace probity::http::pages

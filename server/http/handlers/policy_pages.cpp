// The published policy: as a page, as plain text and as JSON; with its history.
#include <charconv>

#include "http/cookie_choice.hpp"
#include "http/handlers/handlers.hpp"
#include "http/pages/document_html.hpp"
#include "http/pages/layout.hpp"
#include "http/pages/level.hpp"
#include "privacy/policy/publish/history.hpp"
#include "privacy/policy/publish/publish.hpp"

namespace probity::http::handlers {
namespace {

using pages::Level;
using privacy::Document;
using privacy::PolicyPointer;

constexpr std::string_view kNothing = "There is no such page. Nothing else is wrong.";

Response text_answer(const Document& document) {
  Response response;
  response.body = privacy::as_text(document);
  response.set("Content-Type", "text/plain; charset=utf-8").set("Vary", "Accept");
  return response;
}

Result<Response> json_answer_of(const Document& document, const privacy::PolicyInForce& policy) {
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "title");
    put(writer, document.title);
    key(writer, "version");
    writer.Int64(policy.version);
    key(writer, "since");
    put(writer, format_timestamp(policy.since));
    key(writer, "sections");
    writer.StartArray();
    for (const privacy::Section& section : document.sections) {
      writer.StartObject();
      key(writer, "id");
      put(writer, section.id);
      key(writer, "title");
      put(writer, section.title);
      key(writer, "text");
      put(writer, privacy::as_text(section));
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

enum class Form { page, text, json };

/// What the query says, else what the caller takes; a browser gets the page.
Result<Form> form_of(const Request& request) {
  const std::string wanted = request.parameter("format");
  if (wanted == "text") return Form::text;
  if (wanted == "json") return Form::json;
  if (wanted == "html") return Form::page;
  if (!wanted.empty()) return invalid("unknown_format", "\"format\" is html, text or json.", "format");
  const std::string_view accept = request.header("Accept");
  if (accept.find("text/html") != accept.npos) return Form::page;
  if (accept.starts_with("text/plain")) return Form::text;
  return accept.starts_with("application/json") ? Form::json : Form::page;
}

Result<Response> answer(Call& call, const Level& level, const Document& document, const privacy::PolicyInForce& policy) {
  PROBITY_ASSIGN(const Form form, form_of(call.request));
  if (form == Form::text) return text_answer(document);
  if (form == Form::json) return json_answer_of(document, policy);
  Response response = page_answer(call, {.title = document.title, .site = level.name, .suffix = level.suffix,
                                     .body = [&](pages::Html& html) { pages::write_document(document, html); }});
  response.set("Vary", "Accept");
  return response;
}

Result<Response> show_policy(Call& call, const Level& level) {
  const privacy::PolicyInForce& policy = *level.policy;
  return answer(call, level, privacy::publish(policy, pages::publishing_of(call, level)), policy);
}

Result<Response> show_history(Call& call, const Level& level) {
  PROBITY_ASSIGN(const auto versions, pages::versions_of(call, level));
  return answer(call, level, privacy::history_of(versions, pages::publishing_of(call, level)), *level.policy);
}

Result<Response> show_version(Call& call, const Level& level, std::string_view wanted) {
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), version);
  if (error != std::errc{} || end != wanted.data() + wanted.size()) return pages::message(404, "Nothing here", kNothing);
  PROBITY_ASSIGN(const auto versions, pages::versions_of(call, level));
  const auto found = std::ranges::find_if(versions, [&](const PolicyPointer& each) { return each->version == version; });
  if (found == versions.end()) return pages::message(404, "Nothing here", kNothing);
  Document document = privacy::publish(**found, pages::publishing_of(call, level));
  if ((*found)->version != level.policy->version) privacy::mark_as_not_in_force(document, **found, level.suffix);
  return answer(call, level, document, **found);
}

/// A workspace that is not there, one that is closed and the system's own look alike.
template <typename Show>
Result<Response> for_workspace(Call& call, const Show& show) {
  const auto level = pages::workspace_level(call, call.parameter(0));
  if (!level) return level.error().kind == ErrorKind::not_found ? Result<Response>(pages::message(404, "Nothing here", kNothing)) : std::unexpected(level.error());
  return show(*level);
}

}  // namespace

Result<Response> privacy_page(Call& call) {
  PROBITY_ASSIGN(const Level level, pages::operator_level(call));
  return show_policy(call, level);
}

Result<Response> privacy_history_page(Call& call) {
  PROBITY_ASSIGN(const Level level, pages::operator_level(call));
  return show_history(call, level);
}

Result<Response> privacy_version_page(Call& call) {
  PROBITY_ASSIGN(const Level level, pages::operator_level(call));
  return show_version(call, level, call.parameter(0));
}

Result<Response> workspace_privacy_page(Call& call) {
  return for_workspace(call, [&](const Level& level) { return show_policy(call, level); });
}

Result<Response> workspace_privacy_history_page(Call& call) {
  return for_workspace(call, [&](const Level& level) { return show_history(call, level); });
}

Result<Response> workspace_privacy_version_page(Call& call) {
  return for_workspace(call, [&](const Level& level) { return show_version(call, level, call.parameter(1)); });
}

}  // namespace probity::http::handlers

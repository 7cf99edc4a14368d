#include "http/call.hpp"

#include <charconv>

#include "base/text.hpp"
#include "records/paging.hpp"

namespace probity::http {
namespace {

std::unexpected<Error> bad_parameter(std::string_view name, std::string message) {
  return invalid(fmt::format("bad_{}", name), std::move(message), std::string(name));
}

std::unexpected<Error> bad_fields(std::string_view field, std::string code, std::string message) {
  Error error{.kind = ErrorKind::invalid, .code = code, .message = message, .field = std::string(field)};
  error.fields.push_back({std::string(field), std::move(code), std::move(message)});
  return fail(std::move(error));
}

}  // namespace

Result<records::Context> Call::enter(std::string_view entity) const { return application.records.enter(*access, entity); }

Result<Id> Call::id(std::size_t place) const {
  const auto id = Id::parse(parameter(place));
  if (!id) return fail(ErrorKind::not_found, "not_found", "There is nothing of that id here.");
  return *id;
}

Result<JsonDocument> Call::object() const {
  if (request.body.empty() && route->takes.kind == Takes::Kind::json_or_nothing) return JsonDocument(rapidjson::kObjectType);
  PROBITY_ASSIGN(JsonDocument document, parse_json(request.body));
  if (!document.IsObject()) return invalid("not_an_object", "The body must be a JSON object. Nothing was changed.");
  return document;
}

Result<int> whole_number(const Request& request, std::string_view name, int fallback, int least, int most) {
  if (!request.has_parameter(name)) return fallback;
  const std::string text = request.parameter(name);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return bad_parameter(name, fmt::format("\"{}\" is a number from {} to {}.", name, least, most));
  }
  return number;
}

Result<bool> yes_or_no(const Request& request, std::string_view name) {
  if (!request.has_parameter(name)) return false;
  const std::string text = request.parameter(name);
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return bad_parameter(name, fmt::format("\"{}\" is true or false.", name));
}

std::vector<std::string> names(const Request& request, std::string_view name) {
  std::vector<std::string> found;
  const std::string text = request.parameter(name);
  for (const std::string_view part : split(text, ',')) {
    if (!trim(part).empty()) found.emplace_back(trim(part));
  }
  return found;
}

Result<int> limit_of(const Request& request, int fallback) { return whole_number(request, "limit", fallback, 1, records::kLargestPage); }

std::unexpected<Error> bad_member(std::string_view name, std::string_view wanted) {
  return bad_fields(name, "wrong_type", fmt::format("\"{}\" must be {}. Nothing was changed.", name, wanted));
}

Result<std::string> text_member(const JsonValue& object, std::string_view name) {
  const JsonValue* value = find(object, name);
  if (!value) return bad_fields(name, "required", fmt::format("\"{}\" is required. Nothing was changed.", name));
  if (!value->IsString()) return bad_member(name, "text");
  return std::string(view(*value));
}

std::string text_member_or(const JsonValue& object, std::string_view name, std::string_view fallback) {
  const JsonValue* value = find(object, name);
  return std::string(value && value->IsString() ? view(*value) : fallback);
}

Result<Id> id_member(const JsonValue& object, std::string_view name) {
  PROBITY_ASSIGN(const std::string text, text_member(object, name));
  const auto id = Id::parse(text);
  if (!id) return bad_member(name, "an id");
  return *id;
}

Result<> only_members(const JsonValue& object, std::initializer_list<std::string_view> known) {
  for (const auto& member : object.GetObject()) {
    const std::string_view name = view(member.name);
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return bad_fields(first_characters(name, 100), "unknown_member",
                        fmt::format("\"{}\" is not known here. Use {}.", first_characters(name, 100), fmt::join(known, ", ")));
    }
  }
  return {};
}

Result<std::optional<std::int64_t>> expected_version(const Request& request) {
  std::string_view tag = trim(request.header("If-Match"));
  if (tag.empty() || tag == "*") return std::nullopt;
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  std::int64_t version = 0;
  const bool quoted = tag.size() > 2 && tag.front() == '"' && tag.back() == '"';
  if (quoted) tag = tag.substr(1, tag.size() - 2);
  const auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), version);
  if (!quoted || error != std::errc() || end != tag.data() + tag.size()) {
    return invalid("bad_if_match", "If-Match takes the ETag of the record, such as \"3\" with its quotes. Nothing was changed.");
  }
  return version;
}

Response json_answer(int status, const JsonBuffer& body) {
  Response response;
  response.status = status;
  response.headers.reserve(8);
  response.set("Content-Type", "application/json");
  response.body.assign(body.GetString(), body.GetSize());
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

std::string etag_of(std::int64_t version) { return fmt::format("\"{}\"", version); }

}  // namespace probity::http

#include <charconv>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "http/handlers/attachments.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/list_options.hpp"
#include "http/handlers/record_writes.hpp"

namespace probity::http::handlers {
namespace {

constexpr std::size_t kLongestKey = 200;
using Count = records::ListOptions::Count;

Result<Count> count_of(const Request& request) {
  const std::string word = request.parameter("count");
  if (word.empty() || word == "none") return Count::none;
  if (word == "estimate") return Count::estimate;
  if (word == "exact") return Count::exact;
  return invalid("bad_count", "\"count\" is none, estimate or exact.", "count");
}

Result<std::optional<double>> fraction_of(const Request& request) {
  if (!request.has_parameter("at")) return std::nullopt;
  const std::string word = request.parameter("at");
  double fraction = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), fraction);
  if (error != std::errc() || end != word.data() + word.size() || !(fraction >= 0 && fraction <= 1)) {
    return invalid("bad_at", "\"at\" is a number from 0 to 1.", "at");
  }
  return fraction;
}

void append_encoded(std::string& query, std::string_view text) {
  for (const char character : text) query += fmt::format("%{:02X}", static_cast<unsigned char>(character));
}

/// The parameters of a list, given as members of a body where they are too long for an address.
Result<std::string> query_of(const JsonValue& body) {
  std::string query;
  for (const auto& member : body.GetObject()) {
    if (member.value.IsNull()) continue;
    query += fmt::format("{}{}=", query.empty() ? "" : "&", view(member.name));
    if (member.value.IsString()) {
      append_encoded(query, view(member.value));
    } else if (!member.value.IsArray()) {
      append_encoded(query, to_json_text(member.value));
    } else {
      for (const JsonValue& name : member.value.GetArray()) {
        if (!name.IsString()) return bad_member(view(member.name), "a list of names");
        append_encoded(query, view(name));
        append_encoded(query, ",");
      }
    }
  }
  return query;
}

records::ReadOptions read_options(const Request& request) {
  if (request.query.empty()) return {};
  return {.fields = names(request, "fields"), .expand = names(request, "expand")};
}

Result<records::CreateOptions> create_options(const Request& request) {
  records::CreateOptions options;
  PROBITY_ASSIGN(options.allow_duplicate, yes_or_no(request, "allow_duplicate"));
  const std::string_view key = request.header("Idempotency-Key");
  if (key.empty()) return options;
  if (key.size() > kLongestKey) return invalid("bad_idempotency_key", fmt::format("Idempotency-Key has at most {} characters. Nothing was changed.", kLongestKey));
  options.idempotency_key = key;
  options.request_hash = bytes_of(sha256(fmt::format("{}\n{}\n", request.path, request.query), request.body));
  return options;
}

Result<records::UpdateOptions> update_options(const Request& request) {
  records::UpdateOptions options;
  PROBITY_ASSIGN(options.expected_version, expected_version(request));
  return options;
}

/// Whether the asker has this version already (RFC 9110, 13.1.2). What is expanded or seen through links has
/// no version, so that only the plain record is answered so.
bool is_known(const Request& request, std::int64_t version) {
  if (request.has_parameter("expand")) return false;
  for (std::string_view tag : split(request.header("If-None-Match"), ',')) {
    tag = trim(tag);
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == "*" || tag == etag_of(version)) return true;
  }
  return false;
}

Response not_modified() {
  Response response;
  response.status = 304;
  return response;
}

/// Where it stands now, but only where the patch may replace a file of it.
Result<records::Written> before_update(const Call& call, const records::Context& context, const Id& id) {
  if (!has_files(*context.entity)) return records::Written{};
  PROBITY_ASSIGN(auto cells, call.application.records.cells(context, id));
  return records::Written{.id = id, .version = 0, .cells = std::move(cells), .replayed = false};
}

}  // namespace

Result<records::ListOptions> list_options(const Request& request) {
  records::ListOptions options;
  if (request.query.empty()) return options;
  options.fields = names(request, "fields");
  options.expand = names(request, "expand");
  PROBITY_ASSIGN(options.limit, limit_of(request, options.limit));
  options.cursor = request.parameter("cursor");
  options.sort = request.parameter("sort");
  options.filter = request.parameter("filter");
  options.search = request.parameter("q");
  PROBITY_ASSIGN(options.at, fraction_of(request));
  PROBITY_ASSIGN(options.count, count_of(request));
  PROBITY_ASSIGN(options.bin, yes_or_no(request, "bin"));
  return options;
}

Result<Response> record_answer(const Call& call, int status, const records::Context& context, const records::Written& written) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  call.application.records.show(context, written, writer);
  Response response = json_answer(status, buffer);
  response.set("ETag", etag_of(written.version));
  return response;
}

Result<Response> create_from(Call& call, const records::Context& context, JsonDocument& object) {
  PROBITY_ASSIGN(const auto options, create_options(call.request));
  Attachments attachments(call, context);
  PROBITY_TRY(attachments.take(object, nullptr));
  PROBITY_ASSIGN(const auto written, call.application.records.create(context, object, options));
  if (!written.replayed) attachments.settle();
  PROBITY_ASSIGN(Response response, record_answer(call, 201, context, written));
  response.set("Location", fmt::format("/api/v1/{}/{}", context.entity->plural, written.id.text()));
  return response;
}

Result<Response> list_records(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const auto options, list_options(call.request));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.records.list(context, options, writer); });
}

Result<Response> query_records(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"fields", "expand", "limit", "cursor", "sort", "filter", "q", "at", "count", "bin"}));
  Request asked;
  PROBITY_ASSIGN(asked.query, query_of(body));
  PROBITY_ASSIGN(const auto options, list_options(asked));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.records.list(context, options, writer); });
}

Result<Response> create_record(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(JsonDocument object, call.object());
  return create_from(call, context, object);
}

Result<Response> get_record(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_ASSIGN(const std::int64_t version, call.application.records.get(context, id, read_options(call.request), writer));
  call.application.reading.note(context, id);
  Response response = is_known(call.request, version) ? not_modified() : json_answer(200, buffer);
  response.set("ETag", etag_of(version));
  return response;
}

Result<Response> update_record(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(JsonDocument patch, call.object());
  PROBITY_ASSIGN(const auto options, update_options(call.request));
  PROBITY_ASSIGN(const auto before, before_update(call, context, id));
  Attachments attachments(call, context);
  PROBITY_TRY(attachments.take(patch, &before));
  PROBITY_ASSIGN(const auto written, call.application.records.update(context, id, patch, options));
  call.application.reading.note(context, id);
  attachments.settle();
  return record_answer(call, 200, context, written);
}

Result<Response> delete_record(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto options, update_options(call.request));
  PROBITY_ASSIGN(const bool purge, yes_or_no(call.request, "purge"));
  if (!purge) {
    PROBITY_TRY(call.application.records.remove(context, id, options));
    return no_content();
  }
  PROBITY_ASSIGN(const auto files, files_of(call, *context.entity, id));
  PROBITY_TRY(call.application.records.purge(context, id, options));
  destroy_files(call, files);
  return no_content();
}

Result<Response> restore_record(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto options, update_options(call.request));
  PROBITY_ASSIGN(const auto written, call.application.records.restore(context, id, options));
  call.application.reading.note(context, id);
  return record_answer(call, 200, context, written);
}

}  // namespace probity::http::handlers

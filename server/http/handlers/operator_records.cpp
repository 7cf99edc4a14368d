// The operator's own registers, which are about the accounts and stand beside them: read and filled in as those of a
// workspace are. Which there are is said by the routes.
#include "http/handlers/handlers.hpp"
#include "http/handlers/list_options.hpp"
#include "http/handlers/record_writes.hpp"
#include "http/level.hpp"

namespace probity::http::handlers {
namespace {

struct Register {
  privacy::Access access;
  std::optional<records::Context> records;  ///< refers to `access`
};

/// "/api/v1/operator/breaches/{id}" is of breaches.
std::string_view entity_of(const Route& route) {
  const std::string_view rest = route.path.substr(std::string_view("/api/v1/operator/").size());
  return rest.substr(0, rest.find('/'));
}

Result<std::unique_ptr<Register>> enter(const Call& call) {
  PROBITY_ASSIGN(privacy::Access access, at_level_by_law(call));
  auto entered = std::make_unique<Register>(Register{.access = std::move(access), .records = {}});
  PROBITY_ASSIGN(auto context, call.application.records.enter(entered->access, entity_of(*call.route)));
  entered->records.emplace(std::move(context));
  return entered;
}

}  // namespace

Result<Response> list_operator_records(Call& call) {
  PROBITY_ASSIGN(const auto entered, enter(call));
  PROBITY_ASSIGN(const auto options, list_options(call.request));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.records.list(*entered->records, options, writer); });
}

Result<Response> get_operator_record(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const auto entered, enter(call));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_ASSIGN(const std::int64_t version, call.application.records.get(*entered->records, id, {}, writer));
  Response response = json_answer(200, buffer);
  response.set("ETag", etag_of(version));
  return response;
}

Result<Response> create_operator_record(Call& call) {
  PROBITY_ASSIGN(const auto entered, enter(call));
  PROBITY_ASSIGN(JsonDocument object, call.object());
  PROBITY_ASSIGN(Response response, create_from(call, *entered->records, object));
  // It was said where a workspace's would be.
  for (Header& header : response.headers) {
    if (header.name == "Location") header.value.insert(std::string_view("/api/v1").size(), "/operator");
  }
  return response;
}

Result<Response> update_operator_record(Call& call) {
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_ASSIGN(const auto entered, enter(call));
  PROBITY_ASSIGN(const JsonDocument patch, call.object());
  records::UpdateOptions options;
  PROBITY_ASSIGN(options.expected_version, expected_version(call.request));
  PROBITY_ASSIGN(const auto written, call.application.records.update(*entered->records, id, patch, options));
  return record_answer(call, 200, *entered->records, written);
}

}  // namespace probity::http::handlers

#include "http/once.hpp"

#include "base/crypto.hpp"
#include "http/handlers/handlers.hpp"
#include "records/idempotency.hpp"

namespace probity::http {
namespace {

constexpr std::size_t kLongestKey = 200;

bool is_for_once(const Call& call) {
  const std::string_view method = call.request.method;
  const bool changes = method == "POST" || method == "PATCH" || method == "DELETE";
  const bool creates = call.route->answer == handlers::create_record || call.route->answer == handlers::create_document;
  return changes && !creates && call.access && call.route->takes.kind != Takes::Kind::bytes && !call.request.header("Idempotency-Key").empty();
}

Result<Response> replayed(Call& call, int status) {
  Response response;
  const bool of_a_record = call.route->answer == handlers::update_record || call.route->answer == handlers::restore_record;
  if (of_a_record) {
    PROBITY_ASSIGN(response, handlers::get_record(call));
  } else if (status == 204) {
    response = no_content();
  } else {
    PROBITY_ASSIGN(response, write_answer(status, [](JsonWriter& writer) -> Result<> {
      writer.StartObject();
      key(writer, "replayed");
      writer.Bool(true);
      writer.EndObject();
      return {};
    }));
  }
  response.status = status;
  response.set("Idempotency-Replayed", "true");
  return response;
}

}  // namespace

Result<Response> answer_once(Call& call) {
  if (!is_for_once(call)) return call.route->answer(call);
  const std::string key(call.request.header("Idempotency-Key"));
  if (key.size() > kLongestKey) return invalid("bad_idempotency_key", fmt::format("Idempotency-Key has at most {} characters. Nothing was changed.", kLongestKey));
  const std::string hash(bytes_of(sha256(fmt::format("{} {}\n{}\n", call.request.method, call.request.path, call.request.query), call.request.body)));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(*call.access));
  PROBITY_ASSIGN(const std::optional<int> before, records::take_key(context, key, hash));
  if (before) return replayed(call, *before);
  Result<Response> response = call.route->answer(call);
  // What cannot be noted stays under way, and is refused rather than done twice.
  if (response) (void)records::settle_key(context, key, response->status);
  else (void)records::release_key(context, key);
  return response;
}

}  // namespace probity::http

#include "http/error_map.hpp"

#include "base/field_errors.hpp"
#include "base/log.hpp"
#include "http/edge/problem.hpp"

namespace probity::http {
namespace {

constexpr int kRetrySeconds = 1;

void write_extras(const JsonValue& extras, JsonWriter& writer) {
  if (!extras.IsObject()) return;
  for (const auto& member : extras.GetObject()) {
    key(writer, view(member.name));
    member.value.Accept(writer);
  }
}

std::string problem_text(const Error& error, int status, const JsonValue& extras) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "type");
  put(writer, "about:blank");
  key(writer, "title");
  put(writer, reason_phrase(status));
  key(writer, "status");
  writer.Int(status);
  key(writer, "detail");
  put(writer, error.message);
  key(writer, "code");
  put(writer, error.code);
  if (!error.field.empty()) {
    key(writer, "field");
    put(writer, error.field);
  }
  if (!error.fields.empty()) {
    key(writer, "errors");
    write_field_errors(error.fields, writer);
  }
  write_extras(extras, writer);
  writer.EndObject();
  return std::string(text(buffer));
}

int retry_seconds(const JsonValue& extras) {
  const JsonValue* seconds = find(extras, "retry_after");
  return seconds && seconds->IsInt() ? seconds->GetInt() : kRetrySeconds;
}

}  // namespace

int status_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::invalid: return error.fields.empty() ? 400 : 422;
    case ErrorKind::unauthenticated: return 401;
    case ErrorKind::forbidden: return 403;
    case ErrorKind::not_found: return 404;
    case ErrorKind::conflict: return 409;
    case ErrorKind::precondition_failed: return 412;
    case ErrorKind::too_large: return 413;
    case ErrorKind::too_many: return 429;
    case ErrorKind::unsupported: return error.code == "method_not_allowed" ? 405 : 415;
    case ErrorKind::unavailable: return 503;
    case ErrorKind::internal: return 500;
  }
  return 500;
}

Response answer_error(const Error& error, std::string_view route) {
  if (!error.cause.empty()) log::error("{} {}: {}", route, error.code, error.cause);
  const int status = status_of(error);
  const JsonDocument extras = error.extras.empty() ? JsonDocument() : parse_json(error.extras).value_or(JsonDocument());
  Response response;
  response.status = status;
  response.body = problem_text(error, status, extras);
  response.set("Content-Type", "application/problem+json").set("Cache-Control", "no-store");
  if (status == 401) response.set("WWW-Authenticate", "Bearer");
  if (status == 429 || status == 503) response.set("Retry-After", fmt::format("{}", retry_seconds(extras)));
  if (error.code == "tus_version") response.set("Tus-Version", "1.0.0");
  if (status == 405) {
    const JsonValue* allowed = find(extras, "allowed");
    response.set("Allow", allowed && allowed->IsString() ? std::string(view(*allowed)) : "");
  }
  return response;
}

}  // namespace probity::http

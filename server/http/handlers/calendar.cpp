#include "domains/calendar/api.hpp"

#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {

Result<Response> get_calendar(Call& call) {
  const calendar::Range range{.from = call.request.parameter("from"), .to = call.request.parameter("to"), .member = call.request.parameter("member")};
  return write_answer(200, [&](JsonWriter& writer) { return calendar::write_calendar(call.application.records, *call.access, range, writer); });
}

Result<Response> check_conflicts(Call& call) {
  PROBITY_ASSIGN(const JsonDocument fields, call.object());
  return write_answer(200, [&](JsonWriter& writer) { return calendar::write_conflicts(call.application.records, *call.access, fields, writer); });
}

}  // namespace probity::http::handlers

#include "http/handlers/handlers.hpp"
#include "records/undo/undo.hpp"

namespace probity::http::handlers {
namespace {

Result<Response> undone_answer(const records::Undone& undone) {
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "undone");
    records::write_undone(undone, writer);
    writer.EndObject();
    return {};
  });
}

}  // namespace

Result<Response> undo_last(Call& call) {
  PROBITY_ASSIGN(const auto undone, records::undo_last(call.application.records, *call.access));
  return undone_answer(undone);
}

Result<Response> undo_record(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto undone, records::undo_last_of(call.application.records, context, id));
  return undone_answer(undone);
}

}  // namespace probity::http::handlers

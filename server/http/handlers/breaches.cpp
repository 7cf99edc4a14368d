// What is special to the registers of breaches: of a workspace, and under /operator of who runs the installation. Their
// records are read and filled in as all others are.
#include "base/time.hpp"
#include "http/handlers/handlers.hpp"
#include "http/level.hpp"

namespace probity::http::handlers {
namespace {

Result<Response> story_of(Call& call, int status, const records::Context& breaches, const Id& id) {
  return write_answer(status, [&](JsonWriter& writer) { return call.application.incidents.write_story(breaches, id, writer); });
}

Result<Response> tell_people(Call& call, const records::Context& breaches, const Id& id, const JsonValue& body) {
  PROBITY_TRY(only_members(body, {"step", "entity", "filter"}));
  PROBITY_ASSIGN(const std::string entity, text_member(body, "entity"));
  PROBITY_ASSIGN(const records::Context people, call.application.records.enter(breaches.access, entity));
  const JsonValue* filter = find(body, "filter");
  const std::string text = !filter || filter->IsNull() ? std::string() : to_json_text(*filter);
  PROBITY_ASSIGN(const Id job, call.application.incidents.tell_people(breaches, id, people, text));
  return write_answer(202, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "job");
    put(writer, job.text());
    writer.EndObject();
    return {};
  });
}

}  // namespace

Result<Response> get_people_held(Call& call) {
  PROBITY_ASSIGN(const privacy::Access access, at_level(call));
  PROBITY_ASSIGN(const records::Context level, call.application.records.enter(access));
  return write_answer(200, [&](JsonWriter& writer) { return incidents::write_people_held(level, writer); });
}

Result<Response> get_breach_story(Call& call) {
  PROBITY_ASSIGN(const privacy::Access access, at_level(call));
  PROBITY_ASSIGN(const records::Context breaches, call.application.records.enter(access, "breaches"));
  PROBITY_ASSIGN(const Id id, call.id(0));
  return story_of(call, 200, breaches, id);
}

Result<Response> get_breach_notice(Call& call) {
  PROBITY_ASSIGN(const privacy::Access access, at_level(call));
  PROBITY_ASSIGN(const records::Context breaches, call.application.records.enter(access, "breaches"));
  PROBITY_ASSIGN(const Id id, call.id(0));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.incidents.write_notice(breaches, id, writer); });
}

Result<Response> take_breach_step(Call& call) {
  PROBITY_ASSIGN(const privacy::Access access, at_level(call));
  PROBITY_ASSIGN(const records::Context breaches, call.application.records.enter(access, "breaches"));
  PROBITY_ASSIGN(const Id id, call.id(0));
  PROBITY_TRY(call.application.incidents.find(breaches, id));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_ASSIGN(const std::string step, text_member(body, "step"));
  if (step == "tell") return tell_people(call, breaches, id, body);
  PROBITY_TRY(only_members(body, {"step", "why", "authority", "reference", "at"}));
  incidents::Step wanted{.step = step, .why = text_member_or(body, "why", ""), .authority = text_member_or(body, "authority", ""), .reference = text_member_or(body, "reference", "")};
  if (const std::string at = text_member_or(body, "at", ""); !at.empty()) {
    const auto time = parse_timestamp(at, breaches.input->time_zone);
    if (!time) return bad_member("at", "a time");
    wanted.at = *time;
  }
  PROBITY_TRY(call.application.incidents.take_step(breaches, id, wanted));
  return story_of(call, 200, breaches, id);
}

}  // namespace probity::http::handlers

#include "accounts/roles.hpp"
#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {

/// {"hand_on_to": member}: their seat and tokens go at once, their records by the job that is given.
Result<Response> dismiss_member(Call& call) {
  PROBITY_ASSIGN(const Id member, call.id(0));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"hand_on_to"}));
  const auto named = Id::parse(text_member_or(body, "hand_on_to", ""));
  PROBITY_ASSIGN(const Id job, call.application.life_cycle->departures.dismiss({.workspace = call.access->workspace, .member = member, .heir = named.value_or(Id{}), .by = call.access->actor,
                                                                                .by_owner = call.access->grants->role == accounts::kOwner}));
  return write_answer(202, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "job");
    put(writer, job.text());
    writer.EndObject();
    return {};
  });
}

}  // namespace probity::http::handlers

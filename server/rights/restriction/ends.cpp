#include "base/time.hpp"
#include "rights/restriction/parental_consents.hpp"
#include "rights/restriction/rows.hpp"

namespace probity::restriction {
namespace {

using records::Context;
using store::Condition;

constexpr const char* kKind = "restriction_ends";

struct Ended {
  Id restriction;
  Id person;
};

privacy::Access program(const std::string& workspace) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = {}, .workspace = workspace, .purpose = std::string(privacy::kLegalObligation), .grants = grants, .origin = "restrictions"};
}

/// What has ended and was not lifted yet; when the next of the others does.
Result<std::optional<Timestamp>> read_ended(const Context& context, std::vector<Ended>& ended) {
  std::optional<Timestamp> next;
  const int until = context.entity->field("until")->first_column;
  const int person = context.entity->field("person")->first_column;
  const store::Query query{.columns = context.tables->all,
                           .where = Condition::all_of({Condition::is_null("lifted_at"), Condition::is_null("_deleted_at"), Condition::not_of(Condition::is_null("until"))}),
                           .order = store::Order{.column = "until"},
                           .limit = INT_MAX};
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return reader.each(query, [&](const Row& row) {
      if (row.integer(until) > now()) {
        next = row.integer(until);
        return false;
      }
      ended.push_back({row.id(meta::kId), row.id(person)});
      return true;
    });
  }));
  return next;
}

}  // namespace

Ends::Ends(records::Records& records, records::Subjects& subjects, jobs::Jobs& jobs) : records_(records) {
  subjects.add_facts({.bits = kBits, .state = state_of});
  subjects.add_facts({.bits = privacy::kMinor, .state = excused_by_parents, .says = records::Facts::Says::excuses});
  jobs.watch(kKind, {.ring = [this](const std::string& workspace) { return lift_ended(workspace); }});
  listener_ = records_.changes().listen([&jobs](const records::Change& change) {
    if (change.entity == "restriction") jobs.look_again(change.workspace, kKind);
  });
}

Ends::~Ends() { records_.changes().forget(listener_); }

Result<std::optional<Timestamp>> Ends::lift_ended(const std::string& workspace) {
  if (workspace == records::kSystemWorkspace) return std::nullopt;
  const privacy::Access access = program(workspace);
  PROBITY_ASSIGN(const Context context, records_.enter(access));
  std::vector<Ended> ended;
  PROBITY_ASSIGN(const auto next, read_ended(at_restrictions(context), ended));
  for (const Ended& each : ended) {
    const auto lifted = lift(records_, context, each.person, each.restriction, "Its time was over.");
    // Somebody was faster, or the person is gone.
    if (!lifted && lifted.error().kind != ErrorKind::conflict && lifted.error().kind != ErrorKind::not_found) return std::unexpected(lifted.error());
  }
  return next;
}

}  // namespace probity::restriction

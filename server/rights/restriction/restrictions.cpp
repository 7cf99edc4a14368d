#include "rights/restriction/restrictions.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "records/record_json.hpp"
#include "records/subject/same_person.hpp"
#include "rights/restriction/rows.hpp"

namespace probity::restriction {
namespace {

using records::Context;
using records::Draft;

constexpr std::pair<Kind, std::string_view> kNames[] = {
    {Kind::restriction, "restriction"}, {Kind::objection, "objection"}, {Kind::minor, "minor"}, {Kind::hold, "hold"}};

std::unexpected<Error> no_such_restriction() { return fail(ErrorKind::not_found, "not_found", "There is no such restriction of this person."); }

Result<> check_hold(const Wish& wish, const std::vector<records::Colleague>& colleagues) {
  if (wish.kind != Kind::hold) {
    if (wish.hold_kind.empty() && wish.owner.is_nil()) return {};
    return invalid("bad_hold", "Only a hold has a kind and somebody who looks after it.", wish.hold_kind.empty() ? "owner" : "hold_kind");
  }
  if (!wish.hold_kind.empty() && wish.hold_kind != "legal" && wish.hold_kind != "dispute") return invalid("bad_hold", "A hold is \"legal\" or \"dispute\".", "hold_kind");
  if (wish.owner.is_nil() || std::ranges::find(colleagues, wish.owner, &records::Colleague::id) != colleagues.end()) return {};
  return invalid("bad_hold", "Name a member of this workspace who looks after the hold.", "owner");
}

Result<> check(const privacy::Policy& policy, const Wish& wish) {
  if (is_blank(wish.reason)) return invalid("required", "Say why: whoever looks at it later has to know.", "reason");
  if (wish.until && *wish.until <= now()) return invalid("bad_until", "It would have ended already. Name a time to come, or none.", "until");
  if (wish.kind != Kind::objection) {
    if (wish.purpose.empty()) return {};
    return invalid("unknown_purpose", "Only an objection names a purpose; the others stand against all.", "purpose");
  }
  if (wish.purpose.empty()) return invalid("required", "Say which purpose they object to.", "purpose");
  const privacy::Purpose* purpose = policy.purpose(wish.purpose);
  if (!purpose) return invalid("unknown_purpose", "The policy has no such purpose.", "purpose");
  if (purpose->may_object) return {};
  return invalid("no_objection", fmt::format("\"{}\" rests on {}, and the policy gives no switch for it: nobody can object to it alone. Restrict the data, or end what it is needed for.", purpose->label,
                                             privacy::words_of(purpose->basis)), "purpose");
}

void fill(const Context& context, const Id& person, const Wish& wish, Draft& draft) {
  const auto value = [&](std::string_view field) -> Cell& { return draft.value(*draft.entity->field(field)); };
  value("person") = cell(person);
  value("kind") = cell(name_of(wish.kind));
  if (!wish.purpose.empty()) value("purpose") = cell(wish.purpose);
  if (!is_blank(wish.reason)) (void)records::apply_text(context, *draft.entity->field("reason"), wish.reason, draft);
  value("since") = now();
  if (wish.until) value("until") = *wish.until;
  if (!wish.hold_kind.empty()) value("hold_kind") = cell(wish.hold_kind);
  if (!wish.owner.is_nil()) value("owner") = cell(wish.owner);
}

}  // namespace

std::string_view name_of(Kind kind) {
  return std::ranges::find(kNames, kind, &std::pair<Kind, std::string_view>::first)->second;
}

std::optional<Kind> kind_named(std::string_view name) {
  const auto found = std::ranges::find(kNames, name, &std::pair<Kind, std::string_view>::second);
  return found == std::end(kNames) ? std::nullopt : std::optional(found->first);
}

Result<records::Written> impose(records::Records& records, const Context& workspace, const Id& person, const Wish& wish) {
  PROBITY_TRY(check(*workspace.policy->policy, wish));
  PROBITY_ASSIGN(const auto colleagues, records.colleagues(workspace.workspace->slug()));
  PROBITY_TRY(check_hold(wish, colleagues));
  const Context context = at_restrictions(workspace);
  const privacy::SubjectState bits = bits_of(*workspace.policy->policy, wish.kind, wish.purpose);
  auto written = records.create_by(context, {.allow_duplicate = true}, [&](store::Reader& reader, Draft& draft) -> Result<> {
    fill(context, person, wish, draft);
    return records::plan_state(context, reader, person, [&](privacy::SubjectState state) { return state | bits; }, draft.also);
  });
  if (written) PROBITY_TRY(records::tell_state(records, context, person));
  return written;
}

Result<records::Written> lift(records::Records& records, const Context& workspace, const Id& person, const Id& restriction, std::string_view reason) {
  const Context context = at_restrictions(workspace);
  auto written = records.alter(context, restriction, records::Verb::update, {}, [&](store::Reader& reader, Draft& draft) -> Result<> {
    const auto value = [&](std::string_view field) -> Cell& { return draft.value(*draft.entity->field(field)); };
    PROBITY_ASSIGN(const auto theirs, records::records_of_person(context, reader, person));
    if (!draft.live_before() || std::ranges::find(theirs, id_of(value("person"))) == theirs.end()) return no_such_restriction();
    if (!is_null(value("lifted_at"))) return fail(ErrorKind::conflict, "lifted_already", "This has been lifted already.");
    value("lifted_at") = now();
    if (!context.access.actor.is_nil()) value("lifted_by") = cell(context.access.actor);
    if (!is_blank(reason)) PROBITY_TRY(records::apply_text(context, *draft.entity->field("lifted_because"), reason, draft));
    return plan_lifted(context, reader, person, restriction, draft.also);
  });
  if (!written && written.error().code == "not_found") return no_such_restriction();
  if (written) PROBITY_TRY(records::tell_state(records, context, person, false));
  return written;
}

Result<> write_restrictions(records::Records&, const Context& workspace, const Id& person, JsonWriter& writer) {
  const Context context = at_restrictions(workspace);
  const records::Shown shown = records::everything_readable(context);
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return each_of(context, reader, person, [&](const Row& row) { records::write_record(*context.entity, shown, row, writer); });
  }));
  writer.EndArray();
  writer.EndObject();
  return {};
}

}  // namespace probity::restriction

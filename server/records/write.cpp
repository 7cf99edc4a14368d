#include "base/text.hpp"
#include "records/change.hpp"
#include "records/undo/history.hpp"
#include "records/record_json.hpp"
#include "records/records.hpp"
#include "records/subject/state.hpp"

namespace probity::records {
namespace {

/// How often a write is planned again when somebody was faster, before saying so. Somebody gets through in
/// every round, so that only a record which dozens write to at the same instant comes to this.
constexpr int kAttempts = 40;

std::unexpected<Error> forbidden(const meta::Entity& entity, std::string_view act) {
  return fail(ErrorKind::forbidden, "forbidden", fmt::format("Your role does not let you {} {}.", act, lower_ascii(entity.label_many)));
}

std::unexpected<Error> out_of_reach(const meta::Entity& entity, std::string_view act, privacy::Reach reach) {
  if (!reach) return forbidden(entity, act);
  const std::string_view whose = reach == privacy::Reach::own ? "your own" : "those of your teams";
  return fail(ErrorKind::forbidden, "forbidden", fmt::format("Your role lets you {} no {} but {}. Nothing was changed.", act, lower_ascii(entity.label_many), whose));
}

std::unexpected<Error> busy() {
  return fail(ErrorKind::conflict, "busy", "The record is being changed by others right now. Nothing was changed; try again.");
}

std::unexpected<Error> in_bin() {
  return fail(ErrorKind::conflict, "in_bin", "This record is in the bin. Restore it before changing it.");
}

Result<> version_conflict(const Context& context, store::Reader& reader, const Draft& draft, const JsonValue* patch, std::int64_t expected) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  if (patch && patch->IsObject()) {
    key(writer, "mine");
    patch->Accept(writer);
    PROBITY_ASSIGN(const auto original, original_values(context, reader, draft, *patch, integer_of(draft.before[meta::kVersion]) - expected));
    key(writer, "original");
    raw(writer, original, rapidjson::kObjectType);
  }
  key(writer, "theirs");
  write_record(*context.entity, everything_readable(context), CellRow(draft.before), writer);
  writer.EndObject();
  return fail(Error{.kind = ErrorKind::precondition_failed, .code = "version_conflict",
                    .message = "Somebody changed this record since you read it. Nothing was changed; look at both and decide.",
                    .extras = std::string(text(buffer))});
}

}  // namespace

Result<> check_version(const Context& context, store::Reader& reader, const Draft& draft, const UpdateOptions& options, const JsonValue* patch) {
  if (!options.expected_version || *options.expected_version == integer_of(draft.before[meta::kVersion])) return {};
  return version_conflict(context, reader, draft, patch, *options.expected_version);
}

void Records::tell(const Context& context, const Draft& draft) const {
  parts_.changes.tell({context.workspace->slug(), draft.entity->name, draft.id, std::string(name_of(draft.verb)), seen_only_by(draft), state_of(draft), false, owners_of(draft)});
  for (const Beside& other : draft.beside) parts_.changes.tell({context.workspace->slug(), other.entity->name, other.id, "create", other.only_for, privacy::kNobody, false, other.owners});
  if (draft.marks_person) parts_.changes.tell({context.workspace->slug(), draft.entity->name, draft.id, std::string(kStateChanged), Id{}, privacy::kNobody, is_stricter(draft)});
}

Written Records::written(Draft&& draft) const {
  parts_.hooks.guarding().count(draft);
  const std::int64_t version = draft.after.empty() ? 0 : integer_of(draft.after[meta::kVersion]);
  return Written{.id = draft.id, .version = version, .cells = std::move(draft.after), .warnings = std::move(draft.warnings)};
}

Written Records::standing(Planned&& planned) {
  const std::int64_t version = integer_of(planned.draft.before[meta::kVersion]);
  return Written{.id = planned.draft.id, .version = version, .cells = std::move(planned.draft.before), .unchanged = !planned.replayed, .replayed = planned.replayed,
                 .warnings = std::move(planned.draft.warnings)};
}

/// Plans and writes until nobody was faster.
Result<Written> Records::carry_out(const Context& context, const std::function<Result<Planned>(store::Reader&)>& plan) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    std::optional<Planned> planned;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(planned, plan(reader));
      return {};
    }));
    if (planned->settled) {
      // What was read may not be on disk yet; a write, even of nothing, is answered after all before it are.
      if (planned->replayed) PROBITY_TRY(context.database->write_and_wait({}));
      return standing(std::move(*planned));
    }
    PROBITY_ASSIGN(const auto outcome, context.database->write_and_wait(std::move(planned->plan)));
    if (!outcome.committed) continue;
    tell(context, planned->draft);
    return written(std::move(planned->draft));
  }
  return busy();
}

Result<Written> Records::create(const Context& context, const JsonValue& input, const CreateOptions& options) {
  return create_by(context, options, [&](store::Reader&, Draft& draft) { return apply_input(context, input, draft); });
}

Result<Written> Records::create_by(const Context& context, const CreateOptions& options, const Alter& fill) {
  PROBITY_TRY(may(context, Verb::create));
  const Id id = Id::make();
  return carry_out(context, [&](store::Reader& reader) { return plan_creation(context, parts_.hooks, reader, id, options, fill); });
}

Result<Written> Records::alter(const Context& context, const Id& id, Verb verb, const UpdateOptions& options, const Alter& change) {
  return carry_out(context, [&](store::Reader& reader) { return plan_change(context, parts_.hooks, reader, id, verb, options, change); });
}

Result<Written> Records::update(const Context& context, const Id& id, const JsonValue& patch, const UpdateOptions& options) {
  PROBITY_TRY(may(context, Verb::update));
  return alter(context, id, Verb::update, options, [&](store::Reader& reader, Draft& draft) -> Result<> {
    if (!draft.live_before()) return in_bin();
    PROBITY_TRY(check_version(context, reader, draft, options, &patch));
    return apply_input(context, patch, draft);
  });
}

Result<Written> Records::remove(const Context& context, const Id& id, const UpdateOptions& options) {
  PROBITY_TRY(may(context, Verb::remove));
  return alter(context, id, Verb::remove, options, [&](store::Reader& reader, Draft& draft) -> Result<> {
    if (!draft.live_before()) return no_such_record(*context.entity);
    PROBITY_TRY(check_version(context, reader, draft, options, nullptr));
    put_in_bin(context, draft);
    return {};
  });
}

Result<Written> Records::restore(const Context& context, const Id& id, const UpdateOptions& options) {
  PROBITY_TRY(may(context, Verb::restore));
  return alter(context, id, Verb::restore, options, [&](store::Reader& reader, Draft& draft) -> Result<> {
    if (draft.live_before()) return fail(ErrorKind::conflict, "not_in_bin", "This record is not in the bin.");
    PROBITY_TRY(check_version(context, reader, draft, options, nullptr));
    take_from_bin(draft);
    return {};
  });
}

Result<> may(const Context& context, Verb verb) {
  const privacy::Decision& decision = *context.decision;
  switch (verb) {
    case Verb::create: return decision.may_create ? Result<>{} : forbidden(*context.entity, "create");
    case Verb::remove: return decision.may_remove ? Result<>{} : forbidden(*context.entity, "delete");
    case Verb::restore: return decision.may_remove ? Result<>{} : forbidden(*context.entity, "restore");
    case Verb::purge: return decision.may_remove ? Result<>{} : forbidden(*context.entity, "delete");
    case Verb::merge:
    case Verb::unmerge: return decision.may_update && decision.may_remove ? Result<>{} : forbidden(*context.entity, "merge");
    default: return decision.may_update ? Result<>{} : forbidden(*context.entity, "change");
  }
}

Result<> may_write(const Context& context, const Draft& draft) {
  const privacy::Decision& decision = *context.decision;
  const meta::Entity& entity = *draft.entity;
  const CellRow before(draft.before);
  const CellRow after(draft.after);
  if (draft.creating()) return context.reaches(decision.may_create, after) ? Result<>{} : out_of_reach(entity, "create", decision.may_create);
  const bool comes_or_goes = draft.after.empty() || draft.live_before() != draft.live_after();
  if (comes_or_goes) return context.reaches(decision.may_remove, before) ? Result<>{} : out_of_reach(entity, "delete", decision.may_remove);
  if (!context.reaches_or_shared(decision.may_update, before, true)) return out_of_reach(entity, "change", decision.may_update);
  // To whom it belongs is said by who could change it anyway, and only so that they still could.
  const bool changes_hands = owner_of(entity, before) != owner_of(entity, after);
  if (!changes_hands || (context.reaches(decision.may_update, before) && context.reaches(decision.may_update, after))) return {};
  return fail(ErrorKind::forbidden, "forbidden", fmt::format("Your role does not let you say whose this {} is. Nothing was changed.", lower_ascii(entity.label_one)));
}

void put_in_bin(const Context& context, Draft& draft) {
  draft.after[meta::kDeletedAt] = now();
  draft.after[meta::kDeletedBy] = context.access.actor.is_nil() ? Cell{} : cell(context.access.actor);
}

void take_from_bin(Draft& draft) {
  draft.after[meta::kDeletedAt] = {};
  draft.after[meta::kDeletedBy] = {};
}

}  // namespace probity::records

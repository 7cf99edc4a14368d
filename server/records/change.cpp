#include "records/change.hpp"

#include "base/text.hpp"
#include "records/ages.hpp"
#include "records/duplicates/duplicates.hpp"
#include "records/house.hpp"
#include "records/idempotency.hpp"
#include "records/links.hpp"
#include "records/record_json.hpp"
#include "records/subject/same_person.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

Cell actor_cell(const Context& context) {
  return context.access.actor.is_nil() ? Cell{} : cell(context.access.actor);
}

void stamp(const Context& context, Draft& draft, Timestamp at) {
  auto& after = draft.after;
  if (draft.creating()) {
    after[meta::kId] = cell(draft.id);
    after[meta::kVersion] = std::int64_t{1};
    after[meta::kCreatedAt] = at;
    after[meta::kCreatedBy] = actor_cell(context);
    // Unless whoever fills it knows whose data it is.
    if (is_null(after[meta::kSubjectState])) after[meta::kSubjectState] = draft.entity->subject.kind == meta::Subject::Kind::self ? privacy::SubjectState{0} : privacy::kNobody;
    after[meta::kPolicyVersion] = context.policy->version;
    after[meta::kOrigin] = cell(context.access.origin);
  } else {
    after[meta::kVersion] = integer_of(draft.before[meta::kVersion]) + 1;
  }
  // What the program takes away of a record is no use that somebody makes of it: no clock starts again, unless whoever
  // empties it asks for it.
  if (draft.verb != Verb::erase || is_null(after[meta::kUpdatedAt])) after[meta::kUpdatedAt] = at;
  after[meta::kUpdatedBy] = actor_cell(context);
}

bool differs(const Draft& draft) {
  if (draft.live_before() != draft.live_after()) return true;
  return std::ranges::any_of(draft.entity->fields, [&](const meta::Field& field) { return draft.changed(field); });
}

std::unexpected<Error> duplicate(const Context& context, const std::vector<Candidate>& candidates) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "candidates");
  write_candidates(candidates, writer);
  writer.EndObject();
  const bool refused = std::ranges::any_of(candidates, &Candidate::refused);
  const std::string one = lower_ascii(context.entity->label_one);
  return fail(Error{.kind = ErrorKind::conflict, .code = "duplicate",
                    .message = refused ? fmt::format("There is a {} with this {} already, and there may be only one. Nothing was changed.", one,
                                                     candidates.front().reason.substr(std::string_view("same ").size()))
                                       : fmt::format("This looks like a {} that exists already. Open it, or keep this one all the same.", one),
                    .extras = std::string(text(buffer))});
}

void remember_key(const Context& context, const CreateOptions& options, const Draft& draft, Timestamp at, store::Plan& plan) {
  if (options.idempotency_key.empty()) return;
  const Cell actor = cell(context.access.actor);
  plan.require_absent(store::kIdempotency, {{"key", cell(kept_key(context, options.idempotency_key))}, {"actor", actor}});
  plan.insert(house().idempotency, {cell(kept_key(context, options.idempotency_key)), actor, Blob{options.request_hash}, std::int64_t{201},
                                    cell(draft.entity->name), cell(draft.id), at});
}

/// The record an earlier request of the same key created; nothing when the key is new.
Result<std::optional<Id>> created_earlier(const Context& context, store::Reader& reader, const CreateOptions& options) {
  if (options.idempotency_key.empty()) return options.id;
  std::optional<Id> record;
  bool other = false;
  store::Query query{.columns = house().idempotency,
                     .where = store::Condition::all_of({store::Condition::equals("key", cell(kept_key(context, options.idempotency_key))),
                                                        store::Condition::equals("actor", cell(context.access.actor))}),
                     .order = {}, .tie_column = "key", .limit = 1};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    other = row.text(2) != options.request_hash || row.text(4) != context.entity->name;
    record = row.id(5);
    return false;
  }));
  if (other) return fail(ErrorKind::conflict, "idempotency_key_reused", "This idempotency key was used for another request. Nothing was changed.");
  return record;
}

/// What an earlier request of the same key, or this job before it was cut off, left.
Result<std::optional<Planned>> replay(const Context& context, store::Reader& reader, const CreateOptions& options) {
  PROBITY_ASSIGN(const std::optional<Id> earlier, created_earlier(context, reader, options));
  if (!earlier) return std::nullopt;
  PROBITY_ASSIGN(auto draft, read_draft(context, reader, *earlier, Verb::create));
  if (draft) return Planned{.draft = std::move(*draft), .plan = {}, .settled = true, .replayed = true};
  if (options.idempotency_key.empty()) return std::nullopt;
  return fail(ErrorKind::conflict, "already_done", "This request was carried out before; what it created has been deleted for good since, or may not be used now. Nothing was created.");
}

/// Who the record is of, and what that means for its state.
Result<> settle_person(const Hooks& hooks, const Context& context, store::Reader& reader, Draft& draft) {
  if (draft.entity->subject.kind != meta::Subject::Kind::self) return {};
  PROBITY_TRY(settle_age(hooks, context, reader, draft));
  return join_same_person(hooks, context, reader, draft);
}

}  // namespace

void take(store::Plan& plan, store::Plan&& more) {
  std::ranges::move(more.preconditions, std::back_inserter(plan.preconditions));
  std::ranges::move(more.operations, std::back_inserter(plan.operations));
}

Result<> refuse_duplicates(const Context& context, store::Reader& reader, const Draft& draft, bool allow, store::Plan& plan) {
  const meta::Unique least = allow ? meta::Unique::refuse : meta::Unique::warn;
  PROBITY_ASSIGN(const Candidates candidates, find_candidates(context, reader, draft, least));
  if (!candidates.found.empty()) return duplicate(context, candidates.found);
  require_keys_free(*draft.entity, candidates.free, plan);
  return {};
}

Result<std::optional<Draft>> read_draft(const Context& context, store::Reader& reader, const Id& id, Verb verb) {
  std::optional<Draft> draft;
  PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
    if (!context.sees(row)) return false;
    draft = Draft{.entity = context.entity, .id = id, .verb = verb, .before = cells_of(*context.entity, row)};
    draft->after = draft->before;
    return false;
  }));
  return draft;
}

Result<bool> add_change(const Context& context, const Hooks& hooks, store::Reader& reader, Draft& draft, const UpdateOptions& options,
                        store::Plan& plan) {
  const WriteInfo info{.at = now(), .group = options.group};
  if (!draft.after.empty()) {
    draft.group = options.group;
    PROBITY_TRY(may_write(context, draft));
    PROBITY_TRY(hooks.run(context, reader, draft));
    PROBITY_TRY(may_write(context, draft));
    PROBITY_TRY(hooks.guarding().look(context, draft));
    PROBITY_TRY(settle_person(hooks, context, reader, draft));
    if (!differs(draft) && !draft.always) return false;
    stamp(context, draft, info.at);
    fill_sort_columns(draft);
    // Erasing may empty what is required.
    if (draft.live_after() && draft.verb != Verb::erase) PROBITY_TRY(check_draft(draft));
    PROBITY_TRY(resolve_links(context, reader, draft, plan));
    if (draft.live_after()) PROBITY_TRY(refuse_duplicates(context, reader, draft, options.allow_duplicate, plan));
  }
  if (draft.after.empty()) PROBITY_TRY(may_write(context, draft));
  take(plan, std::move(draft.also));
  draft.also = {};
  PROBITY_TRY(add_to_plan(context, reader, draft, info, plan));
  return true;
}

Result<Planned> plan_creation(const Context& context, const Hooks& hooks, store::Reader& reader, const Id& id,
                              const CreateOptions& options, const Records::Alter& fill) {
  PROBITY_ASSIGN(auto replayed, replay(context, reader, options));
  if (replayed) return std::move(*replayed);
  Planned planned{.draft = start_draft(context, options.id.value_or(id))};
  Draft& draft = planned.draft;
  PROBITY_TRY(fill(reader, draft));
  const WriteInfo info{.at = now(), .group = options.group};
  draft.group = options.group;
  stamp(context, draft, info.at);
  PROBITY_TRY(may_write(context, draft));
  PROBITY_TRY(hooks.run(context, reader, draft));
  PROBITY_TRY(hooks.guarding().look(context, draft));
  PROBITY_TRY(settle_person(hooks, context, reader, draft));
  fill_sort_columns(draft);
  PROBITY_TRY(check_draft(draft));
  PROBITY_TRY(resolve_links(context, reader, draft, planned.plan));
  PROBITY_TRY(refuse_duplicates(context, reader, draft, options.allow_duplicate, planned.plan));
  if (options.id) planned.plan.require_absent(draft.entity->name, {{"_id", cell(draft.id)}});
  remember_key(context, options, draft, info.at, planned.plan);
  take(planned.plan, std::move(draft.also));
  PROBITY_TRY(add_to_plan(context, reader, draft, info, planned.plan));
  return planned;
}

Result<Planned> plan_change(const Context& context, const Hooks& hooks, store::Reader& reader, const Id& id, Verb verb,
                            const UpdateOptions& options, const Records::Alter& change) {
  PROBITY_ASSIGN(auto read, read_draft(context, reader, id, verb));
  if (!read) return no_such_record(*context.entity);
  Planned planned{.draft = std::move(*read)};
  PROBITY_TRY(change(reader, planned.draft));
  PROBITY_ASSIGN(const bool changes, add_change(context, hooks, reader, planned.draft, options, planned.plan));
  planned.settled = !changes;
  return planned;
}

}  // namespace probity::records

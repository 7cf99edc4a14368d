#include "base/text.hpp"
#include "records/duplicates.hpp"
#include "records/history.hpp"
#include "records/house.hpp"
#include "records/record_json.hpp"
#include "records/records.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

/// How often a write is planned again when somebody was faster, before saying so.
constexpr int kAttempts = 5;

std::unexpected<Error> forbidden(const meta::Entity& entity, std::string_view act) {
  return fail(ErrorKind::forbidden, "forbidden", fmt::format("Your role does not let you {} {}.", act, lower_ascii(entity.label_many)));
}

std::unexpected<Error> busy() {
  return fail(ErrorKind::conflict, "busy", "The record is being changed by others right now. Nothing was changed; try again.");
}

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
    after[meta::kSubjectState] = std::int64_t{0};
    after[meta::kPolicyVersion] = std::int64_t{1};
    after[meta::kOrigin] = cell(context.access.origin);
  } else {
    after[meta::kVersion] = integer_of(draft.before[meta::kVersion]) + 1;
  }
  after[meta::kUpdatedAt] = at;
  after[meta::kUpdatedBy] = actor_cell(context);
}

bool differs(const Draft& draft) {
  const auto& deleted = draft.before[meta::kDeletedAt];
  if (is_null(deleted) != is_null(draft.after[meta::kDeletedAt])) return true;
  return std::any_of(draft.entity->fields.begin(), draft.entity->fields.end(), [&](const meta::Field& field) { return draft.changed(field); });
}

std::unexpected<Error> duplicate(const Context& context, const std::vector<Candidate>& candidates) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "candidates");
  write_candidates(candidates, writer);
  writer.EndObject();
  return fail(Error{.kind = ErrorKind::conflict, .code = "duplicate",
                    .message = fmt::format("This looks like a {} that exists already. Open it, or create this one all the same.", lower_ascii(context.entity->label_one)),
                    .extras = std::string(text(buffer))});
}

Result<> refuse_duplicates(const Context& context, store::Reader& reader, const Draft& draft, bool allow, store::Plan& plan) {
  PROBITY_ASSIGN(auto candidates, find_candidates(context, reader, draft));
  if (allow) std::erase_if(candidates, [](const Candidate& candidate) { return !candidate.refused; });
  if (!candidates.empty()) return duplicate(context, candidates);
  if (!allow) require_keys_free(draft, plan);
  return {};
}

void remember_key(const Context& context, const CreateOptions& options, const Draft& draft, Timestamp at, store::Plan& plan) {
  if (options.idempotency_key.empty()) return;
  const Cell actor = cell(context.access.actor);
  plan.require_absent(store::kIdempotency, {{"key", cell(options.idempotency_key)}, {"actor", actor}});
  plan.insert(house().idempotency, {cell(options.idempotency_key), actor, Blob{options.request_hash}, std::int64_t{201},
                                    cell(draft.entity->name), cell(draft.id), at});
}

/// The record an earlier request of the same key created; nothing when the key is new.
Result<std::optional<Id>> earlier(const Context& context, store::Reader& reader, const CreateOptions& options) {
  if (options.idempotency_key.empty()) return std::nullopt;
  std::optional<Id> record;
  bool other = false;
  store::Query query{.columns = house().idempotency,
                     .where = store::Condition::all_of({store::Condition::equals("key", cell(options.idempotency_key)),
                                                        store::Condition::equals("actor", cell(context.access.actor))}),
                     .order = {}, .tie_column = "key", .limit = 1};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    other = row.text(2) != options.request_hash;
    record = row.id(5);
    return false;
  }));
  if (other) return fail(ErrorKind::conflict, "idempotency_key_reused", "This idempotency key was used for another request. Nothing was changed.");
  return record;
}

Result<> version_conflict(const Context& context, store::Reader& reader, const Draft& draft, const JsonValue* patch, std::int64_t expected) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  if (patch && patch->IsObject()) {
    key(writer, "mine");
    patch->Accept(writer);
    PROBITY_ASSIGN(auto original, original_values(context, reader, draft, *patch, integer_of(draft.before[meta::kVersion]) - expected));
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

Result<std::optional<Draft>> read_draft(const Context& context, store::Reader& reader, const Id& id, Verb verb) {
  std::optional<Draft> draft;
  PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
    if ((row.integer(meta::kSubjectState) & context.decision->forbidden_state) != 0) return false;
    draft = Draft{.entity = context.entity, .id = id, .verb = verb, .before = cells_of(*context.entity, row), .after = {}};
    draft->after = draft->before;
    return false;
  }));
  return draft;
}

}  // namespace

Result<Written> Records::finish(const Context& context, const Draft& draft) const {
  parts_.changes.tell({context.workspace->slug(), draft.entity->name, draft.id, std::string(name_of(draft.verb))});
  const std::int64_t version = draft.after.empty() ? 0 : integer_of(draft.after[meta::kVersion]);
  return Written{draft.id, version, draft.after, false};
}

Result<Written> Records::create(const Context& context, const JsonValue& input, const CreateOptions& options) {
  return create_by(context, options, [&](store::Reader&, Draft& draft) { return apply_input(context, input, draft); });
}

Result<Written> Records::create_by(const Context& context, const CreateOptions& options, const Alter& fill) {
  if (!context.decision->may_create) return forbidden(*context.entity, "create");
  const Id id = Id::make();
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Draft draft = start_draft(context, id);
    store::Plan plan;
    std::optional<Id> existing;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(existing, earlier(context, reader, options));
      if (existing) return {};
      PROBITY_TRY(fill(reader, draft));
      const WriteInfo info{.at = now(), .group = options.group};
      stamp(context, draft, info.at);
      PROBITY_TRY(parts_.hooks.run(context, reader, draft));
      PROBITY_TRY(check_draft(context, reader, draft));
      fill_sort_columns(draft);
      PROBITY_TRY(refuse_duplicates(context, reader, draft, options.allow_duplicate, plan));
      remember_key(context, options, draft, info.at, plan);
      return add_to_plan(context, reader, draft, info, plan);
    }));
    if (existing) {
      PROBITY_ASSIGN(auto cells, cells(context, *existing));
      return Written{*existing, integer_of(cells[meta::kVersion]), std::move(cells), true};
    }
    PROBITY_ASSIGN(auto outcome, context.database->write_and_wait(std::move(plan)));
    if (outcome.committed) return finish(context, draft);
  }
  return busy();
}

Result<Written> Records::alter(const Context& context, const Id& id, Verb verb, const UpdateOptions& options, const Alter& change) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Draft draft;
    store::Plan plan;
    bool nothing_to_do = false;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(auto read, read_draft(context, reader, id, verb));
      if (!read) return no_such_record(*context.entity);
      draft = std::move(*read);
      PROBITY_TRY(change(reader, draft));
      const WriteInfo info{.at = now(), .group = options.group};
      if (!draft.after.empty()) {
        PROBITY_TRY(parts_.hooks.run(context, reader, draft));
        if (verb == Verb::update && !differs(draft)) {
          nothing_to_do = true;
          return {};
        }
        stamp(context, draft, info.at);
        if (draft.live_after()) PROBITY_TRY(check_draft(context, reader, draft));
        fill_sort_columns(draft);
        if (draft.live_after()) PROBITY_TRY(refuse_duplicates(context, reader, draft, options.allow_duplicate, plan));
      }
      return add_to_plan(context, reader, draft, info, plan);
    }));
    if (nothing_to_do) return Written{id, integer_of(draft.before[meta::kVersion]), draft.before, false};
    PROBITY_ASSIGN(auto outcome, context.database->write_and_wait(std::move(plan)));
    if (outcome.committed) return finish(context, draft);
  }
  return busy();
}

Result<Written> Records::update(const Context& context, const Id& id, const JsonValue& patch, const UpdateOptions& options) {
  if (!context.decision->may_update) return forbidden(*context.entity, "change");
  return alter(context, id, Verb::update, options, [&](store::Reader& reader, Draft& draft) -> Result<> {
    if (!draft.live_before()) {
      return fail(ErrorKind::conflict, "in_bin", "This record is in the bin. Restore it before changing it.");
    }
    if (options.expected_version && *options.expected_version != integer_of(draft.before[meta::kVersion])) {
      return version_conflict(context, reader, draft, &patch, *options.expected_version);
    }
    return apply_input(context, patch, draft);
  });
}

Result<Written> Records::remove(const Context& context, const Id& id, const UpdateOptions& options) {
  if (!context.decision->may_remove) return forbidden(*context.entity, "delete");
  return alter(context, id, Verb::remove, options, [&](store::Reader& reader, Draft& draft) -> Result<> {
    if (!draft.live_before()) return no_such_record(*context.entity);
    if (options.expected_version && *options.expected_version != integer_of(draft.before[meta::kVersion])) {
      return version_conflict(context, reader, draft, nullptr, *options.expected_version);
    }
    draft.after[meta::kDeletedAt] = now();
    draft.after[meta::kDeletedBy] = actor_cell(context);
    return {};
  });
}

Result<Written> Records::restore(const Context& context, const Id& id, const UpdateOptions& options) {
  if (!context.decision->may_remove) return forbidden(*context.entity, "restore");
  return alter(context, id, Verb::restore, options, [&](store::Reader&, Draft& draft) -> Result<> {
    if (draft.live_before()) return fail(ErrorKind::conflict, "not_in_bin", "This record is not in the bin.");
    draft.after[meta::kDeletedAt] = {};
    draft.after[meta::kDeletedBy] = {};
    return {};
  });
}

}  // namespace probity::records

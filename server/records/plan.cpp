// From a draft to one plan: the only place where a record and everything that goes with it is written.
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "records/draft.hpp"
#include "records/house.hpp"
#include "records/keys.hpp"
#include "records/links.hpp"
#include "records/record_json.hpp"
#include "records/searching/visible_search.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

Cell actor_cell(const Context& context) {
  return context.access.actor.is_nil() ? Cell{} : cell(context.access.actor);
}

void plan_record(const Context& context, const Draft& draft, store::Plan& plan) {
  const EntityTables& tables = context.catalog->tables(*draft.entity);
  if (draft.creating()) {
    plan.insert(tables.all, draft.after);
    return;
  }
  store::Equalities as_read{{"_id", cell(draft.id)}, {"_version", draft.before[meta::kVersion]}, {"_subject_state", draft.before[meta::kSubjectState]}};
  plan.require(draft.entity->name, as_read);
  if (draft.after.empty()) {
    plan.remove(draft.entity->name, {{"_id", cell(draft.id)}});
    return;
  }
  std::vector<int> columns;
  std::vector<Cell> cells;
  for (std::size_t column = 0; column < draft.after.size(); ++column) {
    if (draft.before[column] == draft.after[column]) continue;
    columns.push_back(static_cast<int>(column));
    cells.push_back(draft.after[column]);
  }
  plan.update(context.catalog->columns(*draft.entity, std::move(columns)), std::move(cells), {{"_id", cell(draft.id)}});
}

void plan_keys(const Draft& draft, store::Plan& plan) {
  const MatchKeys old_keys = draft.live_before() ? match_keys(*draft.entity, CellRow(draft.before)) : MatchKeys{};
  const MatchKeys new_keys = draft.live_after() ? match_keys(*draft.entity, CellRow(draft.after)) : MatchKeys{};
  for (const MatchKey& key : old_keys) {
    if (new_keys.contains(key)) continue;
    plan.remove(store::kMatchKey, {{"entity", cell(draft.entity->name)}, {"field", key.field}, {"key", cell(key.key)}, {"record", cell(draft.id)}});
  }
  for (const MatchKey& key : new_keys) {
    if (old_keys.contains(key)) continue;
    plan.insert_or_ignore(house().match_key, {cell(draft.entity->name), key.field, cell(key.key), cell(draft.id)});
  }
}

void plan_document(const Context& context, const Draft& draft, store::Plan& plan) {
  const EntityTables& tables = context.catalog->tables(*draft.entity);
  if (!tables.has_document) return;
  if (!draft.live_after()) {
    if (draft.live_before()) plan.remove_document(draft.entity->name, draft.id);
    return;
  }
  const bool found_anew = !draft.live_before() || std::any_of(tables.searched.begin(), tables.searched.end(), [&](int position) {
    return draft.changed(draft.entity->fields[static_cast<std::size_t>(position)]);
  });
  if (!found_anew) return;
  meta::SearchText text = search_text(*draft.entity, tables.searched, CellRow(draft.after));
  plan.put_document(draft.entity->name, draft.id, fold_words(text.words), fold(text.exact));
}

/// A commitment binds the leaf to the values without telling them: without the salt, which is erased
/// with the history, it leads back to nobody.
void plan_audit(const Context& context, const Draft& draft, const WriteInfo& info, store::Plan& plan) {
  const Id history = Id::make();
  const std::string salt = random_bytes(16);
  const std::string changes = draft.forget ? "{}" : changes_json(draft);
  const Hash commitment = sha256(salt, changes);
  // What a record began with can be told from what it is and what changed since: it is not kept twice.
  const Cell kept = draft.creating() || draft.forget ? Cell{} : cell(changes);
  const Cell group = info.group ? cell(*info.group) : Cell{};
  const Cell operation = cell(name_of(draft.verb));
  plan.insert(house().history, {cell(draft.id), cell(history), cell(draft.entity->name), info.at, actor_cell(context), operation,
                                cell(context.access.origin), group, kept, draft.forget ? Cell{} : Cell{Blob{salt}},
                                context.access.address.empty() ? Cell{} : cell(context.access.address), std::int64_t{0}});
  plan.append_leaf({info.at, cell(draft.entity->name), cell(draft.id), operation, actor_cell(context), group, cell(history),
                    Blob{std::string(bytes_of(commitment))}});
}

void plan_purge(const Draft& draft, store::Plan& plan) {
  plan.require_absent(store::kEdge, {{"to_record", cell(draft.id)}});
  plan.remove(store::kEdge, {{"from_record", cell(draft.id)}});
  plan.remove(store::kConcerns, {{"record", cell(draft.id)}});
  plan.remove(store::kConcerns, {{"person", cell(draft.id)}});
  plan.remove(store::kReading, {{"record", cell(draft.id)}});
}

}  // namespace

Result<> add_to_plan(const Context& context, store::Reader& reader, Draft& draft, const WriteInfo& info, store::Plan& plan) {
  if (!draft.after.empty()) PROBITY_TRY(plan_concerns(context, reader, draft, plan));
  plan_record(context, draft, plan);
  plan_keys(draft, plan);
  if (draft.after.empty()) {
    plan_purge(draft, plan);
  } else {
    PROBITY_TRY(plan_edges(context, reader, draft, plan));
  }
  plan_document(context, draft, plan);
  // That there were changes stays known, their values do not.
  if (draft.forget) plan.update(house().history_values, {Cell{}, Cell{}, Cell{}}, {{"record", cell(draft.id)}});
  plan_audit(context, draft, info, plan);
  return {};
}

}  // namespace probity::records

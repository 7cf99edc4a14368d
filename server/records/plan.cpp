// From a draft to one plan: the only place where a record and everything that goes with it is written.
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "records/draft.hpp"
#include "records/house.hpp"
#include "records/keys.hpp"
#include "records/record_json.hpp"
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
  store::Equalities same_version{{"_id", cell(draft.id)}, {"_version", draft.before[meta::kVersion]}};
  plan.require(draft.entity->name, same_version);
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

Timestamp timeline_date(const Draft& draft, const std::vector<Cell>& cells) {
  const meta::Field* field = draft.entity->timeline.empty() ? nullptr : draft.entity->field(draft.entity->timeline);
  if (field && !is_null(cells[static_cast<std::size_t>(field->first_column)])) {
    const Timestamp value = integer_of(cells[static_cast<std::size_t>(field->first_column)]);
    return field->type->name() == "date" ? value * kDay : value;
  }
  return integer_of(cells[meta::kCreatedAt]);
}

struct Edge {
  Id to;
  Timestamp at;
  const meta::Field* field;
  std::string to_entity;
};

/// The entity a link to any kind of record leads to, found by looking.
Result<std::string> entity_of(const Context& context, store::Reader& reader, const Id& id) {
  for (const auto& entity : context.model().entities()) {
    if (entity->system) continue;
    PROBITY_ASSIGN(bool found, reader.one(context.catalog->tables(*entity).identity, "_id", cell(id), [](const Row&) { return false; }));
    if (found) return entity->name;
  }
  return invalid("unknown_link", "The link points to a record that does not exist.");
}

Result<std::vector<Edge>> edges_of(const Context& context, store::Reader& reader, const Draft& draft, const std::vector<Cell>& cells) {
  std::vector<Edge> edges;
  if (cells.empty()) return edges;
  const Timestamp at = timeline_date(draft, cells);
  const CellRow row(cells);
  for (int position : context.catalog->tables(*draft.entity).linking) {
    const meta::Field& field = draft.entity->fields[static_cast<std::size_t>(position)];
    for (const Id& id : field.type->targets(field, row, field.first_column)) {
      std::string target = field.to;
      if (target == "*") {
        PROBITY_ASSIGN(target, entity_of(context, reader, id));
      }
      edges.push_back({id, at, &field, std::move(target)});
    }
  }
  return edges;
}

bool same_edge(const Edge& left, const Edge& right) {
  return left.to == right.to && left.at == right.at && left.field == right.field;
}

bool holds(const std::vector<Edge>& edges, const Edge& edge) {
  return std::any_of(edges.begin(), edges.end(), [&](const Edge& other) { return same_edge(other, edge); });
}

Result<> plan_edges(const Context& context, store::Reader& reader, const Draft& draft, store::Plan& plan, std::vector<Edge>& now) {
  const bool dated_anew = !draft.before.empty() && !draft.after.empty() && timeline_date(draft, draft.before) != timeline_date(draft, draft.after);
  bool linked_anew = draft.creating() || draft.after.empty() || dated_anew;
  for (int position : context.catalog->tables(*draft.entity).linking) {
    linked_anew = linked_anew || draft.changed(draft.entity->fields[static_cast<std::size_t>(position)]);
  }
  if (!linked_anew) return {};
  PROBITY_ASSIGN(auto before, edges_of(context, reader, draft, draft.before));
  PROBITY_ASSIGN(now, edges_of(context, reader, draft, draft.after));
  for (const Edge& edge : before) {
    if (holds(now, edge)) continue;
    plan.remove(store::kEdge, {{"to_record", cell(edge.to)}, {"at", edge.at}, {"from_record", cell(draft.id)}, {"field", std::int64_t{edge.field->id}}});
  }
  for (const Edge& edge : now) {
    if (holds(before, edge)) continue;
    plan.insert_or_ignore(house().edge, {cell(edge.to), edge.at, cell(draft.id), std::int64_t{edge.field->id},
                                         cell(draft.entity->name), cell(edge.to_entity)});
  }
  return {};
}

/// Adds the people that a linked record leads to. Nothing is ever taken away here: a record that once
/// concerned a person goes on doing so until that person is erased.
Result<> plan_concerns(const Context& context, store::Reader& reader, const Draft& draft, const std::vector<Edge>& edges, store::Plan& plan) {
  if (draft.entity->subject.kind != meta::Subject::Kind::via) return {};
  const auto& via = draft.entity->subject.via;
  std::set<Id> people;
  for (const Edge& edge : edges) {
    if (std::find(via.begin(), via.end(), edge.field->name) == via.end()) continue;
    const meta::Entity* target = context.model().find(edge.to_entity);
    if (target->subject.kind == meta::Subject::Kind::self) {
      people.insert(edge.to);
      continue;
    }
    static const store::ProjectionPointer person = store::Projection::make(store::kConcerns, {"person"});
    store::Query query{.columns = person, .where = store::Condition::equals("record", cell(edge.to)), .order = {}, .tie_column = "person", .limit = 10'000};
    PROBITY_TRY(reader.each(query, [&](const Row& row) {
      people.insert(row.id(0));
      return true;
    }));
  }
  for (const Id& person : people) {
    plan.insert_or_ignore(house().concerns, {cell(person), cell(draft.entity->name), cell(draft.id)});
  }
  return {};
}

meta::SearchText search_text(const EntityTables& tables, const std::vector<Cell>& cells) {
  meta::SearchText text;
  const CellRow row(cells);
  for (int position : tables.searched) {
    const meta::Field& field = tables.entity->fields[static_cast<std::size_t>(position)];
    if (!row.null(field.first_column)) field.type->search(field, row, field.first_column, text);
  }
  return text;
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
  meta::SearchText text = search_text(tables, draft.after);
  plan.put_document(draft.entity->name, draft.id, fold_words(text.words), fold(text.exact));
}

/// A commitment binds the leaf to the values without telling them: without the salt, which is erased
/// with the history, it leads back to nobody.
void plan_audit(const Context& context, const Draft& draft, const WriteInfo& info, store::Plan& plan) {
  const Id history = Id::make();
  const std::string salt = random_bytes(16);
  const std::string changes = changes_json(draft);
  const Hash commitment = sha256(salt, changes);
  // What a record began with can be told from what it is and what changed since: it is not kept twice.
  const Cell kept = draft.creating() ? Cell{} : cell(changes);
  const Cell group = info.group ? cell(*info.group) : Cell{};
  const Cell operation = cell(name_of(draft.verb));
  plan.insert(house().history, {cell(draft.id), cell(history), cell(draft.entity->name), info.at, actor_cell(context), operation,
                                cell(context.access.origin), group, kept, Blob{salt},
                                context.access.address.empty() ? Cell{} : cell(context.access.address), std::int64_t{0}});
  plan.append_leaf({info.at, cell(draft.entity->name), cell(draft.id), operation, actor_cell(context), group, cell(history),
                    Blob{std::string(bytes_of(commitment))}});
}

}  // namespace

Result<> add_to_plan(const Context& context, store::Reader& reader, const Draft& draft, const WriteInfo& info, store::Plan& plan) {
  plan_record(context, draft, plan);
  plan_keys(draft, plan);
  std::vector<Edge> edges;
  PROBITY_TRY(plan_edges(context, reader, draft, plan, edges));
  PROBITY_TRY(plan_concerns(context, reader, draft, edges, plan));
  plan_document(context, draft, plan);
  plan_audit(context, draft, info, plan);
  return {};
}

}  // namespace probity::records

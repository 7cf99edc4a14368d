#include "records/links.hpp"

#include "records/house.hpp"
#include "records/problems.hpp"
#include "records/subject/state.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

/// More than so many people with one address are no people.
constexpr int kMostAddressed = 100;

struct Edge {
  Id to;
  Timestamp at;
  const meta::Field* field;
  bool operator==(const Edge&) const = default;
};

std::vector<Id> targets(const meta::Field& field, const std::vector<Cell>& cells) {
  return cells.empty() ? std::vector<Id>{} : field.type->targets(field, CellRow(cells), field.first_column);
}

const meta::Field& linking_field(const Draft& draft, int position) { return draft.entity->fields[static_cast<std::size_t>(position)]; }

const std::vector<int>& linking_fields(const Context& context, const Draft& draft) { return context.catalog->tables(*draft.entity).linking; }

std::vector<Edge> edges_of(const Context& context, const Draft& draft, const std::vector<Cell>& cells) {
  std::vector<Edge> edges;
  if (cells.empty()) return edges;
  const Timestamp at = timeline_date(*draft.entity, cells);
  for (int position : linking_fields(context, draft)) {
    const meta::Field& field = linking_field(draft, position);
    for (const Id& id : targets(field, cells)) edges.push_back({id, at, &field});
  }
  return edges;
}

bool holds(const std::vector<Edge>& edges, const Edge& edge) { return std::ranges::find(edges, edge) != edges.end(); }

bool links_changed(const Context& context, const Draft& draft) {
  if (draft.before.empty() || draft.after.empty()) return true;
  if (timeline_date(*draft.entity, draft.before) != timeline_date(*draft.entity, draft.after)) return true;
  return std::ranges::any_of(linking_fields(context, draft), [&](int position) { return draft.changed(linking_field(draft, position)); });
}

/// What a person or a file says, not what the program brings back or moves.
bool is_typed(const Draft& draft) { return draft.verb == Verb::create || draft.verb == Verb::update; }

/// The program's own hand where it answers what a person asked for, and writes to them of it.
bool is_by_law(const Context& context) {
  const privacy::Access& access = context.access;
  return access.actor.is_nil() && access.purpose == privacy::kLegalObligation && (access.origin == "requests" || access.origin == "mail");
}

struct Target {
  bool exists = false;
  bool live = false;
  bool seen = false;
};

Result<Target> look_up(const Context& context, store::Reader& reader, const meta::Entity& entity, const Id& id) {
  Target target;
  const auto decision = context.decide(entity);
  PROBITY_TRY(reader.one(context.catalog->tables(entity).all, "_id", cell(id), [&](const Row& row) {
    target = {.exists = true, .live = row.null(meta::kDeletedAt), .seen = context.sees(*decision, entity, row)};
    return false;
  }));
  return target;
}

/// What a link leads to, by its declaration or, where it may lead anywhere, by looking.
Result<const meta::Entity*> target_entity(const Context& context, store::Reader& reader, const Draft& draft, const meta::Field& field, const Id& id) {
  if (field.to != "*") return context.model().find(field.to);
  for (const NewLink& link : draft.new_links) {
    if (link.to == id) return link.entity;
  }
  if (draft.together_with && draft.together_with->id == id) return draft.together_with->entity;
  return entity_of(context, reader, id);
}

/// Whether the link may be made; where it may, the plan requires that it still may be.
/// What is said of people holds in the bin as well, and of those who may not be seen; the program alone writes it. So
/// does what the program does for people because the law demands it: who asks what is held is told of the bin too.
Result<bool> admit(const Context& context, store::Reader& reader, const Draft& draft, const meta::Field& field, const meta::Entity& target, const Id& id, store::Plan& plan) {
  if (draft.together_with && draft.together_with->id == id) return true;
  PROBITY_ASSIGN(const Target found, look_up(context, reader, target, id));
  if (!found.exists) return false;
  if (!is_typed(draft) || field.follows_person || (is_by_law(context) && target.subject.kind == meta::Subject::Kind::self)) {
    plan.require(target.name, {{"_id", cell(id)}});
    return true;
  }
  if (!found.live || !found.seen) return false;
  plan.require(target.name, {{"_id", cell(id)}, {"_deleted_at", Cell{}}});
  return true;
}

}  // namespace

Timestamp timeline_date(const meta::Entity& entity, const std::vector<Cell>& cells) {
  const meta::Field* field = entity.timeline.empty() ? nullptr : entity.field(entity.timeline);
  if (!field || is_null(cells[static_cast<std::size_t>(field->first_column)])) return integer_of(cells[meta::kCreatedAt]);
  const std::int64_t value = integer_of(cells[static_cast<std::size_t>(field->first_column)]);
  return field->type->name() == "date" ? value * kDay : value;
}

Result<const meta::Entity*> entity_of(const Context& context, store::Reader& reader, const Id& id) {
  for (const auto& entity : context.model().entities()) {
    if (entity->system) continue;
    PROBITY_ASSIGN(const Target target, look_up(context, reader, *entity, id));
    if (target.exists) return entity.get();
  }
  return nullptr;
}

Result<> resolve_links(const Context& context, store::Reader& reader, Draft& draft, store::Plan& plan) {
  Problems problems;
  draft.new_links.clear();
  for (int position : linking_fields(context, draft)) {
    const meta::Field& field = linking_field(draft, position);
    if (!draft.changed(field)) continue;
    const std::vector<Id> before = targets(field, draft.before);
    for (const Id& id : targets(field, draft.after)) {
      if (std::ranges::find(before, id) != before.end()) continue;
      PROBITY_ASSIGN(const meta::Entity* target, target_entity(context, reader, draft, field, id));
      // Members live in the system's database; whoever keeps them checks those.
      bool admitted = target && target->system != draft.entity->system;
      if (target && !admitted) {
        PROBITY_ASSIGN(admitted, admit(context, reader, draft, field, *target, id, plan));
      }
      if (admitted) {
        draft.new_links.push_back({&field, id, target});
      } else if (!is_typed(draft)) {
        return fail(ErrorKind::conflict, "not_undoable", fmt::format("What \"{}\" led to has been deleted for good, so this cannot be brought back.", field.label), field.name);
      } else {
        problems.add(field.name, "unknown_link", fmt::format("\"{}\" points to a {} that does not exist.", field.name, target ? target->label_one : "record"));
      }
    }
  }
  return std::move(problems).result();
}

Result<> plan_edges(const Context& context, store::Reader& reader, const Draft& draft, store::Plan& plan) {
  if (!links_changed(context, draft)) return {};
  const std::vector<Edge> before = edges_of(context, draft, draft.before);
  const std::vector<Edge> after = edges_of(context, draft, draft.after);
  for (const Edge& edge : before) {
    if (holds(after, edge)) continue;
    plan.remove(store::kEdge, {{"to_record", cell(edge.to)}, {"at", edge.at}, {"from_record", cell(draft.id)}, {"field", std::int64_t{edge.field->id}}});
  }
  for (const Edge& edge : after) {
    if (holds(before, edge)) continue;
    PROBITY_ASSIGN(const meta::Entity* target, target_entity(context, reader, draft, *edge.field, edge.to));
    if (!target) continue;
    plan.insert_or_ignore(house().edge, {cell(edge.to), edge.at, cell(draft.id), std::int64_t{edge.field->id},
                                         cell(draft.entity->name), cell(target->name)});
  }
  return {};
}

namespace {

/// The people that the links of a record lead to, directly or through what was resolved when that was written.
Result<> add_people(const Context& context, store::Reader& reader, const Draft& draft, std::set<Id>& people) {
  for (const std::string& name : draft.entity->subject.via) {
    const meta::Field& field = *draft.entity->field(name);
    if (field.type->name() == "user") continue;
    for (const Id& id : targets(field, draft.after)) {
      PROBITY_ASSIGN(const meta::Entity* target, target_entity(context, reader, draft, field, id));
      if (!target || target->system != draft.entity->system) continue;
      if (target->subject.kind == meta::Subject::Kind::self) people.insert(id);
      if (target->subject.kind != meta::Subject::Kind::via) continue;
      if (draft.together_with && draft.together_with->id == id) PROBITY_TRY(add_people(context, reader, *draft.together_with, people));
      PROBITY_ASSIGN(std::set<Id> theirs, people_of(reader, id));
      people.merge(theirs);
    }
  }
  return {};
}

bool holds_addresses(const meta::Field& field) { return field.type->name() == "email" && field.type->shape() == meta::Shape::keys; }

/// People on record who have one of these addresses: a mail to somebody concerns them, linked or not.
Result<> add_addressed(const Context& context, store::Reader& reader, const meta::Field& field, const std::string& key, std::set<Id>& people) {
  for (const auto& entity : context.model().entities()) {
    if (entity->subject.kind != meta::Subject::Kind::self || entity->system != (context.workspace->slug() == kSystemWorkspace)) continue;
    for (const meta::Field& theirs : entity->fields) {
      if (theirs.type != field.type) continue;
      const auto has_it = store::Condition::all_of({store::Condition::equals("entity", cell(entity->name)), store::Condition::equals("field", std::int64_t{theirs.id}),
                                                    store::Condition::equals("key", cell(key))});
      PROBITY_TRY(reader.each({.columns = house().match_key, .where = has_it, .order = {}, .tie_column = "record", .limit = kMostAddressed}, [&](const Row& row) {
        people.insert(row.id(3));
        return true;
      }));
    }
  }
  return {};
}

Result<> add_all_addressed(const Context& context, store::Reader& reader, const Draft& draft, std::set<Id>& people) {
  for (const meta::Field& field : draft.entity->fields) {
    if (!holds_addresses(field)) continue;
    const CellRow row(draft.after);
    if (row.null(field.first_column)) continue;
    for (const std::string& key : field.type->keys(field, row, field.first_column)) PROBITY_TRY(add_addressed(context, reader, field, key, people));
  }
  return {};
}

bool addresses_changed(const Draft& draft) {
  return std::ranges::any_of(draft.entity->fields, [&](const meta::Field& field) { return holds_addresses(field) && draft.changed(field); });
}

/// What stands against any of them; the plan requires that nobody's state changes before it is written.
Result<privacy::SubjectState> state_of(const Context& context, store::Reader& reader, const Draft& draft, const std::set<Id>& people, store::Plan& plan) {
  privacy::SubjectState state = privacy::kNobody;
  for (const Id& id : people) {
    if (draft.together_with && draft.together_with->id == id) {
      state = privacy::together(state, integer_of(draft.together_with->after[meta::kSubjectState]));
      continue;
    }
    PROBITY_ASSIGN(const Person person, find_person(context, reader, id));
    if (!person.entity) continue;
    state = privacy::together(state, person.state);
    plan.require(person.entity->name, {{"_id", cell(id)}, {"_subject_state", person.state}});
  }
  return state;
}

}  // namespace

Result<> plan_concerns(const Context& context, store::Reader& reader, Draft& draft, store::Plan& plan) {
  if (draft.entity->subject.kind != meta::Subject::Kind::via || draft.after.empty()) return {};
  if (!links_changed(context, draft) && !addresses_changed(draft)) return {};
  std::set<Id> before;
  if (!draft.creating()) {
    PROBITY_ASSIGN(before, people_of(reader, draft.id));
  }
  std::set<Id> people = before;
  PROBITY_TRY(add_people(context, reader, draft, people));
  PROBITY_TRY(add_all_addressed(context, reader, draft, people));
  PROBITY_ASSIGN(draft.after[meta::kSubjectState], state_of(context, reader, draft, people, plan));
  for (const Id& person : people) {
    if (!before.contains(person)) plan.insert_or_ignore(house().concerns, {cell(person), cell(draft.entity->name), cell(draft.id)});
  }
  return {};
}

Result<std::vector<IncomingLink>> incoming_links(const Context& context, store::Reader& reader, const Id& id, int limit) {
  std::map<Id, IncomingLink> by_record;
  std::vector<Id> order;
  store::Query query{.columns = house().edge, .where = store::Condition::equals("to_record", cell(id)), .order = {}, .tie_column = "from_record", .limit = limit};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    const meta::Entity* entity = context.model().find(row.text(4));
    if (!entity) return true;
    const auto field = std::ranges::find(entity->fields, row.integer(3), [](const meta::Field& each) { return std::int64_t{each.id}; });
    if (field == entity->fields.end()) return true;
    const auto [entry, added] = by_record.try_emplace(row.id(2), IncomingLink{entity, row.id(2), {}});
    if (added) order.push_back(row.id(2));
    entry->second.fields.push_back(&*field);
    return true;
  }));
  std::vector<IncomingLink> links;
  for (const Id& record : order) links.push_back(std::move(by_record.at(record)));
  return links;
}

void relink(Draft& draft, const meta::Field& field, const Id& from, const Id& to) {
  if (field.type->shape() != meta::Shape::links) {
    if (id_of(draft.value(field)) == from) draft.value(field) = to.is_nil() ? Cell{} : cell(to);
    return;
  }
  JsonDocument list(rapidjson::kArrayType);
  std::set<Id> seen;
  for (Id id : targets(field, draft.after)) {
    if (id == from) id = to;
    if (!id.is_nil() && seen.insert(id).second) list.PushBack(text_value(id.text(), list.GetAllocator()), list.GetAllocator());
  }
  draft.clear(field);
  // Ids that were in the field before are values of it.
  (void)field.type->read(field, list, {}, draft.cells(field));
}

}  // namespace probity::records

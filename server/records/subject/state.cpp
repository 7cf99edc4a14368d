#include "records/subject/state.hpp"

#include "records/house.hpp"
#include "records/subject/marks.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr int kAttempts = 40;

void write_person(const Context& context, const Person& person, privacy::SubjectState state, store::Plan& plan) {
  plan.require(person.entity->name, {{"_id", cell(person.id)}, {"_subject_state", person.state}});
  plan.update(context.catalog->columns(*person.entity, {meta::kSubjectState}), {state}, {{"_id", cell(person.id)}});
}

}  // namespace

Result<Person> find_person(const Context& context, store::Reader& reader, const Id& id) {
  Person person{.id = id};
  const bool system = context.workspace->slug() == kSystemWorkspace;
  for (const auto& entity : context.model().entities()) {
    if (entity->subject.kind != meta::Subject::Kind::self || entity->system != system) continue;
    PROBITY_TRY(reader.one(context.catalog->tables(*entity).identity, "_id", cell(id), [&](const Row& row) {
      person.entity = entity.get();
      person.state = row.integer(3);
      return false;
    }));
    if (person.entity) break;
  }
  return person;
}

Result<std::set<Id>> people_of(store::Reader& reader, const Id& record) {
  std::set<Id> people;
  const store::Query query{.columns = house().concerned_person, .where = store::Condition::equals("record", cell(record)), .order = {},
                           .tie_column = "person", .limit = INT_MAX};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    people.insert(row.id(0));
    return true;
  }));
  return people;
}

Result<std::vector<Concerning>> concerning(store::Reader& reader, const Id& person, const std::optional<Id>& after, int limit) {
  std::vector<Concerning> rows;
  store::Query query{.columns = house().concerns, .where = store::Condition::equals("person", cell(person)), .order = store::Order{.column = "record"},
                     .tie_column = "record", .limit = limit};
  if (after) query.after = store::Position{cell(*after), cell(*after)};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    rows.push_back({std::string(row.text(1)), row.id(2)});
    return true;
  }));
  return rows;
}

Result<> plan_row(const Context& context, store::Reader& reader, const Concerning& row, const Person& person, store::Plan& plan) {
  const meta::Entity* entity = context.model().find(row.entity);
  if (!entity) return {};
  PROBITY_ASSIGN(const std::set<Id> people, people_of(reader, row.record));
  privacy::SubjectState state = privacy::kNobody;
  for (const Id& id : people) {
    if (id == person.id) {
      state = privacy::together(state, person.state);
      continue;
    }
    PROBITY_ASSIGN(const Person other, find_person(context, reader, id));
    if (other.entity) state = privacy::together(state, other.state);
  }
  PROBITY_TRY(reader.one(context.catalog->tables(*entity).identity, "_id", cell(row.record), [&](const Row& stands) {
    if (stands.integer(3) == state) return false;
    plan.require(entity->name, {{"_id", cell(row.record)}, {"_version", stands.cell(1)}});
    plan.update(context.catalog->columns(*entity, {meta::kSubjectState}), {state}, {{"_id", cell(row.record)}});
    return false;
  }));
  return {};
}

void mark_person(const Id& person, store::Plan& plan) {
  plan.insert_or_replace(house().setting, {cell(std::string(kMarkPrefix) + person.text()), cell(Id::make().text())});
}

Result<> plan_spread(const Context& context, store::Reader& reader, const Person& person, store::Plan& plan) {
  mark_person(person.id, plan);
  PROBITY_ASSIGN(const auto rows, concerning(reader, person.id, std::nullopt, kSpreadAtOnce + 1));
  if (rows.size() > kSpreadAtOnce) return {};
  for (const Concerning& row : rows) PROBITY_TRY(plan_row(context, reader, row, person, plan));
  return {};
}

Result<> plan_state(const Context& context, store::Reader& reader, const Id& id, const ChangeState& change, store::Plan& plan) {
  PROBITY_ASSIGN(Person person, find_person(context, reader, id));
  if (!person.entity) return fail(ErrorKind::not_found, "not_found", "There is no such person.");
  const privacy::SubjectState state = change(person.state);
  if (state == person.state) {
    plan.require(person.entity->name, {{"_id", cell(id)}, {"_subject_state", state}});
    return {};
  }
  write_person(context, person, state, plan);
  person.state = state;
  return plan_spread(context, reader, person, plan);
}

Result<> set_state(Records& records, const Context& context, const Id& id, const ChangeState& change) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    store::Plan plan;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) { return plan_state(context, reader, id, change, plan); }));
    if (plan.operations.empty()) return {};
    PROBITY_ASSIGN(const auto outcome, context.database->write_and_wait(std::move(plan)));
    if (!outcome.committed) continue;
    return tell_state(records, context, id);
  }
  return fail(ErrorKind::conflict, "busy", "This person's data is being changed by others right now. Nothing was changed; try again.");
}

Result<> tell_state(Records& records, const Context& context, const Id& id) {
  Person person;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(person, find_person(context, reader, id));
    return {};
  }));
  if (person.entity) records.changes().tell({context.workspace->slug(), person.entity->name, id, std::string(kStateChanged)});
  return {};
}

}  // namespace probity::records

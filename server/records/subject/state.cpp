#include "records/subject/state.hpp"

#include "records/house.hpp"
#include "records/subject/marks.hpp"
#include "records/subject/same_person.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr int kAttempts = 40;

/// Of the people whose states are to be, or as it is stored.
Result<privacy::SubjectState> state_to_be(const Context& context, store::Reader& reader, std::span<const Person> people, const Id& id) {
  const auto known = std::ranges::find(people, id, &Person::id);
  if (known != people.end()) return known->state;
  PROBITY_ASSIGN(const Person stored, find_person(context, reader, id));
  return stored.entity ? stored.state : privacy::kNobody;
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

Result<> plan_row(const Context& context, store::Reader& reader, const Concerning& row, std::span<const Person> people, store::Plan& plan) {
  const meta::Entity* entity = context.model().find(row.entity);
  if (!entity) return {};
  PROBITY_ASSIGN(const std::set<Id> concerned, people_of(reader, row.record));
  privacy::SubjectState state = privacy::kNobody;
  for (const Id& id : concerned) {
    PROBITY_ASSIGN(const privacy::SubjectState theirs, state_to_be(context, reader, people, id));
    state = privacy::together(state, theirs);
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

void plan_person(const Context& context, Person& person, privacy::SubjectState state, store::Plan& plan) {
  plan.require(person.entity->name, {{"_id", cell(person.id)}, {"_subject_state", person.state}});
  if (state != person.state) plan.update(context.catalog->columns(*person.entity, {meta::kSubjectState}), {state}, {{"_id", cell(person.id)}});
  person.state = state;
}

Result<> plan_spread(const Context& context, store::Reader& reader, std::span<const Person> people, store::Plan& plan) {
  std::map<Id, Concerning> rows;
  for (const Person& person : people) {
    mark_person(person.id, plan);
    PROBITY_ASSIGN(const auto theirs, concerning(reader, person.id, std::nullopt, kSpreadAtOnce + 1));
    for (const Concerning& row : theirs) rows.emplace(row.record, row);
  }
  if (rows.size() > kSpreadAtOnce) return {};
  for (const auto& [id, row] : rows) PROBITY_TRY(plan_row(context, reader, row, people, plan));
  return {};
}

Result<> plan_states(const Context& context, store::Reader& reader, std::span<const Id> records, const ChangeState& change, store::Plan& plan) {
  std::vector<Person> people;
  bool changes = false;
  for (const Id& record : records) {
    PROBITY_ASSIGN(Person person, find_person(context, reader, record));
    if (!person.entity) continue;
    const privacy::SubjectState state = change(person.state);
    changes |= state != person.state;
    plan_person(context, person, state, plan);
    people.push_back(std::move(person));
  }
  if (people.empty()) return fail(ErrorKind::not_found, "not_found", "There is no such person.");
  if (changes) return plan_spread(context, reader, people, plan);
  // Whoever works the state out at this moment may not have seen the fact.
  mark_person(people.front().id, plan);
  return {};
}

Result<> plan_state(const Context& context, store::Reader& reader, const Id& id, const ChangeState& change, store::Plan& plan) {
  PROBITY_ASSIGN(const Person person, find_person(context, reader, id));
  if (!person.entity) return fail(ErrorKind::not_found, "not_found", "There is no such person.");
  PROBITY_ASSIGN(const auto records, records_of_person(context, reader, id));
  return plan_states(context, reader, records, change, plan);
}

Result<> set_state(Records& records, const Context& context, const Id& id, const ChangeState& change) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    store::Plan plan;
    bool stricter = false;
    const auto noticed = [&](privacy::SubjectState before) {
      const privacy::SubjectState after = change(before);
      stricter |= privacy::is_stricter(before, after);
      return after;
    };
    PROBITY_TRY(context.database->read([&](store::Reader& reader) { return plan_state(context, reader, id, noticed, plan); }));
    PROBITY_ASSIGN(const auto outcome, context.database->write_and_wait(std::move(plan)));
    if (!outcome.committed) continue;
    return tell_state(records, context, id, stricter);
  }
  return fail(ErrorKind::conflict, "busy", "This person's data is being changed by others right now. Nothing was changed; try again.");
}

Result<> tell_state(Records& records, const Context& context, const Id& id, bool stricter) {
  Person person;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(person, find_person(context, reader, id));
    return {};
  }));
  if (person.entity) records.changes().tell({context.workspace->slug(), person.entity->name, id, std::string(kStateChanged), Id{}, privacy::kNobody, stricter});
  return {};
}

}  // namespace probity::records

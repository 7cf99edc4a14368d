#include "records/subject/same_person.hpp"

#include "records/beside.hpp"
#include "records/duplicates/merge.hpp"
#include "records/house.hpp"
#include "records/subject/state.hpp"
#include "records/undo/history.hpp"

namespace probity::records {
namespace {

using store::Condition;

/// Calls `visit` for each link of the model that a flag marks.
template <typename Visit>
Result<> each_marked_link(const Context& context, bool meta::Field::*mark, Visit&& visit) {
  for (const auto& entity : context.model().entities()) {
    for (const meta::Field& field : entity->fields) {
      if (field.*mark) PROBITY_TRY(visit(*entity, field));
    }
  }
  return {};
}

Result<> add_linked(const Context& context, store::Reader& reader, const Id& person, std::vector<Id>& found) {
  return each_marked_link(context, &meta::Field::same_person, [&](const meta::Entity& entity, const meta::Field& field) -> Result<> {
    PROBITY_TRY(reader.one(context.catalog->columns(entity, {field.first_column}), "_id", cell(person), [&](const Row& row) {
      if (!row.null(0)) found.push_back(row.id(0));
      return false;
    }));
    const store::Query from{.columns = house().edge, .where = Condition::equals("to_record", cell(person)), .order = {}, .tie_column = "from_record", .limit = INT_MAX};
    return reader.each(from, [&](const Row& row) {
      if (row.text(4) == entity.name && row.integer(3) == field.id) found.push_back(row.id(2));
      return true;
    });
  });
}

Result<std::vector<Id>> beside(const Context& context, store::Reader& reader, const Id& person) {
  PROBITY_ASSIGN(std::vector<Id> found, merged_into(reader, person));
  PROBITY_ASSIGN(const auto winner, winner_over(reader, person));
  if (winner) found.push_back(*winner);
  PROBITY_TRY(add_linked(context, reader, person, found));
  return found;
}

/// When the link came to lead there, as the history tells it.
Result<Timestamp> linked_at(store::Reader& reader, const Draft& draft, const meta::Field& field) {
  Timestamp at = 0;
  PROBITY_TRY(each_history(reader, Condition::equals("record", cell(draft.id)), std::nullopt, [&](HistoryEntry&& entry) {
    const auto changes = parse_json(entry.changes);
    if (!changes || !find(*changes, field.name)) return true;
    at = entry.at;
    return false;
  }));
  return at;
}

struct Said {
  Id about;
  std::vector<Cell> cells;
};

Result<std::vector<Said>> said_since(const Context& of_facts, store::Reader& reader, const meta::Field& person, std::span<const Id> records, Timestamp since) {
  std::vector<Said> said;
  std::vector<Cell> ids;
  for (const Id& id : records) ids.push_back(cell(id));
  const store::Query query{.columns = of_facts.tables->all,
                           .where = Condition::all_of({Condition::is_in(person.name, std::move(ids)), Condition::is_null("_deleted_at"),
                                                       Condition::compare_with("_created_at", store::Comparison::greater_or_equal, Cell{since})}),
                           .order = {},
                           .limit = INT_MAX};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    said.push_back({row.id(person.first_column), cells_of(*of_facts.entity, row)});
    return true;
  }));
  return said;
}

Result<> write_for(const Hooks& hooks, const Context& of_facts, store::Reader& reader, const meta::Field& person, const Said& said, const Id& other, Draft& draft) {
  return create_beside(hooks, of_facts, reader, {.allow_duplicate = true, .group = draft.group}, [&](store::Reader&, Draft& copy) -> Result<> {
    std::copy(said.cells.begin() + meta::kRecordColumnCount, said.cells.end(), copy.after.begin() + meta::kRecordColumnCount);
    copy.value(person) = cell(other);
    return {};
  }, draft);
}

Result<> join(const Context& context, store::Reader& reader, const Id& other, Draft& draft) {
  PROBITY_ASSIGN(const auto ids, records_of_person(context, reader, other));
  std::vector<Person> people;
  privacy::SubjectState joined = integer_of(draft.after[meta::kSubjectState]);
  for (const Id& id : ids) {
    if (id == draft.id) continue;
    PROBITY_ASSIGN(Person person, find_person(context, reader, id));
    if (!person.entity) continue;
    joined = privacy::together(joined, person.state);
    people.push_back(std::move(person));
  }
  draft.after[meta::kSubjectState] = joined;
  for (Person& person : people) plan_person(context, person, joined, draft.also);
  people.push_back({draft.entity, draft.id, joined});
  draft.marks_person = true;
  return plan_spread(context, reader, people, draft.also);
}

}  // namespace

Result<std::vector<Id>> records_of_person(const Context& context, store::Reader& reader, const Id& person) {
  std::vector<Id> all{person};
  for (std::size_t next = 0; next < all.size(); ++next) {
    PROBITY_ASSIGN(const auto found, beside(context, reader, all[next]));
    for (const Id& id : found) {
      if (std::ranges::find(all, id) == all.end()) all.push_back(id);
    }
  }
  return all;
}

Result<> join_same_person(const Hooks& hooks, const Context& context, store::Reader& reader, Draft& draft) {
  for (const meta::Field& field : draft.entity->fields) {
    if (!field.same_person || !draft.changed(field)) continue;
    const std::size_t column = static_cast<std::size_t>(field.first_column);
    const Cell before = draft.before.empty() ? Cell{} : draft.before[column];
    if (!is_null(before)) {
      PROBITY_ASSIGN(const Timestamp since, linked_at(reader, draft, field));
      const Id both[] = {draft.id, id_of(before)};
      PROBITY_TRY(part_persons(hooks, context, reader, both, since, draft));
    }
    if (!is_null(draft.after[column])) PROBITY_TRY(join(context, reader, id_of(draft.after[column]), draft));
  }
  return {};
}

Result<> part_persons(const Hooks& hooks, const Context& context, store::Reader& reader, std::span<const Id> records, Timestamp since, Draft& draft) {
  for (const Id& id : records) mark_person(id, draft.also);
  draft.marks_person = true;
  return each_marked_link(context, &meta::Field::follows_person, [&](const meta::Entity& entity, const meta::Field& field) -> Result<> {
    const Context of_facts = by_program(context, entity);
    PROBITY_ASSIGN(const auto said, said_since(of_facts, reader, field, records, since));
    for (const Said& each : said) {
      for (const Id& id : records) {
        if (id != each.about) PROBITY_TRY(write_for(hooks, of_facts, reader, field, each, id, draft));
      }
    }
    return {};
  });
}

}  // namespace probity::records

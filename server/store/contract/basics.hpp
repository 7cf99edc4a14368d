#pragma once
// The least that proves a backend: workspaces come and go, shapes grow, rows are written and read back,
// a missed precondition writes nothing, and pages follow each other in order.
#include "store/contract/contract.hpp"

namespace probity::store::contract {

class StoreBasics : public StoreTest {};

TEST_P(StoreBasics, a_workspace_is_made_found_and_destroyed) {
  EXPECT_FALSE(value(backend_->exists("sample")));
  EXPECT_EQ(backend_->open("sample", false).error().kind, ErrorKind::not_found);
  ASSERT_TRUE(value(backend_->open("sample", true)));
  ASSERT_TRUE(value(backend_->open("other", true)));
  EXPECT_TRUE(value(backend_->exists("sample")));
  EXPECT_EQ(value(backend_->list()), (std::vector<std::string>{"other", "sample"}));
  succeed(backend_->destroy("sample"));
  EXPECT_FALSE(value(backend_->exists("sample")));
  EXPECT_TRUE(value(backend_->exists("other")));
  EXPECT_EQ(backend_->destroy("sample").error().kind, ErrorKind::not_found);
}

TEST_P(StoreBasics, a_name_never_leads_out_of_the_place) {
  for (const char* name : {"", "..", "../sample", "a/b", "a b", "a\"b", "a.b"}) {
    EXPECT_EQ(backend_->open(name, true).error().kind, ErrorKind::invalid) << name;
    EXPECT_FALSE(value(backend_->exists(name))) << name;
  }
}

TEST_P(StoreBasics, a_shape_grows_and_stays) {
  open_sample();
  EXPECT_TRUE(value(database_->plan_migration(sample_schema())).steps.empty());
  Schema larger = sample_schema();
  larger.tables.back().columns.push_back({"city", meta::ColumnKind::text, false});
  larger.tables.back().field_ids.push_back(5);
  larger.tables.back().fields.push_back({5, "city", "text", "person.yaml", 9});
  larger.tables.back().indexes.push_back({.name = "person_by_city", .columns = {"city", "_id"}, .live_only = true});
  const MigrationPlan plan = value(database_->migrate(larger, false, false));
  ASSERT_EQ(plan.steps.size(), 2u);
  EXPECT_EQ(plan.steps[0].text(), "add the column person.city");
  EXPECT_EQ(plan.steps[1].text(), "add the index person_by_city to person");
  EXPECT_FALSE(plan.destructive());
  reopen();
  EXPECT_TRUE(value(database_->plan_migration(larger)).steps.empty());
}

TEST_P(StoreBasics, what_is_written_is_read_back) {
  open_sample();
  const Id company = Id::make();
  const Person ada{.name = "Ada \"O'Neil\" 東京", .score = std::int64_t{-7}, .created_at = 1'700'000'000'000'000};
  Plan plan = insert_person(ada);
  plan.update(Projection::make("person", {"rate", "company"}), {2.5, cell(company)}, {{"_id", cell(ada.id)}});
  write(std::move(plan));
  reopen();
  const auto columns = Projection::make("person", {"_id", "name", "score", "rate", "company", "_deleted_at"});
  bool seen = false;
  succeed(database_->read([&](Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const bool found, reader.one(columns, "_id", cell(ada.id), [&](const Row& row) {
      EXPECT_EQ(row.id(0), ada.id);
      EXPECT_EQ(row.text(1), ada.name);
      EXPECT_EQ(row.integer(2), -7);
      EXPECT_EQ(row.real(3), 2.5);
      EXPECT_EQ(row.id(4), company);
      EXPECT_TRUE(row.null(5));
      EXPECT_EQ(row.cell(1), Cell{ada.name});
      EXPECT_EQ(row.cell(5), Cell{});
      return seen = true;
    }));
    EXPECT_TRUE(found);
    PROBITY_ASSIGN(const bool other, reader.one(columns, "_id", cell(company), [](const Row&) { return true; }));
    EXPECT_FALSE(other);
    return {};
  }));
  EXPECT_TRUE(seen);
}

TEST_P(StoreBasics, a_missed_precondition_writes_nothing) {
  open_sample();
  const Person ada{.name = "Ada"};
  write(insert_person(ada));
  Plan stale = insert_person({.name = "Bob"});
  stale.require("person", {{"_id", cell(ada.id)}});
  stale.require("person", {{"_id", cell(ada.id)}, {"_version", std::int64_t{2}}});
  const Outcome missed = value(database_->write_and_wait(std::move(stale)));
  EXPECT_FALSE(missed.committed);
  EXPECT_EQ(missed.missed_precondition, 1u);
  Plan taken = insert_person({.name = "Cid"});
  taken.require_absent("person", {{"name", std::string("Ada")}});
  EXPECT_FALSE(value(database_->write_and_wait(std::move(taken))).committed);
  EXPECT_EQ(count(Condition{}), 1);
  Plan free = insert_person({.name = "Dan"});
  free.require("person", {{"_id", cell(ada.id)}, {"_version", std::int64_t{1}}, {"_deleted_at", Cell{}}});
  free.require_absent("person", {{"name", std::string("Dan")}});
  write(std::move(free));
  EXPECT_EQ(count(Condition{}), 2);
}

TEST_P(StoreBasics, pages_follow_each_other_with_empty_values_last) {
  open_sample();
  std::vector<Person> people;
  for (int i = 0; i < 20; ++i) people.push_back({.name = "P" + std::to_string(i), .score = i % 4 == 0 ? Cell{} : Cell{std::int64_t{i % 3}}});
  add(people);
  for (const bool descending : {false, true}) {
    std::vector<std::string> paged;
    Query query{.columns = Projection::make("person", {"name", "score", "_id"}), .where = live(),
                .order = Order{.column = "score", .descending = descending}, .limit = 3, .after = {}};
    for (;;) {
      std::size_t rows = 0;
      Position last;
      succeed(database_->read([&](Reader& reader) {
        return reader.each(query, [&](const Row& row) {
          paged.emplace_back(row.text(0));
          last = {row.cell(1), row.cell(2)};
          ++rows;
          return true;
        });
      }));
      if (rows == 0) break;
      query.after = last;
    }
    query.after.reset();
    query.limit = 100;
    EXPECT_EQ(paged, texts(query));
    ASSERT_EQ(paged.size(), 20u);
    std::ranges::sort(people, [&](const Person& left, const Person& right) {
      if (is_null(left.score) != is_null(right.score)) return is_null(right.score);
      if (left.score != right.score) return (left.score < right.score) != descending;
      return (left.id < right.id) != descending;
    });
    for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(paged[i], people[i].name) << i;
  }
}

}  // namespace probity::store::contract

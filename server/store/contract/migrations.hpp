#pragma once
// How shapes change: what is added, renamed and dropped, what is refused, and the way back.
#include "store/contract/contract.hpp"

namespace probity::store::contract {

class StoreMigrations : public StoreTest {
 protected:
  using Texts = std::vector<std::string>;
  static Table& person(Schema& schema) { return schema.tables.back(); }
  static std::vector<std::string> texts_of(const std::vector<MigrationStep>& steps) {
    std::vector<std::string> texts;
    for (const MigrationStep& step : steps) texts.push_back(step.text());
    return texts;
  }
  static void rename_field(Schema& schema, int id, const std::string& name) {
    Table& table = person(schema);
    const auto field = std::ranges::find(table.fields, id, &FieldOrigin::id);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      if (table.field_ids[i] != id) continue;
      const std::string before = table.columns[i].name;
      table.columns[i].name = name + before.substr(field->name.size());
      for (Index& index : table.indexes) {
        std::ranges::replace(index.columns, before, table.columns[i].name);
        if (index.name == "person_by_" + before) index.name = "person_by_" + table.columns[i].name;
      }
    }
    field->name = name;
  }
  static void drop_field(Schema& schema, int id) {
    Table& table = person(schema);
    std::set<std::string> gone;
    for (std::size_t i = table.columns.size(); i-- > 0;) {
      if (table.field_ids[i] != id) continue;
      gone.insert(table.columns[i].name);
      table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(i));
      table.field_ids.erase(table.field_ids.begin() + static_cast<std::ptrdiff_t>(i));
    }
    std::erase_if(table.fields, [&](const FieldOrigin& field) { return field.id == id; });
    std::erase_if(table.indexes, [&](const Index& index) { return gone.contains(index.columns.front()); });
  }
  static void add_field(Schema& schema, int id, const std::string& name, const std::string& type) {
    Table& table = person(schema);
    table.columns.push_back({name, meta::ColumnKind::text, false});
    table.field_ids.push_back(id);
    table.fields.push_back({id, name, type, "person.yaml", 20});
  }
  Texts column(const std::string& name) {
    return texts({.columns = Projection::make("person", {name}), .where = {}, .order = Order{.column = "_created_at"}, .after = {}});
  }
};

TEST_P(StoreMigrations, a_field_that_keeps_its_id_keeps_its_values_under_another_name) {
  open_sample();
  add({{.name = "Ada"}});
  Schema renamed = sample_schema();
  rename_field(renamed, 1, "full_name");
  const MigrationPlan plan = value(database_->migrate(renamed, false, true));
  EXPECT_EQ(texts_of(plan.steps),
            (Texts{"drop the index person_by_name__sort of person", "rename the column person.name to full_name",
                   "rename the column person.name__sort to full_name__sort", "add the index person_by_full_name__sort to person"}));
  EXPECT_EQ(column("full_name__sort"), (Texts{"Ada"}));
  EXPECT_EQ(texts_of(value(database_->undo_migration())).size(), 4u);
  EXPECT_EQ(column("name"), (Texts{"Ada"}));
  EXPECT_TRUE(value(database_->plan_migration(sample_schema())).steps.empty());
}

TEST_P(StoreMigrations, two_fields_may_exchange_their_names) {
  open_sample();
  Schema two = sample_schema();
  add_field(two, 6, "city", "text");
  add_field(two, 7, "town", "text");
  value(database_->migrate(two, false, false));
  Plan plan;
  plan.insert(Projection::make("person", {"_id", "city", "town"}), {cell(Id::make()), std::string("c"), std::string("t")});
  write(std::move(plan));
  Schema exchanged = two;
  rename_field(exchanged, 6, "~");
  rename_field(exchanged, 7, "city");
  rename_field(exchanged, 6, "town");
  value(database_->migrate(exchanged, false, true));
  EXPECT_EQ(column("city"), (Texts{"t"}));
  value(database_->undo_migration());
  EXPECT_EQ(column("city"), (Texts{"c"}));
}

TEST_P(StoreMigrations, what_destroys_waits_until_it_is_allowed) {
  open_sample();
  add({{.name = "Ada", .score = std::int64_t{7}}});
  Schema smaller = sample_schema();
  drop_field(smaller, 2);
  const MigrationPlan plan = value(database_->plan_migration(smaller));
  ASSERT_TRUE(plan.destructive());
  EXPECT_EQ(plan.steps.back().text(), "drop the column person.score with its values in 1 row");
  value(database_->migrate(smaller, false, false));
  EXPECT_EQ(column("score"), (Texts{"7"}));
  value(database_->migrate(sample_schema(), false, false));  // it was never dropped, so it may come back
  value(database_->migrate(smaller, true, true));
  EXPECT_TRUE(value(database_->plan_migration(smaller)).steps.empty());
  EXPECT_EQ(database_->plan_migration(sample_schema()).error().code, "field_id_reused");
}

TEST_P(StoreMigrations, what_was_dropped_comes_back_and_what_was_written_since_stays) {
  open_sample();
  add({{.name = "Ada", .score = std::int64_t{7}, .created_at = 1}});
  Schema smaller = sample_schema();
  drop_field(smaller, 2);
  std::erase_if(smaller.tables, [](const Table& table) { return table.name == kIdempotency; });
  value(database_->migrate(smaller, true, true));
  Plan plan;
  plan.insert(Projection::make("person", {"_id", "name", "_created_at"}), {cell(Id::make()), std::string("Bob"), std::int64_t{2}});
  write(std::move(plan));
  EXPECT_FALSE(value(database_->undo_migration()).empty());
  EXPECT_EQ(column("score"), (Texts{"7", "(empty)"}));
  EXPECT_EQ(column("name"), (Texts{"Ada", "Bob"}));
  EXPECT_TRUE(value(database_->plan_migration(sample_schema())).steps.empty());
}

TEST_P(StoreMigrations, taking_back_an_addition_loses_nothing_written_into_it) {
  open_sample();
  Schema larger = sample_schema();
  add_field(larger, 6, "city", "text");
  add_field(larger, 7, "empty", "text");
  value(database_->migrate(larger, false, true));
  Plan plan;
  plan.insert(Projection::make("person", {"_id", "city"}), {cell(Id::make()), std::string("Vienna")});
  write(std::move(plan));
  EXPECT_EQ(texts_of(value(database_->undo_migration())), (Texts{"add the column person.empty"}));
  EXPECT_EQ(column("city"), (Texts{"Vienna"}));
  value(database_->migrate(larger, false, false));
  EXPECT_EQ(column("city"), (Texts{"Vienna"}));
}

TEST_P(StoreMigrations, an_id_is_never_given_to_another_field) {
  open_sample();
  Schema reused = sample_schema();
  rename_field(reused, 2, "height");
  std::ranges::find(person(reused).fields, 2, &FieldOrigin::id)->type = "duration";
  const auto refused = database_->migrate(reused, true, false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  EXPECT_EQ(refused.error().code, "field_id_reused");
  EXPECT_EQ(refused.error().message, "person.yaml:6: person.height: the id 2 belonged to the field \"score\" (number). Ids are never given to "
                                     "another field: take a number that was never used.");
  EXPECT_EQ(column("score"), (Texts{}));
}

TEST_P(StoreMigrations, a_column_may_change_how_it_is_kept) {
  open_sample();
  add({{.name = "12", .created_at = 1}, {.name = "twelve", .created_at = 2}});
  Schema changed = sample_schema();
  for (Column& column : person(changed).columns) {
    if (column.name == "name") column.kind = meta::ColumnKind::integer;
  }
  value(database_->migrate(changed, true, true));
  EXPECT_EQ(column("name"), (Texts{"12", "(empty)"}));
  value(database_->undo_migration());
  EXPECT_EQ(column("name"), (Texts{"12", "twelve"}));
}

TEST_P(StoreMigrations, the_making_of_a_workspace_is_no_migration_to_take_back) {
  open_sample();
  EXPECT_FALSE(value(database_->last_migration()));
  EXPECT_EQ(database_->undo_migration().error().code, "nothing_to_undo");
  add({{.name = "Ada"}});
}

TEST_P(StoreMigrations, a_field_added_at_run_time_is_not_taken_back_with_a_change_of_the_model) {
  open_sample();
  Schema larger = sample_schema();
  add_field(larger, 6, "city", "text");
  value(database_->migrate(larger, false, true));
  Schema own = larger;
  add_field(own, 10'000, "x_own", "text");
  value(database_->migrate(own, false, false));
  EXPECT_EQ(texts_of(value(database_->last_migration())->steps), (Texts{"add the column person.city"}));
  EXPECT_EQ(texts_of(value(database_->undo_migration())), (Texts{"add the column person.city"}));
  EXPECT_FALSE(value(database_->last_migration()));
  EXPECT_EQ(column("x_own"), (Texts{}));
  Schema reused = sample_schema();
  add_field(reused, 10'000, "x_other", "number");
  EXPECT_EQ(database_->migrate(reused, false, false).error().code, "field_id_reused");
}

}  // namespace probity::store::contract

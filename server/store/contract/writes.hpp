#pragma once
// Plans: what each operation does, that a plan is all or nothing, that plans keep their order, and that
// every one is answered once.
#include <atomic>
#include <thread>

#include "store/contract/contract.hpp"

namespace probity::store::contract {

class StoreWrites : public StoreTest {};

TEST_P(StoreWrites, inserts_replace_or_ignore_what_is_there) {
  open_sample();
  Plan plan;
  plan.insert(setting_columns(), setting("a", "1"));
  plan.insert(setting_columns(), setting("b", "1"));
  plan.insert_or_ignore(setting_columns(), setting("a", "2"));
  plan.insert_or_replace(setting_columns(), setting("b", "2"));
  plan.insert_or_ignore(setting_columns(), setting("c", "3"));
  write(std::move(plan));
  const Query all{.columns = Projection::make(kSetting, {"value", "name"}), .where = {}, .order = Order{.column = "name"}, .tie_column = "name", .after = {}};
  EXPECT_EQ(texts(all), (std::vector<std::string>{"1", "2", "3"}));
}

TEST_P(StoreWrites, updates_and_removals_touch_what_meets_every_equality) {
  open_sample();
  const Person ada{.name = "Ada", .score = std::int64_t{1}};
  const Person bob{.name = "Bob"};
  add({ada, bob});
  Plan plan;
  plan.update(Projection::make("person", {"name"}), {std::string("A")}, {{"_id", cell(ada.id)}, {"score", std::int64_t{1}}});
  plan.update(Projection::make("person", {"name"}), {std::string("never")}, {{"_id", cell(ada.id)}, {"score", std::int64_t{2}}});
  plan.update(Projection::make("person", {"name"}), {std::string("B")}, {{"score", Cell{}}});
  write(std::move(plan));
  const Query names{.columns = Projection::make("person", {"name"}), .where = {}, .order = Order{.column = "name"}, .after = {}};
  EXPECT_EQ(texts(names), (std::vector<std::string>{"A", "B"}));
  Plan removal;
  removal.remove("person", {{"_id", cell(bob.id)}, {"score", Cell{}}});
  write(std::move(removal));
  EXPECT_EQ(texts(names), (std::vector<std::string>{"A"}));
}

TEST_P(StoreWrites, a_change_without_a_condition_is_refused) {
  open_sample();
  add({{.name = "Ada"}});
  Plan removal;
  removal.remove("person", {});
  EXPECT_EQ(database_->write_and_wait(std::move(removal)).error().kind, ErrorKind::internal);
  Plan update;
  update.update(Projection::make("person", {"name"}), {std::string("x")}, {});
  EXPECT_EQ(database_->write_and_wait(std::move(update)).error().kind, ErrorKind::internal);
  EXPECT_EQ(count(Condition::equals("name", std::string("Ada"))), 1);
}

TEST_P(StoreWrites, a_plan_that_fails_halfway_leaves_nothing_and_harms_no_other) {
  open_sample();
  Answers answers;
  for (int i = 0; i < 30; ++i) {
    Plan plan = insert_person({.name = "P" + std::to_string(i)});
    plan.put_document("person", Id::make(), "p" + std::to_string(i), "");
    plan.append_leaf({std::int64_t{i}, std::string("person"), cell(Id::make()), std::string("create"), Cell{}, Cell{}, Cell{}, Blob{"c"}});
    if (i % 10 == 5) plan.insert(setting_columns(), setting("same", "name"));
    if (i % 10 == 6) plan.insert(setting_columns(), setting("same", "name"));
    database_->write(std::move(plan), answers.next());
  }
  answers.wait();
  EXPECT_EQ(answers.errors().size(), 5u);  // the name can be taken once
  EXPECT_EQ(count(Condition{}), 25);
  EXPECT_EQ(value(database_->audit_head()).size, 25);
  EXPECT_TRUE(value(database_->verify_audit()).ok);
}

TEST_P(StoreWrites, plans_keep_their_order) {
  open_sample();
  Answers answers;
  for (int i = 0; i < 300; ++i) {
    Plan plan;
    plan.insert_or_replace(setting_columns(), setting("last", std::to_string(i)));
    database_->write(std::move(plan), answers.next());
  }
  answers.wait();
  EXPECT_TRUE(answers.errors().empty());
  EXPECT_TRUE(std::ranges::is_sorted(answers.order()));
  EXPECT_EQ(texts({.columns = Projection::make(kSetting, {"value"}), .where = {}, .order = {}, .after = {}}), (std::vector<std::string>{"299"}));
}

TEST_P(StoreWrites, only_one_of_many_gets_what_only_one_can_have) {
  open_sample();
  const Person ada{.name = "Ada"};
  add({ada});
  std::atomic<int> committed = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (std::int64_t version = 1; version <= 20; ++version) {
        Plan plan;
        plan.require("person", {{"_id", cell(ada.id)}, {"_version", version}});
        plan.update(Projection::make("person", {"_version"}), {version + 1}, {{"_id", cell(ada.id)}});
        committed += value(database_->write_and_wait(std::move(plan))).committed;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(committed, 20);
  EXPECT_EQ(count(Condition::equals("_version", std::int64_t{21})), 1);
}

TEST_P(StoreWrites, bulk_plans_get_their_turn_beside_others) {
  open_sample();
  Answers answers;
  for (int i = 0; i < 400; ++i) {
    Plan plan = insert_person({.name = i % 8 == 0 ? "bulk" : "single"});
    plan.bulk = i % 8 == 0;
    database_->write(std::move(plan), answers.next());
  }
  answers.wait();
  EXPECT_TRUE(answers.errors().empty());
  EXPECT_EQ(count(Condition::equals("name", std::string("bulk"))), 50);
}

TEST_P(StoreWrites, what_still_waits_when_the_store_closes_is_answered) {
  open_sample();
  Answers answers;
  for (int i = 0; i < 500; ++i) database_->write(insert_person({.name = "P"}), answers.next());
  backend_.reset();
  answers.wait();
  for (const std::string& code : answers.errors()) EXPECT_EQ(code, "shutting_down");
  EXPECT_EQ(database_->write_and_wait(insert_person({.name = "late"})).error().code, "shutting_down");
  const auto written = static_cast<std::int64_t>(500 - answers.errors().size());
  reopen();
  EXPECT_EQ(count(Condition{}), written);
}

}  // namespace probity::store::contract

// What PostgreSQL adds to the contract: isolation by roles. And what the contract's basics leave open.
#include <gmock/gmock.h>

#include "store/postgres/test_place.hpp"

namespace probity::store::contract {
namespace {

using Kind = Condition::Kind;

class Postgres : public StoreTest {
 protected:
  /// The state with which the server refuses `sql`, asked by the login role; empty where it does not.
  std::string refusal(const std::string& sql) {
    const auto& place = static_cast<const postgres::PostgresPlace&>(*place_);
    const auto connection = postgres::Connection::open(place.address());
    if (!connection) return connection.error().cause;
    const auto done = (*connection)->run(sql);
    return done ? std::string() : done.error().cause;
  }
  std::vector<std::string> names_where(Condition where) {
    Query query{.columns = Projection::make("person", {"name"}), .where = std::move(where), .order = Order{.column = "name"}, .after = {}};
    return texts(query);
  }
};

std::string text_of_setting(Reader& reader, std::string name) {
  std::string found;
  value(reader.one(Projection::make("setting", {"name", "value"}), "name", std::move(name), [&](const Row& row) {
    found = row.text(1);
    return true;
  }));
  return found;
}

TEST_P(Postgres, the_login_role_has_no_rights_on_any_workspace) {
  open_sample();
  add({{.name = "Ada"}});
  EXPECT_THAT(refusal("SELECT * FROM \"workspace_sample\".\"person\""), testing::HasSubstr("42501"));
  EXPECT_THAT(refusal("CREATE TABLE \"workspace_sample\".own (a int)"), testing::HasSubstr("42501"));
}

TEST_P(Postgres, the_role_of_a_workspace_has_no_rights_on_another) {
  open_sample();
  const auto other = value(backend_->open("other", true));
  value(other->migrate(sample_schema(), false, false));
  const std::string as_other =
      "DO $$ DECLARE owner name; BEGIN SELECT pg_get_userbyid(nspowner) INTO owner FROM pg_namespace WHERE nspname='workspace_other'; "
      "EXECUTE format('SET LOCAL ROLE %I',owner); PERFORM 1 FROM \"{}\".\"person\"; END $$";
  EXPECT_EQ(refusal(fmt::format(fmt::runtime(as_other), "workspace_other")), "");
  EXPECT_THAT(refusal(fmt::format(fmt::runtime(as_other), "workspace_sample")), testing::HasSubstr("42501"));
}

TEST_P(Postgres, a_destroyed_workspace_is_refused_and_can_be_made_again_empty) {
  open_sample();
  add({{.name = "Ada"}});
  succeed(backend_->destroy("sample"));
  EXPECT_EQ(database_->read([](Reader&) { return Result<>{}; }).error().code, "no_such_workspace");
  EXPECT_EQ(database_->write_and_wait(Plan{}).error().code, "no_such_workspace");
  open_sample();
  EXPECT_EQ(count(Condition{}), 0);
}

TEST_P(Postgres, conditions_are_two_valued) {
  open_sample();
  add({{.name = "Ada", .score = std::int64_t{1}}, {.name = "Bob", .score = std::int64_t{2}}, {.name = "Cid"}, {.name = "50%_\\"}});
  const auto score = [](Comparison comparison, std::int64_t value) { return Condition::compare_with("score", comparison, value); };
  const auto name = [](Comparison comparison, std::string value) { return Condition::compare_with("name", comparison, std::move(value)); };
  using Names = std::vector<std::string>;
  EXPECT_EQ(names_where(score(Comparison::less, 2)), Names{"Ada"});
  EXPECT_EQ(names_where(score(Comparison::greater_or_equal, 2)), Names{"Bob"});
  EXPECT_EQ(names_where(Condition::not_of(score(Comparison::equal, 1))), (Names{"50%_\\", "Bob", "Cid"}));
  EXPECT_EQ(names_where(Condition::not_of(Condition::equals("score", Cell{}))).size(), 4u);
  EXPECT_EQ(names_where(Condition::is_in("score", {std::int64_t{2}, std::int64_t{9}})), Names{"Bob"});
  EXPECT_EQ(names_where(Condition::is_in("score", {})), Names{});
  EXPECT_EQ(names_where(Condition::is_null("score")), (Names{"50%_\\", "Cid"}));
  EXPECT_EQ(names_where(Condition::all_of({Condition::is_null("score"), name(Comparison::equal, "Cid")})), Names{"Cid"});
  EXPECT_EQ(names_where(Condition::any_of({score(Comparison::equal, 1), name(Comparison::greater, "Bz")})), (Names{"Ada", "Cid"}));
  EXPECT_EQ(names_where(name(Comparison::starts_with, "50%_")), Names{"50%_\\"});
  EXPECT_EQ(names_where(name(Comparison::contains, "%_\\")), Names{"50%_\\"});
  EXPECT_EQ(names_where(name(Comparison::contains, "d")), (Names{"Ada", "Cid"}));
  EXPECT_EQ(names_where(Condition::bits_are_clear("score", 2)), Names{"Ada"});
  EXPECT_EQ(names_where(Condition{.kind = Kind::never}), Names{});
}

TEST_P(Postgres, a_related_row_is_found) {
  open_sample();
  const Person ada{.name = "Ada"};
  add({ada, {.name = "Bob"}});
  Plan plan;
  plan.insert(Projection::make("match_key", {"entity", "field", "key", "record"}),
              {std::string("person"), std::int64_t{7}, std::string("ada@example.org"), cell(ada.id)});
  write(std::move(plan));
  const Condition has_key = Condition::related_to("_id", "match_key", "record", Condition::equals("key", std::string("ada@example.org")));
  EXPECT_EQ(names_where(has_key), std::vector<std::string>{"Ada"});
  EXPECT_EQ(names_where(Condition::not_of(has_key)), std::vector<std::string>{"Bob"});
}

TEST_P(Postgres, rows_are_replaced_ignored_and_removed) {
  open_sample();
  const auto setting = Projection::make("setting", {"name", "value"});
  Plan plan;
  plan.insert(setting, {std::string("a"), std::string("1")});
  plan.insert_or_ignore(setting, {std::string("a"), std::string("2")});
  plan.insert(setting, {std::string("b"), std::string("1")});
  plan.insert_or_replace(setting, {std::string("b"), std::string("2")});
  plan.insert(setting, {std::string("c"), std::string("1")});
  plan.insert_or_replace(Projection::make("setting", {"name"}), {std::string("c")});
  plan.insert(setting, {std::string("d"), std::string("1")});
  plan.remove("setting", {{"name", std::string("d")}});
  write(std::move(plan));
  succeed(database_->read([](Reader& reader) -> Result<> {
    EXPECT_EQ(text_of_setting(reader, "a"), "1");
    EXPECT_EQ(text_of_setting(reader, "b"), "2");
    EXPECT_EQ(text_of_setting(reader, "c"), "");
    EXPECT_EQ(value(reader.count("setting", Condition{})), 3);
    return {};
  }));
}

TEST_P(Postgres, a_plan_that_fails_writes_nothing_and_the_next_one_is_written) {
  open_sample();
  const Person ada{.name = "Ada"};
  Plan twice = insert_person(ada);
  twice.operations.push_back(twice.operations.front());
  EXPECT_EQ(database_->write_and_wait(std::move(twice)).error().kind, ErrorKind::internal);
  EXPECT_EQ(count(Condition{}), 0);
  write(insert_person(ada));
  EXPECT_EQ(count(Condition{}), 1);
}

TEST_P(Postgres, a_changed_leaf_is_noticed) {
  open_sample();
  const auto leaf = [] {
    Plan plan;
    plan.append_leaf({std::int64_t{1}, std::string("person"), cell(Id::make()), std::string("create"), Cell{}, Cell{}, Cell{}, Cell{}});
    return plan;
  };
  for (int i = 0; i < 3; ++i) write(leaf());
  EXPECT_EQ(value(database_->audit_head()).size, 3);
  EXPECT_TRUE(value(database_->verify_audit()).ok);
  Plan forged;
  forged.update(Projection::make("leaf", {"operation"}), {std::string("erase")}, {{"sequence", std::int64_t{1}}});
  write(std::move(forged));
  const AuditCheck check = value(database_->verify_audit());
  EXPECT_FALSE(check.ok);
  EXPECT_EQ(check.problem, "leaf 1 was changed");
}

TEST_P(Postgres, what_is_not_done_says_so) {
  open_sample();
  EXPECT_EQ(database_->scrub().error().kind, ErrorKind::unsupported);
  EXPECT_EQ(database_->last_migration().error().kind, ErrorKind::unsupported);
  EXPECT_EQ(database_->undo_migration().error().kind, ErrorKind::unsupported);
  succeed(database_->read([](Reader& reader) -> Result<> {
    EXPECT_EQ(reader.count("person", Condition::compare_with("name", Comparison::equal, std::string("ada"), true)).error().kind,
              ErrorKind::unsupported);
    EXPECT_EQ(reader.search({.text = "ada"}, [](const Row&) { return true; }).error().kind, ErrorKind::unsupported);
    return {};
  }));
  Schema smaller = sample_schema();
  smaller.tables.pop_back();
  EXPECT_EQ(database_->migrate(smaller, true, false).error().kind, ErrorKind::unsupported);
  EXPECT_TRUE(value(database_->migrate(smaller, false, false)).steps.empty());
  EXPECT_EQ(count(Condition{}), 0);
}

INSTANTIATE_TEST_SUITE_P(Places, Postgres, testing::ValuesIn(postgres::flavors()), flavor_name);

}  // namespace
}  // namespace probity::store::contract

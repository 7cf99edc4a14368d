#pragma once
// Questions: every kind of condition, counts and figures, and that one read sees one state.
#include "store/contract/contract.hpp"

namespace probity::store::contract {

class StoreQueries : public StoreTest {
 protected:
  std::vector<std::string> names(Condition where) {
    return texts({.columns = Projection::make("person", {"name"}), .where = std::move(where), .order = Order{.column = "name__sort"}, .limit = 100, .after = {}});
  }
  using Names = std::vector<std::string>;
};

TEST_P(StoreQueries, comparisons_with_empty_values_are_false_and_their_negations_true) {
  open_sample();
  add({{.name = "a", .score = std::int64_t{1}}, {.name = "b", .score = std::int64_t{2}}, {.name = "c"}});
  const auto less = Condition::compare_with("score", Comparison::less, std::int64_t{2});
  EXPECT_EQ(names(less), (Names{"a"}));
  EXPECT_EQ(names(Condition::not_of(less)), (Names{"b", "c"}));
  EXPECT_EQ(names(Condition::not_of(Condition::not_of(less))), (Names{"a"}));
  EXPECT_EQ(names(Condition::is_null("score")), (Names{"c"}));
  EXPECT_EQ(names(Condition::equals("score", Cell{})), (Names{}));
  EXPECT_EQ(names(Condition::not_of(Condition::equals("score", Cell{}))), (Names{"a", "b", "c"}));
  EXPECT_EQ(names(Condition::is_in("score", {std::int64_t{2}, Cell{}})), (Names{"b"}));
  EXPECT_EQ(names(Condition::not_of(Condition::is_in("score", {std::int64_t{2}}))), (Names{"a", "c"}));
  EXPECT_EQ(names(Condition::is_in("score", {})), (Names{}));
  EXPECT_EQ(names(Condition::all_of({})), (Names{"a", "b", "c"}));
  EXPECT_EQ(names(Condition::any_of({})), (Names{}));
}

TEST_P(StoreQueries, texts_compare_by_their_bytes_and_folded_where_asked) {
  open_sample();
  add({{.name = "Ärger"}, {.name = "arg%"}, {.name = "argZ"}, {.name = "brg"}, {.name = "日本語"}});
  const auto compare = [&](Comparison comparison, std::string text, bool folded) {
    auto found = names(Condition::compare_with("name", comparison, std::move(text), folded));
    std::ranges::sort(found);
    return found;
  };
  EXPECT_EQ(compare(Comparison::starts_with, "arg", false), (Names{"arg%", "argZ"}));
  EXPECT_EQ(compare(Comparison::starts_with, "arg", true), (Names{"arg%", "argZ", "Ärger"}));
  EXPECT_EQ(compare(Comparison::starts_with, "arg%", false), (Names{"arg%"}));
  EXPECT_EQ(compare(Comparison::starts_with, "日本", false), (Names{"日本語"}));
  EXPECT_EQ(compare(Comparison::starts_with, "", false).size(), 5u);
  EXPECT_EQ(compare(Comparison::contains, "rg", false).size(), 4u);
  EXPECT_EQ(compare(Comparison::contains, "RG", false).size(), 0u);
  EXPECT_EQ(compare(Comparison::contains, "rgz", true), (Names{"argZ"}));
  EXPECT_EQ(compare(Comparison::contains, "%", false), (Names{"arg%"}));
  EXPECT_EQ(compare(Comparison::equal, "arger", true), (Names{"Ärger"}));
  EXPECT_EQ(compare(Comparison::less, "argZ", false), (Names{"arg%"}));
  EXPECT_EQ(names(Condition::is_in("name", {std::string("argz"), std::string("brg")}, true)).size(), 2u);
}

TEST_P(StoreQueries, text_is_never_taken_for_a_command) {
  open_sample();
  for (const char* name : {"'; DROP TABLE person; --", "\" OR 1=1", "a\\", "?", ":x", "$1", "%_", "NULL", "\n\t"}) {
    const Person person{.name = name};
    add({person});
    EXPECT_EQ(count(Condition::equals("name", std::string(name))), 1) << name;
    EXPECT_EQ(count(Condition::compare_with("name", Comparison::contains, std::string(name))), 1) << name;
  }
  EXPECT_EQ(count(Condition{}), 9);
}

TEST_P(StoreQueries, rows_are_told_apart_by_their_bits) {
  open_sample();
  const Person free{.name = "free"};
  const Person held{.name = "held"};
  add({free, held});
  Plan plan;
  plan.update(Projection::make("person", {"_subject_state"}), {std::int64_t{6}}, {{"_id", cell(held.id)}});
  write(std::move(plan));
  EXPECT_EQ(names(Condition::bits_are_clear("_subject_state", 4)), (Names{"free"}));
  EXPECT_EQ(names(Condition::bits_are_clear("_subject_state", 1)), (Names{"free", "held"}));
  EXPECT_EQ(names(Condition::bits_are_set("_subject_state", 6)), (Names{"held"}));
  EXPECT_EQ(names(Condition::bits_are_set("_subject_state", 7)), (Names{}));
}

TEST_P(StoreQueries, related_rows_are_found_wherever_the_condition_stands) {
  open_sample();
  const Person boss{.name = "boss"};
  const Person clerk{.name = "clerk"};
  const Person guest{.name = "guest"};
  add({boss, clerk, guest});
  static const auto keys = Projection::make(kMatchKey, {"entity", "field", "key", "record"});
  Plan plan;
  plan.update(Projection::make("person", {"company"}), {cell(boss.id)}, {{"_id", cell(clerk.id)}});
  for (const char* key : {"tag1", "tag2"}) plan.insert(keys, {std::string("person"), std::int64_t{5}, std::string(key), cell(clerk.id)});
  plan.insert(keys, {std::string("person"), std::int64_t{5}, std::string("tag2"), cell(guest.id)});
  write(std::move(plan));
  const auto tagged = [](const char* key) {
    return Condition::related_to("_id", kMatchKey, "record", Condition::all_of({Condition::equals("entity", std::string("person")),
        Condition::equals("field", std::int64_t{5}), Condition::equals("key", std::string(key))}));
  };
  EXPECT_EQ(names(tagged("tag2")), (Names{"clerk", "guest"}));
  EXPECT_EQ(names(Condition::not_of(tagged("tag1"))), (Names{"boss", "guest"}));
  EXPECT_EQ(names(Condition::any_of({tagged("tag1"), Condition::equals("name", std::string("boss"))})), (Names{"boss", "clerk"}));
  const auto works_for_boss = Condition::related_to("company", "person", "_id", Condition::equals("name", std::string("boss")));
  EXPECT_EQ(names(works_for_boss), (Names{"clerk"}));
  EXPECT_EQ(names(Condition::all_of({live(), works_for_boss, tagged("tag2")})), (Names{"clerk"}));
  EXPECT_EQ(names(Condition::related_to("company", "person", "_id", Condition::not_of(tagged("tag1")))), (Names{"clerk"}));
}

TEST_P(StoreQueries, counts_stop_where_they_may) {
  open_sample();
  std::vector<Person> people;
  for (int i = 0; i < 50; ++i) people.push_back({.name = "P", .score = std::int64_t{i % 5}});
  add(people);
  EXPECT_EQ(count(Condition::equals("score", std::int64_t{3})), 10);
  succeed(database_->read([&](Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const std::int64_t counted, reader.count("person", {}, 20));
    EXPECT_EQ(counted, 20);
    PROBITY_ASSIGN(const std::int64_t estimate, reader.estimate("person"));
    EXPECT_EQ(estimate, 50);
    return {};
  }));
}

TEST_P(StoreQueries, figures_are_grouped_and_summed) {
  open_sample();
  add({{.name = "a", .score = std::int64_t{1}}, {.name = "a", .score = std::int64_t{2}}, {.name = "b"}, {.name = "b", .score = std::int64_t{7}}});
  std::vector<std::string> rows;
  const auto visit = [&](const Row& row) {
    rows.push_back(fmt::format("{} {} {}", row.text(0), row.integer(1), row.integer(2)));
    return true;
  };
  succeed(database_->read([&](Reader& reader) { return reader.aggregate({.table = "person", .where = live(), .group_by = {"name"}, .sums = {"score"}}, visit); }));
  EXPECT_EQ(rows, (Names{"a 2 3", "b 2 7"}));
  std::int64_t all = 0;
  succeed(database_->read([&](Reader& reader) {
    return reader.aggregate({.table = "person", .where = {}, .group_by = {}, .sums = {"score"}}, [&](const Row& row) {
      all = row.integer(0) * 100 + row.integer(1);
      return true;
    });
  }));
  EXPECT_EQ(all, 410);
}

TEST_P(StoreQueries, a_visitor_can_stop_and_ask_again_inside) {
  open_sample();
  add({{.name = "a"}, {.name = "b"}, {.name = "c"}});
  const Query all{.columns = Projection::make("person", {"name"}), .where = live(), .order = Order{.column = "name__sort"}, .after = {}};
  Names seen;
  succeed(database_->read([&](Reader& reader) {
    return reader.each(all, [&](const Row& outer) {
      seen.emplace_back(outer.text(0));
      succeed(reader.each(all, [&](const Row& inner) {
        seen.emplace_back(inner.text(0));
        return inner.text(0) != "b";
      }));
      return outer.text(0) != "b";
    });
  }));
  EXPECT_EQ(seen, (Names{"a", "a", "b", "b", "a", "b"}));
}

TEST_P(StoreQueries, one_read_sees_one_state_and_so_do_those_inside_it) {
  open_sample();
  add({{.name = "a"}});
  const auto counted = [](Reader& reader) { return value(reader.count("person", {})); };
  succeed(database_->read([&](Reader& reader) -> Result<> {
    EXPECT_EQ(counted(reader), 1);
    write(insert_person({.name = "b"}));
    EXPECT_EQ(counted(reader), 1);
    PROBITY_TRY(database_->read([&](Reader& inner) -> Result<> {
      EXPECT_EQ(counted(inner), 1);
      return {};
    }));
    return {};
  }));
  EXPECT_EQ(count(Condition{}), 2);
}

TEST_P(StoreQueries, a_position_is_near_its_fraction) {
  open_sample();
  std::vector<Person> people;
  for (int i = 0; i < 1000; ++i) people.push_back({.name = fmt::format("{:04}", i), .score = i < 100 ? Cell{} : Cell{std::int64_t{i}}});
  add(people);
  for (const bool descending : {false, true}) {
    Query query{.columns = Projection::make("person", {"score", "_id"}), .where = live(), .order = Order{.column = "score", .descending = descending}, .limit = 2000, .after = {}};
    for (const double fraction : {0.0, 0.25, 0.5, 0.89, 0.99, 1.0}) {
      succeed(database_->read([&](Reader& reader) -> Result<> {
        query.after.reset();
        PROBITY_ASSIGN(query.after, reader.position_at(query, fraction));
        EXPECT_TRUE(query.after);
        return {};
      }));
      const auto left = static_cast<double>(texts(query).size());
      EXPECT_NEAR(left, 1000 * (1 - fraction), 20) << fraction;
    }
  }
  const Query none{.columns = Projection::make("person", {"_id"}), .where = Condition::equals("score", std::int64_t{-1}), .order = {}, .after = {}};
  succeed(database_->read([&](Reader& reader) -> Result<> {
    EXPECT_FALSE(value(reader.position_at(none, 0.5)));
    return {};
  }));
}

}  // namespace probity::store::contract

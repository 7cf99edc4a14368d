// What a page costs, read from SQLite's own plans: one range of one index at any depth, and no sorting but
// of few rows.
#include "store/sqlite/access_path.hpp"

#include <gmock/gmock.h>

#include "store/sqlite/stored_schema.hpp"
#include "store/sqlite/test_place.hpp"

namespace probity::store::sqlite {
namespace {

using contract::value;
using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kPeople = 20'000;

class AccessPaths : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    start_crypto();
    folder_ = new TemporaryFolder;
    const auto backend = value(open_sqlite(test_options(folder_->path(), false)));
    const auto database = value(backend->open("w", true));
    Schema schema = contract::sample_schema();
    value(database->migrate(schema, false, false));
    const auto columns = Projection::make("person", {"_id", "_created_at", "name__sort", "score"});
    const auto keys = Projection::make(kMatchKey, {"entity", "field", "key", "record"});
    Plan plan;
    for (std::int64_t i = 0; i < kPeople; ++i) {
      const Id id = Id::make();
      // Half have no name, nine of ten the score 1.
      plan.insert(columns, {cell(id), i, i % 2 ? Cell{} : Cell{fmt::format("{:06}", i * 7919 % kPeople)}, std::int64_t{i % 10 ? 1 : i}});
      plan.insert(keys, {std::string("person"), std::int64_t{5}, std::string(i % 3 ? "common" : "other"), cell(id)});
      if (i % 1000 == 0) plan.insert(keys, {std::string("person"), std::int64_t{5}, std::string("rare"), cell(id)});
      plan.put_document("person", id, i % 1000 == 0 ? "seldom" : "frequent", "");
    }
    EXPECT_TRUE(value(database->write_and_wait(std::move(plan))).committed);
  }
  static void TearDownTestSuite() { delete folder_; }

  void SetUp() override {
    connection_ = value(Connection::open({.file = folder_->path() / "w.db", .key = {}, .read_only = true}));
    schema_ = value(read_stored_schema(*connection_));
  }

  /// SQLite's plan of a page, all parts in one text.
  std::string plan_of(const Query& query) {
    PathCache cache(std::chrono::seconds(5), 100);
    const AccessPath path = value(choose_path(*connection_, schema_, cache, query));
    const Cell least = query.order && query.order->column == "score" ? least_value(meta::ColumnKind::integer) : least_value(meta::ColumnKind::text);
    const Cell limit = std::int64_t{query.limit};
    std::string plan;
    for (const PagePart part : parts_of(query)) {
      const Sql sql = select_page({query, schema_, path, least, limit}, part);
      auto explain = connection_->prepare_once("EXPLAIN QUERY PLAN " + sql.text);
      if (!explain) return explain.error().cause;
      sql.bind_to(*explain);
      while (value(explain->step())) plan += std::string(explain->text(3)) + "\n";
    }
    return plan;
  }

  static Query list(std::vector<Condition> where, bool descending = false) {
    where.push_back(contract::live());
    return {.columns = Projection::make("person", {"_id", "name__sort"}), .where = Condition::all_of(std::move(where)),
            .order = Order{.column = "name__sort", .descending = descending}, .after = {}};
  }

  static Condition tagged(std::string key) {
    return Condition::related_to("_id", kMatchKey, "record", Condition::all_of({Condition::equals("entity", std::string("person")),
        Condition::equals("field", std::int64_t{5}), Condition::equals("key", std::move(key))}));
  }

  static TemporaryFolder* folder_;
  std::unique_ptr<Connection> connection_;
  Schema schema_;
};
TemporaryFolder* AccessPaths::folder_ = nullptr;

TEST_F(AccessPaths, a_page_is_one_range_of_the_orders_index_at_any_depth) {
  for (const bool descending : {false, true}) {
    Query query = list({}, descending);
    const std::string first = plan_of(query);
    EXPECT_THAT(first, HasSubstr("SEARCH person USING INDEX person_by_name__sort (name__sort>?)"));
    EXPECT_THAT(first, HasSubstr("SEARCH person USING INDEX person_by_name__sort (name__sort=?)"));
    EXPECT_THAT(first, Not(HasSubstr("TEMP B-TREE")));
    query.after = Position{std::string("005000"), cell(Id::make())};
    const std::string deep = plan_of(query);
    EXPECT_THAT(deep, HasSubstr(descending ? "(name__sort>? AND (name__sort,_id)<(?,?))" : "((name__sort,_id)>(?,?))"));
    EXPECT_THAT(deep, Not(HasSubstr("TEMP B-TREE")));
    query.after = Position{Cell{}, cell(Id::make())};
    const std::string among_empty = plan_of(query);
    EXPECT_THAT(among_empty, HasSubstr(descending ? "(name__sort=? AND _id<?)" : "(name__sort=? AND _id>?)"));
    EXPECT_THAT(among_empty, Not(HasSubstr("TEMP B-TREE")));
  }
}

TEST_F(AccessPaths, many_rows_are_tested_on_the_way_and_few_are_sorted) {
  const std::string common = plan_of(list({Condition::equals("score", std::int64_t{1})}));
  EXPECT_THAT(common, HasSubstr("person_by_name__sort"));
  EXPECT_THAT(common, Not(HasSubstr("TEMP B-TREE")));
  const std::string rare = plan_of(list({Condition::equals("score", std::int64_t{50})}));
  EXPECT_THAT(rare, HasSubstr("person_by_score (score=?)"));
  EXPECT_THAT(rare, HasSubstr("TEMP B-TREE FOR ORDER BY"));
}

TEST_F(AccessPaths, related_rows_lead_where_they_are_few) {
  const std::string common = plan_of(list({tagged("common")}));
  EXPECT_THAT(common, HasSubstr("SEARCH person USING INDEX person_by_name__sort"));
  EXPECT_THAT(common, HasSubstr("USING PRIMARY KEY (entity=? AND field=? AND key=? AND record=?)"));
  EXPECT_THAT(common, Not(HasSubstr("TEMP B-TREE")));
  const std::string rare = plan_of(list({tagged("rare")}));
  EXPECT_THAT(rare, HasSubstr("(_id=?)"));
  EXPECT_THAT(rare, HasSubstr("SEARCH inner1 USING PRIMARY KEY (entity=? AND field=? AND key=?)"));
}

TEST_F(AccessPaths, what_a_search_finds_leads_where_it_is_little) {
  const std::string common = plan_of(list({Condition::found_by("frequent")}));
  EXPECT_THAT(common, HasSubstr("SEARCH person USING INDEX person_by_name__sort"));
  EXPECT_THAT(common, HasSubstr("(record=?)"));
  const std::string rare = plan_of(list({Condition::found_by("seldom")}));
  EXPECT_THAT(rare, HasSubstr("SCAN g VIRTUAL TABLE"));
  EXPECT_THAT(rare, HasSubstr("(_id=?)"));
}

TEST_F(AccessPaths, the_fewest_lead_of_several) {
  const std::string plan = plan_of(list({tagged("common"), Condition::equals("score", std::int64_t{50}), tagged("rare")}));
  EXPECT_THAT(plan, HasSubstr("person_by_score (score=?)"));
}

TEST_F(AccessPaths, a_question_is_known_again_only_with_the_same_values) {
  const Cell one = std::int64_t{1};
  const Cell text = std::string("1");
  Sql first;
  first.add("x").value(one);
  Sql second;
  second.add("x").value(text);
  EXPECT_NE(first.question(), second.question());
  Sql third;
  third.add("x").made_value(std::int64_t{1});
  EXPECT_EQ(first.question(), third.question());
}

}  // namespace
}  // namespace probity::store::sqlite

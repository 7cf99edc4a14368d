#include "records/ages.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "privacy/policy/load.hpp"
#include "privacy/signals/age.hpp"
#include "privacy/subject_state.hpp"
#include "records/look_at_ages.hpp"
#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

class AgesTest : public testing::Test {
 protected:
  void limit(privacy::AgeLimit age) {
    auto workspace = expect_value(workspace_.workspaces->find("acme"));
    privacy::Policy policy = *workspace->policy()->policy;
    policy.age = std::move(age);
    workspace_.workspaces->govern(*workspace, privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(std::move(policy))}));
  }
  /// Born so many years and days ago, as the workspace counts days.
  static std::string born(int years, int days) {
    const std::string today = format_day(day_of(now(), "Europe/Berlin"));
    std::string text = fmt::format("{:04}{}", std::stoi(today.substr(0, 4)) - years, today.substr(4));
    if (text.ends_with("02-29")) text.replace(text.size() - 2, 2, "28");
    return format_day(*parse_day(text) - days);
  }
  Result<Written> create(std::string_view birthday, std::string_view country = "") {
    const std::string address = country.empty() ? "null" : fmt::format(R"({{"country":"{}"}})", country);
    return workspace_.records->create(workspace_.at("contacts"), expect_value(parse_json(fmt::format(R"({{"last_name":"A","birthday":"{}","address":{}}})", birthday, address))), {.allow_duplicate = true});
  }
  static bool is_minor(const Written& written) { return integer_of(written.cells[meta::kSubjectState]) & privacy::kMinor; }

  TestWorkspace workspace_{{.model = product_model()}};
};

TEST_F(AgesTest, AreLookedAtByLimitCountryAndBirthday) {
  const privacy::AgeLimit by_country{.years = 16, .by_country = {{"AT", 14}, {"BE", 13}}};
  const struct {
    privacy::AgeLimit limit;
    const char* country;
    std::string birthday;
    bool minor;
  } cases[] = {
      {{}, "", born(3, 0), false},
      {{.years = 18}, "", born(18, 0), false},
      {{.years = 18}, "", born(18, -1), true},
      {{.years = 18}, "", born(18, 1), false},
      {by_country, "", born(15, 300), true},
      {by_country, "Austria", born(14, 0), false},
      {by_country, "Österreich", born(13, 300), true},
      {by_country, "aut", born(14, 0), false},
      {by_country, "Germany", born(15, 300), true},
      {by_country, "Middle Earth", born(15, 300), true},
      {{.years = 13, .by_country = {{"KR", 19}}}, "", born(18, 0), true},
      {{.years = 13, .by_country = {{"KR", 19}}}, "US", born(14, 0), false},
      {by_country, "DE", born(16, 0), false},
      {by_country, "AT", born(14, 0), false},
      {by_country, "AT", born(14, -1), true},
      {by_country, "BE", born(13, 1), false},
      {{.years = 13}, "", born(12, 360), true},
  };
  for (const auto& [age, country, birthday, minor] : cases) {
    limit(age);
    const auto written = create(birthday, country);
    ASSERT_TRUE(written) << birthday << written.error().message;
    EXPECT_EQ(is_minor(*written), minor) << birthday << " in " << country;
    EXPECT_EQ(written->warnings.size(), minor ? 1u : 0u) << birthday;
  }
}

TEST_F(AgesTest, ACorrectedDateTakesTheMarkAway) {
  limit({.years = 18});
  const auto written = create(born(10, 0));
  ASSERT_TRUE(is_minor(*written));
  EXPECT_THAT(written->warnings[0], testing::HasSubstr("under_age"));
  const auto unchanged = workspace_.records->alter(by_program(workspace_.at("contacts"), *workspace_.at("contacts").entity), written->id, Verb::update, {}, [&](store::Reader&, Draft& draft) -> Result<> {
    draft.value(*draft.entity->field("last_name")) = cell("B");
    return {};
  });
  ASSERT_TRUE(unchanged) << unchanged.error().message;
  EXPECT_TRUE(is_minor(*unchanged));
  const auto corrected = workspace_.records->alter(by_program(workspace_.at("contacts"), *workspace_.at("contacts").entity), written->id, Verb::update, {}, [&](store::Reader&, Draft& draft) -> Result<> {
    draft.value(*draft.entity->field("birthday")) = std::int64_t{*parse_day(born(40, 0))};
    return {};
  });
  ASSERT_TRUE(corrected) << corrected.error().message;
  EXPECT_FALSE(is_minor(*corrected));
}

class LookAtAgesTest : public AgesTest {
 protected:
  bool marked(const Id& id) {
    bool minor = false;
    const Context context = workspace_.at("contacts");
    expect_value(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_TRY(reader.one(context.tables->identity, "_id", cell(id), [&](const Row& row) {
        minor = (row.integer(3) & privacy::kMinor) != 0;
        return false;
      }));
      return {};
    }));
    return minor;
  }
  Ages ages_{*workspace_.records, *workspace_.subjects, *workspace_.jobs};
};

TEST_F(LookAtAgesTest, ALimitReachesWhoIsOnRecordAndLetsThemGo) {
  const Id child = create(born(10, 0))->id;
  const Id youth = create(born(17, 0))->id;
  const Id adult = create(born(40, 0))->id;
  workspace_.remove("contacts", child);
  const struct {
    privacy::AgeLimit limit;
    bool child, youth;
  } steps[] = {{{.years = 16}, true, false}, {{.years = 18}, true, true}, {{.years = 16}, true, false}, {{.by_country = {{"DE", 18}}}, true, true}, {{}, false, false}};
  for (const auto& [age, of_child, of_youth] : steps) {
    limit(age);
    EXPECT_EQ(expect_value(count_under_age(workspace_.at("contacts"), *expect_value(workspace_.workspaces->find("acme"))->policy()->policy)), int{of_child} + int{of_youth});
    expect_value(ages_.look("acme"));
    EXPECT_EQ(marked(child), of_child);
    EXPECT_EQ(marked(youth), of_youth);
    EXPECT_FALSE(marked(adult));
  }
}

TEST_F(LookAtAgesTest, ABirthdayPasses) {
  limit({.years = 16});
  const Id youth = create(born(16, -1))->id;
  expect_value(ages_.look("acme"));
  ASSERT_TRUE(marked(youth));
  // As if it had been looked at the year before, and the birthday were a day earlier.
  const Context contacts = workspace_.at("contacts");
  store::Plan plan;
  plan.update(contacts.catalog->columns(*contacts.entity, {contacts.entity->field("birthday")->first_column}), {std::int64_t{*parse_day(born(16, 0))}}, {{"_id", cell(youth)}});
  expect_value(contacts.database->write_and_wait(std::move(plan)));
  expect_value(ages_.look("acme"));
  EXPECT_TRUE(marked(youth)) << "the day's look was done";
  expect_value(write_setting(*contacts.database, "ages.looked", fmt::format(R"({{"limits":"16","day":{},"years":16}})", day_of(now(), "Europe/Berlin") - 1)));
  expect_value(ages_.look("acme"));
  EXPECT_FALSE(marked(youth));
}

/// Every profile that ships, the day before and on the birthday.
TEST_F(AgesTest, FollowEveryProfile) {
  for (const auto& entry : std::filesystem::directory_iterator(std::string(PROBITY_SOURCE_DIR) + "/policies")) {
    if (entry.path().extension() != ".yaml") continue;
    const auto policy = expect_value(privacy::load_policy(entry.path()));
    limit(policy.age);
    const auto years = privacy::minimum_age(policy, "DE");
    if (!years) {
      EXPECT_FALSE(is_minor(*create(born(1, 0)))) << entry.path();
      continue;
    }
    EXPECT_TRUE(is_minor(*create(born(*years, -1)))) << entry.path();
    EXPECT_FALSE(is_minor(*create(born(*years, 0)))) << entry.path();
  }
}

}  // namespace
}  // namespace probity::records

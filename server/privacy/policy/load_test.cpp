#include "privacy/policy/load.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/json.hpp"

namespace probity::privacy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::filesystem::path kShipped = std::filesystem::path(PROBITY_SOURCE_DIR) / "policies";

constexpr std::string_view kBase = R"(policy: base
controller: {name: , email: privacy@example.com}
categories:
  user.name: {label: Name}
  user.contact.email: {label: Email address}
purposes:
  service: {id: 1, label: Service, basis: contract, categories: [user.name, user.contact]}
  marketing: {id: 3, label: Marketing, basis: consent, categories: [user.contact], may_object: true}
processors:
  host: {name: Host, kind: hosting, country: DE, keep: not stated}
  mail: {name: Mail, kind: email, country: US, safeguard: standard_clauses, keep: P6Y, statement: {url: "https://example.com", state: awaited}}
cookies:
  session: {kind: essential, keep: session, set_by: probity}
  choice: {kind: functional, keep: P1Y, set_by: probity}
guard: {payment_card: refuse}
age: {years: 18, by_country: {AT: 14}}
change: {notice: email, wait: P30D}
statements: {links: We link away.}
promises:
  F1: {text: One., check: a.check}
  F2: {text: Two., check: [{name: one.check, with: {days: 90, fields: [name, email]}}, other.check], needs: [mail]}
)";

class LoadPolicy : public testing::Test {
 protected:
  LoadPolicy() : folder_(std::filesystem::temp_directory_path() / fmt::format("policy-load-{}-{}", getpid(), testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::create_directories(folder_);
    write("base", kBase);
  }
  ~LoadPolicy() override { std::filesystem::remove_all(folder_); }

  void write(std::string_view name, std::string_view text) { std::ofstream(folder_ / fmt::format("{}.yaml", name)) << text; }
  std::string refusal(std::string_view name, std::string_view overrides = {}) {
    const auto loaded = load_profile(folder_, name, overrides);
    return loaded ? std::string() : loaded.error().message;
  }
  Policy loaded(std::string_view name, std::string_view overrides = {}) {
    auto document = load_profile(folder_, name, overrides);
    if (!document) ADD_FAILURE() << document.error().message;
    return document ? std::move(document->policy) : Policy{};
  }

  std::filesystem::path folder_;
};

TEST_F(LoadPolicy, ReadsWhatStandsThere) {
  const Policy policy = loaded("base");
  EXPECT_EQ(policy.name, "base");
  EXPECT_EQ(policy.controller.name, "");
  EXPECT_EQ(policy.controller.email, "privacy@example.com");
  ASSERT_EQ(policy.purposes.size(), 2u);
  EXPECT_EQ(policy.purposes[1].id, 3);
  EXPECT_EQ(policy.purposes[1].basis, Basis::consent);
  EXPECT_TRUE(policy.purposes[1].may_object);
  EXPECT_THAT(policy.purposes[0].categories, ElementsAre("user.name", "user.contact"));
  EXPECT_EQ(policy.processors[0].keep, std::nullopt);
  EXPECT_EQ(policy.processors[0].keep_text, "not stated");
  EXPECT_EQ(policy.processors[1].keep, (Period{.years = 6}));
  EXPECT_EQ(policy.processors[1].statement, StatementState::awaited);
  EXPECT_EQ(policy.cookies[0].keep, std::nullopt);
  EXPECT_EQ(policy.cookies[1].keep, (Period{.years = 1}));
  EXPECT_EQ(policy.age.years, 18);
  EXPECT_EQ(policy.age.by_country.at("AT"), 14);
  EXPECT_EQ(policy.change.wait, (Period{.days = 30}));
  EXPECT_EQ(policy.guard.at("payment_card"), GuardAct::refuse);
  EXPECT_EQ(policy.statements[0].second, "We link away.");
  EXPECT_EQ(policy.promises[0].checks[0].name, "a.check");
  EXPECT_EQ(policy.promises[1].checks[0].with.at("days"), "90");
  EXPECT_EQ(policy.promises[1].checks[0].with.at("fields"), "name, email");
  EXPECT_EQ(policy.promises[1].checks[1].name, "other.check");
}

TEST_F(LoadPolicy, ExtendsByKeyRemovesWithNothingAndReplacesLists) {
  write("house", "policy: house\nextends: base\npurposes:\n  service: {categories: [user.name]}\n  marketing:\nprocessors:\n  host: {country: FR}\n  mail: null\n");
  const Policy policy = loaded("house");
  ASSERT_EQ(policy.purposes.size(), 1u);
  EXPECT_THAT(policy.purposes[0].categories, ElementsAre("user.name"));
  EXPECT_EQ(policy.purposes[0].id, 1);
  ASSERT_EQ(policy.processors.size(), 1u);
  EXPECT_EQ(policy.processors[0].country, "FR");
  EXPECT_EQ(policy.processors[0].name, "Host");
}

TEST_F(LoadPolicy, OverridesMergeLikeAFile) {
  const Policy policy = loaded("base", R"({"controller":{"name":"Ada & Söhne"},"purposes":{"marketing":{"may_object":false}},"cookies":{"choice":null},"age":{"years":16}})");
  EXPECT_EQ(policy.controller.name, "Ada & Söhne");
  EXPECT_EQ(policy.controller.email, "privacy@example.com");
  EXPECT_FALSE(policy.purposes[1].may_object);
  EXPECT_EQ(policy.cookies.size(), 1u);
  EXPECT_EQ(policy.age.years, 16);
}

TEST_F(LoadPolicy, WhatWasReadIsReadAgain) {
  const auto first = load_profile(folder_, "base");
  ASSERT_TRUE(first);
  const auto again = read_policy(first->json, "stored");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(again->json, first->json);
  const auto yaml = yaml_of_document(first->json);
  ASSERT_TRUE(yaml);
  write("base", *yaml);
  const auto from_yaml = load_profile(folder_, "base");
  ASSERT_TRUE(from_yaml) << from_yaml.error().message << *yaml;
  EXPECT_EQ(from_yaml->json, first->json);
}

TEST_F(LoadPolicy, KnowsWhereThingsStand) {
  write("house", "policy: house\nextends: base\npurposes:\n  service:\n    label: Ours\n");
  const auto document = load_profile(folder_, "house");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->places.of("purposes.service.label").file, (folder_ / "house.yaml").string());
  EXPECT_EQ(document->places.of("purposes.service.label").line, 5);
  EXPECT_EQ(document->places.of("purposes.marketing.basis.anything").line, 8);
  EXPECT_EQ(document->places.of("purposes.marketing").file, (folder_ / "base.yaml").string());
}

struct Refusal {
  std::string name;
  std::string file;  ///< written as "bad", extending base where it says so
  std::vector<std::string> says;
};

class RefusesFile : public LoadPolicy, public testing::WithParamInterface<Refusal> {};

TEST_P(RefusesFile, WithFileLineAndWhatToWrite) {
  write("bad", GetParam().file);
  const std::string message = refusal("bad");
  for (const std::string& part : GetParam().says) EXPECT_THAT(message, HasSubstr(part));
}

INSTANTIATE_TEST_SUITE_P(
    Table, RefusesFile,
    testing::Values(
        Refusal{"UnknownKey", "policy: bad\nextends: base\nretension: {}\n", {"bad.yaml:3: retension: unknown key \"retension\"; did you mean \"retention\"?"}},
        Refusal{"UnknownInnerKey", "policy: bad\nextends: base\npurposes:\n  service:\n    lable: x\n", {"bad.yaml:5: purposes.service.lable", "did you mean \"label\"?"}},
        Refusal{"UnknownValue", "policy: bad\nextends: base\npurposes:\n  service: {basis: concent}\n", {"bad.yaml:4: purposes.service.basis: \"concent\" is unknown; did you mean \"consent\"?"}},
        Refusal{"FarValue", "policy: bad\nextends: base\ncalendar_sync: sideways\n", {"is not one of none, one_way, two_way"}},
        Refusal{"WrongPeriod", "policy: bad\nextends: base\ncookies:\n  choice: {keep: 1 year}\n", {"bad.yaml:4", "must be a period like P90D"}},
        Refusal{"WrongDate", "policy: bad\nextends: base\nprocessors:\n  host: {notice_date: 31.1.2026}\n", {"must be a date like 2026-01-31"}},
        Refusal{"WrongFlag", "policy: bad\nextends: base\npublish_requests: maybe\n", {"must be true or false"}},
        Refusal{"WrongNumber", "policy: bad\nextends: base\nage: {years: many}\n", {"must be a whole number"}},
        Refusal{"NegativeNumber", "policy: bad\nextends: base\nage: {years: -1}\n", {"must be a whole number"}},
        Refusal{"NoMap", "policy: bad\nextends: base\nage: 18\n", {"age: must be a map of keys and values"}},
        Refusal{"NoList", "policy: bad\nextends: base\nregistration: {required: {name: yes}}\n", {"registration.required: must be a list"}},
        Refusal{"MisspeltRemoval", "policy: bad\nextends: base\nprocessors:\n  mial:\n", {"bad.yaml:4", "there is none; did you mean \"mail\"?"}},
        Refusal{"UnknownParent", "policy: bad\nextends: bse\n", {"bad.yaml:2", "there is no profile \"bse\"; did you mean \"base\"?"}},
        Refusal{"ParentOutside", "policy: bad\nextends: ../base\n", {"is not the name of a profile"}},
        Refusal{"Itself", "policy: bad\nextends: bad\n", {"never ends"}},
        Refusal{"OtherName", "policy: good\nextends: base\n", {"must be the name of the file, \"bad\""}},
        Refusal{"NoPurposes", "policy: bad\ncategories: {user.name: {label: Name}}\n", {"purposes is missing"}},
        Refusal{"NoBasis", "policy: bad\nextends: base\npurposes:\n  other: {label: Other}\n", {"bad.yaml:4: purposes.other: purposes.other.basis is missing"}},
        Refusal{"CheckWithoutName", "policy: bad\nextends: base\npromises:\n  F1: {check: [{with: {a: 1}}]}\n", {"the check has no name"}},
        Refusal{"NotYaml", "policy: [\n", {"bad.yaml:"}},
        Refusal{"Several", "policy: bad\nextends: base\nfoo: 1\nage: {years: x}\n", {"2 things to mend", "bad.yaml:3", "bad.yaml:4"}}),
    [](const auto& info) { return info.param.name; });

TEST_F(LoadPolicy, RefusesOverridesThatAreNone) {
  EXPECT_THAT(refusal("base", "not json"), HasSubstr("not JSON"));
  EXPECT_THAT(refusal("base", R"({"policy":"other"})"), HasSubstr("cannot be overridden"));
  EXPECT_THAT(refusal("base", R"({"age":{"yeers":18}})"), HasSubstr("did you mean \"years\"?"));
  EXPECT_THAT(refusal("base", R"({"purposes":{"marketing":{"basis":null}}})"), HasSubstr("purposes.marketing.basis is missing"));
  EXPECT_THAT(refusal("base", "[1]"), HasSubstr("must be a map"));
}

TEST_F(LoadPolicy, NamesTheProfilesThereAre) {
  write("zebra", "policy: zebra\nextends: base\n");
  write("default", "policy: default\nextends: base\n");
  EXPECT_THAT(profiles_of(folder_), ElementsAre("default", "base", "zebra"));
  EXPECT_THAT(refusal("zebr"), HasSubstr("did you mean \"zebra\"?"));
  EXPECT_THAT(refusal("../base"), HasSubstr("There is no policy profile"));
}

/// All that ships can be read, written and read again.
TEST(ShippedPolicies, Load) {
  const auto profiles = profiles_of(kShipped);
  EXPECT_THAT(profiles, Not(IsEmpty()));
  for (const std::string& name : profiles) {
    const auto document = load_profile(kShipped, name);
    ASSERT_TRUE(document) << document.error().message;
    const auto again = read_policy(document->json, "stored");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(again->json, document->json);
  }
}

TEST(Periods, AreReadAndWritten) {
  for (const std::string_view text : {"P90D", "P2Y", "P3M", "P1Y6M", "P1Y2M3D", "P0D"}) {
    const auto period = parse_period(text);
    ASSERT_TRUE(period) << text;
    EXPECT_EQ(period->text(), text);
  }
  EXPECT_EQ(parse_period("P2W"), (Period{.days = 14}));
  for (const std::string_view text : {"", "P", "90D", "PT5H", "P-1D", "P1D1Y", "P1", "P1X", "1 year", "P99999D"}) EXPECT_FALSE(parse_period(text)) << text;
}

TEST(Periods, SpeakInWords) {
  EXPECT_EQ((Period{.years = 2}).in_words(), "2 years");
  EXPECT_EQ((Period{.months = 1}).in_words(), "1 month");
  EXPECT_EQ((Period{.years = 1, .months = 2, .days = 3}).in_words(), "1 year, 2 months and 3 days");
  EXPECT_EQ(Period{}.in_words(), "0 days");
}

Timestamp at(std::string_view text) { return *parse_timestamp(text); }

TEST(Periods, CountByTheCalendar) {
  EXPECT_EQ(Period{.months = 1}.after(at("2026-01-31T10:00:00Z")), at("2026-02-28T10:00:00Z"));
  EXPECT_EQ(Period{.years = 1}.after(at("2028-02-29T00:00:00Z")), at("2029-02-28T00:00:00Z"));
  EXPECT_EQ(Period{.months = 3}.before(at("2026-05-31T23:59:59Z")), at("2026-02-28T23:59:59Z"));
  EXPECT_EQ(Period{.days = 90}.after(at("2026-11-22T12:00:00Z")), at("2027-02-20T12:00:00Z"));
  EXPECT_EQ(Period{.years = 2}.before(at("1970-06-01T00:00:00Z")), at("1968-06-01T00:00:00Z"));
  EXPECT_TRUE(Period{.days = 28}.shorter_than(Period{.months = 1}));
  EXPECT_FALSE(Period{.months = 12}.shorter_than(Period{.years = 1}));
  EXPECT_TRUE(Period{.days = 364}.shorter_than(Period{.years = 1}));
}

}  // namespace
}  // namespace probity::privacy

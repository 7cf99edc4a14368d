#include "privacy/policy/publish/publish.hpp"

#include <gmock/gmock.h>

#include "privacy/policy/load.hpp"
#include "privacy/policy/publish/history.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "privacy/policy/publish/wording.hpp"

namespace probity::privacy {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::filesystem::path kPolicies = std::filesystem::path(PROBITY_SOURCE_DIR) / "policies";

Policy policy_of(std::string_view profile, std::string_view overrides = {}) {
  auto loaded = load_profile(kPolicies, profile, overrides);
  if (!loaded) ADD_FAILURE() << loaded.error().message;
  return loaded ? std::move(loaded->policy) : Policy{};
}

std::string text_of(std::string_view profile, std::string_view overrides = {}, const Publishing& publishing = {}) {
  const auto in_force = PolicyInForce::make({.policy = std::make_shared<const Policy>(policy_of(profile, overrides)), .version = 3, .since = 1'769'850'000 * kSecond, .widened = {}});
  return as_text(publish(*in_force, publishing));
}

TEST(Publish, SaysWhenItChangedAndWhichVersionItIs) {
  const std::string text = text_of("default");
  EXPECT_THAT(text, testing::StartsWith("# Privacy\n\nLast changed: 31 January 2026  \nVersion: 3  \n"));
  EXPECT_THAT(text_of("default", {}, {.site = "Acme", .suffix = "/of/acme"}), testing::StartsWith("# Privacy at Acme\n"));
}

TEST(Publish, FollowsTheSetting) {
  const std::string year = "for 90 days after you close it";
  EXPECT_THAT(text_of("real-estate-investor"), HasSubstr(year));
  const std::string changed = text_of("real-estate-investor", R"({"retention":{"account-data":{"keep":"P60D"}}})");
  EXPECT_THAT(changed, HasSubstr("for 60 days after you close it"));
  EXPECT_THAT(changed, Not(HasSubstr(year)));
}

TEST(Publish, ShowsEachProfilesOwnFigures) {
  EXPECT_THAT(text_of("real-estate-investor"), HasSubstr("not for people under 18"));
  EXPECT_THAT(text_of("pay-as-you-go"), HasSubstr("You have to be 16"));
  EXPECT_THAT(text_of("customer-success"), HasSubstr("children under 13"));
  EXPECT_THAT(text_of("consultancy"), Not(HasSubstr("## Children")));
  EXPECT_THAT(text_of("small-business"), HasSubstr("within 28 days"));
  EXPECT_THAT(text_of("small-business"), HasSubstr("2 years after it was last used"));
  EXPECT_THAT(text_of("consultancy"), HasSubstr("6 years"));
  EXPECT_THAT(text_of("consultancy"), HasSubstr("3 months"));
}

TEST(Publish, NeverTellsWhatIsNotInUseAsIfItWere) {
  const std::string text = text_of("pay-as-you-go", {}, {.in_use = [](std::string_view capability) { return capability != "payments" && capability != "encryption"; }});
  const auto promise = text.find("Credits are paid for at Stripe");
  const auto notice = text.find("Not in use here yet. From the day it is, this holds:");
  ASSERT_NE(promise, text.npos);
  EXPECT_LT(notice, promise);
  EXPECT_THAT(text, Not(HasSubstr("databases are encrypted")));
}

TEST(Publish, ShowsEveryProcessorWithPlaceSafeguardDurationAndStatement) {
  const std::string text = text_of("consultancy");
  for (const Processor& processor : policy_of("consultancy").processors) EXPECT_THAT(text, HasSubstr("**" + processor.name + "**")) << processor.id;
  EXPECT_THAT(text, HasSubstr("Kept there: not stated."));
  EXPECT_THAT(text, HasSubstr("the Data Privacy Framework"));
  EXPECT_THAT(text, HasSubstr("We wait for our copy."));
}

TEST(Publish, ShowsGapsWhereNobodyFilledThemIn) {
  EXPECT_THAT(text_of("default"), HasSubstr("[name of the company"));
  EXPECT_THAT(text_of("default", R"({"controller":{"name":"Acme Ltd"}})"), HasSubstr("Acme Ltd decides what happens with your data"));
}

TEST(History, ShowsVersionsNewestFirstWithWhatChanged) {
  const auto version = [](std::int64_t number, Timestamp since, std::string_view overrides) {
    return PolicyInForce::make({.policy = std::make_shared<const Policy>(policy_of("real-estate-investor", overrides)), .version = number, .since = since, .widened = {}});
  };
  const auto first = version(1, 1'769'850'000 * kSecond, {});
  const auto second = version(2, 1'772'000'000 * kSecond, R"({"retention":{"account-data":{"keep":"P120D"}}})");
  const auto announced = version(3, now() + 40 * kDay, {});
  const std::string text = as_text(history_of({announced, second, first}, {}));
  EXPECT_LT(text.find("## Version 3"), text.find("## Version 2"));
  EXPECT_THAT(text, HasSubstr("Announced; counts from "));
  EXPECT_THAT(text, HasSubstr("In force since 25 February 2026"));
  EXPECT_THAT(text, HasSubstr("From 31 January 2026 to 25 February 2026"));
  EXPECT_THAT(text, HasSubstr("120 days"));
  EXPECT_EQ(text.find('{'), text.npos);
  Document old = publish(*first, {});
  mark_as_not_in_force(old, *first, "/of/acme");
  EXPECT_THAT(as_text(old), HasSubstr("This version no longer counts. Read the one that does"));
}

TEST(Placeholders, AreRefusedWhenTheyNameNothing) {
  const Policy policy = policy_of("default", R"({"promises":{"D1":{"text":"Kept for {retention.nothing.keep}, {age.years}, {with.kinds} and {}."}}})");
  std::vector<std::string> messages;
  for (const TextProblem& problem : problems_of_texts(policy)) messages.push_back(problem.where + " " + problem.message);
  EXPECT_EQ(messages.size(), 4u);
  EXPECT_THAT(messages, testing::Contains(HasSubstr("promises.D1.text {retention.nothing.keep}")));
}

TEST(Placeholders, AreRefusedInSectionsThereAreNot) {
  EXPECT_EQ(problems_of_texts(policy_of("default", R"({"promises":{"D1":{"section":"elsewhere"}}})")).size(), 1u);
}

TEST(Placeholders, TellWhatOnlyTheOperatorCanFillIn) {
  std::vector<std::string> places;
  for (const TextProblem& gap : gaps_of_texts(policy_of("customer-success"))) places.push_back(gap.where);
  EXPECT_THAT(places, testing::UnorderedElementsAre("rights.overseer", "controller.officer_email", "controller.officer_address", "processors.hosting.name", "processors.payment.name", "processors.mail.name"));
}

TEST(Placeholders, LeaveBracesAndBracketsOfOrdinaryTextAlone) {
  const Policy policy = policy_of("default");
  EXPECT_EQ(fill_in(policy, "a { b [c] (d)").front().text, "a { b [c] (d)");
  const Words link = fill_in(policy, "see [there](https://example.org) now");
  ASSERT_EQ(link.size(), 3u);
  EXPECT_EQ(link[1].link, "https://example.org");
}

TEST(Wording, JoinsAsPeopleDo) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"a"}), "a");
  EXPECT_EQ(joined({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(country_in_words("GB"), "the United Kingdom");
  EXPECT_EQ(country_in_words("XX"), "XX");
  EXPECT_EQ(title_of("account-data"), "Account data");
}

}  // namespace
}  // namespace probity::privacy

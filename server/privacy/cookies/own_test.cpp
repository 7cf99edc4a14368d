#include "privacy/cookies/own.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "privacy/policy/load.hpp"

namespace probity::privacy {
namespace {

std::vector<std::string> names(const std::vector<Cookie>& cookies) {
  std::vector<std::string> all;
  for (const Cookie& cookie : cookies) all.push_back(cookie.name);
  return all;
}

TEST(OwnCookies, AreSetWhereThePolicyListsThem) {
  Policy policy;
  EXPECT_THAT(names(cookies_under(policy)), testing::ElementsAre("probity_session", "probity_device", "probity_cookie_choice"));
  policy.cookies = {{.name = "probity_visits", .kind = CookieKind::analytics}, {.name = "other", .kind = CookieKind::marketing}};
  EXPECT_THAT(names(cookies_under(policy)), testing::ElementsAre("probity_session", "probity_device", "probity_cookie_choice", "probity_visits"));
  EXPECT_THAT(kinds_to_choose(policy), testing::ElementsAre(CookieKind::analytics, CookieKind::marketing));
  EXPECT_TRUE(kinds_to_choose(Policy{}).empty());
}

TEST(OwnCookies, HaveAMarkOfTheListThatWasChosenFrom) {
  Policy policy;
  policy.cookies = {{.name = "a", .kind = CookieKind::essential}, {.name = "b", .kind = CookieKind::analytics}};
  const std::string mark = mark_of_list(policy);
  EXPECT_EQ(mark.size(), 8u);
  policy.cookies[0].name = "c";
  EXPECT_EQ(mark_of_list(policy), mark) << "what needs no choice counts";
  policy.cookies[1].purpose = "more";
  EXPECT_NE(mark_of_list(policy), mark);
}

TEST(OwnCookies, AgreeWithEveryPolicyThatShips) {
  int policies = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(PROBITY_SOURCE_DIR) + "/policies")) {
    if (entry.path().extension() != ".yaml") continue;
    ++policies;
    const auto policy = load_policy(entry.path());
    ASSERT_TRUE(policy) << entry.path() << policy.error().message;
    const std::vector<Cookie> own = cookies_under(*policy);
    for (const Cookie& cookie : own) {
      const auto listed = std::ranges::find(policy->cookies, cookie.name, &Cookie::name);
      ASSERT_NE(listed, policy->cookies.end()) << entry.path() << " does not list " << cookie.name;
      EXPECT_EQ(listed->kind, cookie.kind) << entry.path() << cookie.name;
      EXPECT_EQ(listed->keep, cookie.keep) << entry.path() << cookie.name;
      EXPECT_EQ(listed->set_by, "probity") << entry.path() << cookie.name;
    }
    for (const Cookie& cookie : policy->cookies) {
      if (cookie.set_by != "probity") continue;
      EXPECT_THAT(names(own), testing::Contains(cookie.name)) << entry.path();
    }
  }
  EXPECT_GE(policies, 6);
}

}  // namespace
}  // namespace probity::privacy

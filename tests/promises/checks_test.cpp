// Every check of the registry is broken for real on a real installation, and mended. A check without a case fails.
#include <fstream>

#include "stage.hpp"

namespace probity::promises {
namespace {

Cases all_cases() {
  Cases all;
  for (Cases group : {record_cases(), recipient_cases(), consent_cases(), setting_cases(), publication_cases(), request_cases(), security_cases(), policy_cases()}) all.merge(group);
  return all;
}

Stage& stage() {
  static Stage one;
  return one;
}

TEST(Checks, each_has_a_case_and_each_case_a_check) {
  std::set<std::string> of_cases;
  for (const auto& [name, each] : all_cases()) of_cases.insert(name);
  std::set<std::string> of_registry;
  for (const Check& each : checks()) of_registry.emplace(each.name);
  EXPECT_EQ(of_registry, of_cases);
}

TEST(Checks, each_is_in_the_list_that_the_docs_give) {
  std::ifstream stream(std::filesystem::path(PROBITY_SOURCE_DIR) / "docs/promises.md");
  const std::string docs(std::istreambuf_iterator<char>(stream), {});
  for (const Check& each : checks()) EXPECT_NE(docs.find(fmt::format("| `{}` |", each.name)), std::string::npos) << each.name;
}

class CheckTest : public testing::TestWithParam<std::string> {};

TEST_P(CheckTest, is_kept_then_broken_then_kept) {
  const Cases all = all_cases();
  const auto found = all.find(GetParam());
  ASSERT_NE(found, all.end()) << "there is no case that breaks " << GetParam();
  const Case& one = found->second;
  stage().reset();
  if (one.prepare) one.prepare(stage());
  const auto ask = [&] { return stage().ask(GetParam(), one.with, one.level); };
  const Evidence before = ask();
  EXPECT_EQ(name_of(before.state), "kept") << before.text << " " << text_of(before.figures);
  one.break_it(stage());
  const Evidence broken = ask();
  EXPECT_EQ(name_of(broken.state), "broken") << broken.text << " " << text_of(broken.figures);
  EXPECT_EQ(broken.text.find("could not be looked at"), std::string::npos) << broken.text;
  EXPECT_EQ(broken.text.find(kOwnerEmail), std::string::npos);
  one.mend_it(stage());
  const Evidence mended = ask();
  EXPECT_EQ(name_of(mended.state), "kept") << mended.text << " " << text_of(mended.figures);
}

std::vector<std::string> names() {
  std::vector<std::string> names;
  for (const Check& each : checks()) names.emplace_back(each.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Registry, CheckTest, testing::ValuesIn(names()), [](const auto& info) {
  std::string name = info.param;
  std::ranges::replace(name, '.', '_');
  return name;
});

class ProfileTest : public testing::TestWithParam<std::string> {};

TEST_P(ProfileTest, every_promise_can_be_looked_at) {
  stage().reset();
  const auto policy = std::make_shared<const privacy::Policy>(expect_value(privacy::load_policy(policies() / (GetParam() + ".yaml"))));
  EXPECT_THAT(problems_of(*policy), testing::IsEmpty());
  const auto as_if = privacy::PolicyInForce::make({.policy = policy, .serial = 0, .version = 1, .since = now(), .widened = {}});
  for (const char* level : {"system", "acme"}) {
    for (const Answer& answer : look_at_all(stage().situation(level, as_if, false))) {
      EXPECT_EQ(answer.evidence.text.find("could not be looked at"), std::string::npos) << level << " " << answer.promise->id;
      EXPECT_FALSE(answer.evidence.text.empty()) << answer.promise->id;
      EXPECT_EQ(answer.evidence.state == State::waiting, !answer.evidence.waiting_for.empty() && answer.evidence.state != State::broken) << level << " " << answer.promise->id;
      for (const std::string& need : answer.promise->needs) {
        const bool missing = stage().facts().ready(need) != Ready::yes;
        EXPECT_FALSE(missing && answer.evidence.state == State::kept) << answer.promise->id << " waits for " << need;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Profiles, ProfileTest, testing::ValuesIn(privacy::profiles_of(policies())), [](const auto& info) {
  std::string name = info.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace probity::promises

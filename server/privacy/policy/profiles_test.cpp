// The profiles that come with the product: complete, free of contradictions, and without a figure that is not a setting.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "privacy/policy/check/check.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "privacy/policy/publish/publish.hpp"

namespace probity::privacy {
namespace {

const std::filesystem::path kPolicies = std::filesystem::path(PROBITY_SOURCE_DIR) / "policies";
const Day kToday = *parse_day("2026-11-22");

struct Rows {
  std::string profile;
  char letter;
  int count;
};

class Profiles : public testing::TestWithParam<Rows> {
 protected:
  PolicyDocument document = [] {
    auto loaded = load_profile(kPolicies, GetParam().profile);
    if (!loaded) ADD_FAILURE() << loaded.error().message;
    return loaded ? std::move(*loaded) : PolicyDocument{};
  }();
  const Policy& policy = document.policy;
};

TEST_P(Profiles, StatesEveryRowOnce) {
  const auto& [profile, letter, count] = GetParam();
  for (int row = 1; row <= count; ++row) {
    const std::string id = fmt::format("{}{}", letter, row);
    EXPECT_EQ(std::ranges::count(policy.promises, id, &Promise::id), 1) << id;
  }
  EXPECT_EQ(std::ranges::count_if(policy.promises, [&](const Promise& promise) { return promise.id.front() == letter; }), count);
}

TEST_P(Profiles, HasACheckForEachPromise) {
  for (const Promise& promise : policy.promises) {
    EXPECT_FALSE(promise.checks.empty()) << promise.id;
    EXPECT_FALSE(promise.section.empty()) << promise.id;
  }
}

TEST_P(Profiles, ContradictsNothing) {
  const auto law = load_law(kPolicies / "law");
  ASSERT_TRUE(law) << law.error().message;
  for (const Finding& finding : check_policy({.document = document, .law = *law, .today = kToday})) {
    if (finding.refuses) ADD_FAILURE() << finding.text();
  }
}

/// Digits and counted units of time stand in no text by themselves: they come from the setting that is enforced.
TEST_P(Profiles, TakesEveryFigureFromASetting) {
  const std::regex setting(R"(\{[^}]*\}|\]\([^)]*\))");
  const std::regex figure(R"([0-9]|\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen|eighteen) (days?|weeks?|months?|years?)\b)", std::regex::icase);
  for (const Promise& promise : policy.promises) {
    EXPECT_FALSE(std::regex_search(std::regex_replace(promise.text, setting, ""), figure)) << promise.id << ": " << promise.text;
  }
  for (const auto& [section, text] : policy.statements) EXPECT_FALSE(std::regex_search(std::regex_replace(text, setting, ""), figure)) << section << ": " << text;
}

TEST_P(Profiles, FillsInEveryPlaceholder) {
  for (const TextProblem& problem : problems_of_texts(policy)) ADD_FAILURE() << problem.where << ": " << problem.message;
  const auto in_force = PolicyInForce::make({.policy = std::make_shared<const Policy>(policy), .version = 2, .since = 1'790'000'000 * kSecond});
  const std::string text = as_text(publish(*in_force, {}));
  EXPECT_EQ(text.find('{'), text.npos) << text.substr(text.find('{'), 60);
  for (const Promise& promise : policy.promises) {
    const std::string_view last_words = std::string_view(promise.text).substr(promise.text.rfind('}') == promise.text.npos ? 0 : promise.text.rfind('}') + 1);
    const bool holds_link = promise.text.find("](") != promise.text.npos;
    EXPECT_TRUE(holds_link || text.find(last_words) != text.npos) << promise.id;
  }
}

INSTANTIATE_TEST_SUITE_P(All, Profiles, testing::Values(Rows{"default", 'D', 8}, Rows{"real-estate-investor", 'F', 22}, Rows{"small-business", 'O', 24},
                                                        Rows{"pay-as-you-go", 'E', 13}, Rows{"consultancy", 'K', 12}, Rows{"customer-success", 'S', 32}),
                         [](const auto& info) { return std::string(1, info.param.letter); });

}  // namespace
}  // namespace probity::privacy

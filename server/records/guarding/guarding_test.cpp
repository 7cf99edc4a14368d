#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/guarding/guarding.hpp"
#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

using privacy::GuardAct;
using privacy::guard::Kind;

constexpr const char* kCard = "4111 1111 1111 1111";
constexpr const char* kIban = "DE89 3704 0044 0532 0130 00";

class GuardingTest : public testing::Test {
 protected:
  GuardingTest() {
    privacy::guard::HealthWords words;
    words.add("diabet*");
    guarding_ = std::make_shared<const Guarding>(privacy::guard::Guard(std::move(words)), [this](std::string_view, const Id&) { return file_text_; });
    workspace_.hooks.guard_with(guarding_);
    rules({{"payment_card", GuardAct::refuse}, {"iban", GuardAct::warn}, {"us_ssn", GuardAct::mask}, {"health", GuardAct::warn}});
  }

  void rules(privacy::GuardRules rules) {
    auto workspace = expect_value(workspace_.workspaces->find("acme"));
    privacy::Policy policy = *workspace->policy()->policy;
    policy.guard = std::move(rules);
    workspace_.workspaces->govern(*workspace, privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(std::move(policy))}));
  }

  Result<Written> create(std::string_view entity, std::string_view json) {
    return workspace_.records->create(workspace_.at(entity), expect_value(parse_json(json)), {.allow_duplicate = true});
  }
  Result<Written> update(std::string_view entity, const Id& id, std::string_view json) {
    return workspace_.records->update(workspace_.at(entity), id, expect_value(parse_json(json)));
  }
  std::int64_t count(Kind kind, GuardAct act) const { return guarding_->counts().of(kind, act); }

  std::string file_text_;
  TestWorkspace workspace_{{.model = product_model()}};
  std::shared_ptr<const Guarding> guarding_;
};

TEST_F(GuardingTest, RefusesWithFieldAndKindAndWritesNothing) {
  const auto before = workspace_.count("contact");
  const auto refused = create("contacts", fmt::format(R"({{"last_name":"Lovelace","description":"pays with {}"}})", kCard));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  ASSERT_EQ(refused.error().fields.size(), 1u);
  EXPECT_EQ(refused.error().fields[0].field, "description");
  EXPECT_EQ(refused.error().fields[0].code, "refused_payment_card");
  EXPECT_EQ(refused.error().message.find("4111"), std::string::npos);
  EXPECT_EQ(workspace_.count("contact"), before);
  EXPECT_EQ(count(Kind::payment_card, GuardAct::refuse), 1);
}

TEST_F(GuardingTest, RefusesAChangeAndLeavesTheRecord) {
  const Id id = workspace_.create("notes", R"({"text":"hello"})");
  EXPECT_FALSE(update("notes", id, fmt::format(R"({{"text":"{}"}})", kCard)));
  EXPECT_EQ(std::string(view(workspace_.get("notes", id)["text"])), "hello");
}

TEST_F(GuardingTest, MasksAndSaysSo) {
  const auto written = create("notes", R"({"text":"her SSN is 536-22-1234."})");
  ASSERT_TRUE(written);
  ASSERT_EQ(written->warnings.size(), 1u);
  const auto warning = expect_value(parse_json(written->warnings[0]));
  EXPECT_EQ(view(warning["code"]), "guard_masked");
  EXPECT_EQ(view(warning["field"]), "text");
  EXPECT_EQ(view(warning["kind"]), "us_ssn");
  EXPECT_EQ(written->warnings[0].find("536"), std::string::npos);
  EXPECT_EQ(std::string(view(workspace_.get("notes", written->id)["text"])), "her SSN is ***-**-****.");
  EXPECT_EQ(count(Kind::us_ssn, GuardAct::mask), 1);
}

TEST_F(GuardingTest, WarnsAndKeeps) {
  const auto written = create("notes", fmt::format(R"({{"text":"{} and diabetes"}})", kIban));
  ASSERT_TRUE(written);
  EXPECT_EQ(written->warnings.size(), 2u);
  EXPECT_THAT(std::string(view(workspace_.get("notes", written->id)["text"])), testing::HasSubstr(kIban));
  EXPECT_EQ(count(Kind::iban, GuardAct::warn), 1);
  EXPECT_EQ(count(Kind::health, GuardAct::warn), 1);
  EXPECT_EQ(update("notes", written->id, R"({"pinned":true})")->warnings.size(), 0u) << "an unchanged field is looked at again";
}

TEST_F(GuardingTest, FollowsThePolicyAtOnce) {
  rules({{"payment_card", GuardAct::allow}});
  EXPECT_TRUE(create("notes", fmt::format(R"({{"text":"{}"}})", kCard))->warnings.empty());
  rules({{"payment_card", GuardAct::mask}});
  EXPECT_EQ(create("notes", fmt::format(R"({{"text":"{}"}})", kCard))->warnings.size(), 1u);
}

TEST_F(GuardingTest, LooksIntoEveryKindOfText) {
  const std::pair<const char*, std::string> refused[] = {
      {"contacts", R"({"last_name":"4111111111111111"})"},
      {"contacts", R"({"last_name":"A","address":{"street":"Card 4111-1111-1111-1111"}})"},
      {"contacts", R"({"last_name":"A","tags":["4111 1111 1111 1111"]})"},
      {"contacts", R"({"last_name":"A","phone":["4111 1111 1111 1111"]})"},
      {"contacts", R"({"last_name":"A","reference":"4111 1111 1111 1111"})"},
      {"emails", R"({"subject":"card","body":"4111111111111111"})"},
      {"tasks", R"({"title":"4111111111111111"})"},
      {"views", R"({"name":"v","entity":"contact","state":{"a":[{"b":"4111111111111111"}]}})"},
      {"views", R"({"name":"v","entity":"contact","state":{"number":4111111111111111}})"},
  };
  for (const auto& [entity, json] : refused) {
    const auto written = create(entity, json);
    ASSERT_FALSE(written) << json;
    EXPECT_EQ(written.error().code, "refused_payment_card") << json << written.error().message;
  }
}

TEST_F(GuardingTest, LeavesFieldsThatAreMeantForNumbers) {
  for (const char* json : {R"({"last_name":"A","phone":["+49 151 12345674","+1 202-555-1234","123456789"]})", R"({"last_name":"A","reference":"4111111111111111"})",
                           R"({"last_name":"A","website":"https://example.com/4111111111111111"})", R"({"last_name":"A","email":["4111111111111111@example.com"]})"}) {
    const auto written = create("contacts", json);
    ASSERT_TRUE(written) << json << written.error().message;
    EXPECT_TRUE(written->warnings.empty()) << json;
  }
}

TEST_F(GuardingTest, MasksPartsSoThatAllColumnsAgree) {
  rules({{"payment_card", GuardAct::mask}});
  const auto written = create("contacts", R"({"last_name":"A","address":{"street":"Card 4111-1111-1111-1111","city":"Bonn"},"tags":["x","4111111111111111"]})");
  ASSERT_TRUE(written) << written.error().message;
  const auto record = workspace_.get("contacts", written->id);
  EXPECT_EQ(std::string(view(record["address"]["street"])), "Card ****-****-****-1111");
  EXPECT_EQ(std::string(view(record["tags"][1])), "************1111");
  const auto cells = expect_value(workspace_.records->cells(workspace_.at("contacts"), written->id));
  const meta::Field& address = *workspace_.at("contacts").entity->field("address");
  EXPECT_EQ(text_of(cells[static_cast<std::size_t>(address.first_column + 1)]), "Card ****-****-****-1111, Bonn");
}

TEST_F(GuardingTest, MasksWhatUndoingAndRestoringBringBack) {
  rules({});
  const Id id = workspace_.create("notes", fmt::format(R"({{"text":"{}"}})", kCard));
  workspace_.remove("notes", id);
  rules({{"payment_card", GuardAct::refuse}});
  const auto restored = workspace_.records->restore(workspace_.at("notes"), id);
  ASSERT_TRUE(restored);
  EXPECT_EQ(restored->warnings.size(), 1u);
  EXPECT_EQ(std::string(view(workspace_.get("notes", id)["text"])), "**** **** **** 1111");
}

TEST_F(GuardingTest, ReadsFilesThatAreCheapToRead) {
  file_text_ = fmt::format("name,card\nAda,{}\n", kCard);
  const std::string json = fmt::format(R"({{"name":"list","file":{{"id":"{}","name":"list.csv"}}}})", Id::make().text());
  const auto written = create("documents", json);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().fields[0].field, "file");
  file_text_ = "nothing";
  EXPECT_TRUE(create("documents", json));
  EXPECT_FALSE(create("documents", fmt::format(R"({{"name":"list","file":{{"id":"{}","name":"{}.csv"}}}})", Id::make().text(), kCard)));
}

TEST_F(GuardingTest, CountsNothingTwice) {
  ASSERT_TRUE(create("notes", fmt::format(R"({{"text":"{0} {0}"}})", kIban)));
  EXPECT_EQ(count(Kind::iban, GuardAct::warn), 2);
  EXPECT_THAT(guarding_->counts().metrics(), testing::HasSubstr(R"(probity_guard_finds_total{kind="iban",act="warn"} 2)"));
}

}  // namespace
}  // namespace probity::records

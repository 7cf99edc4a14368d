#include "rights/governance/governance.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/test_workspace.hpp"
#include "rights/governance/recipients.hpp"

namespace probity::governance {
namespace {

using records::expect_value;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path kShipped = std::filesystem::path(PROBITY_SOURCE_DIR) / "policies";
constexpr std::string_view kMore = R"({"retention":{"extra":{"entity":"task","starts":"updated","keep":"P1Y"}}})";
/// A new use of what is held.
constexpr std::string_view kWider = R"({"purposes":{"lottery":{"id":20,"label":"A lottery","basis":"legitimate_interests","may_object":true,"categories":["user.name"]}}})";

std::string code_of(const auto& result) { return result ? std::string("fine") : result.error().code; }

/// A workspace of the product with a governance over it, whose letters go nowhere but into a list.
class GovernanceTest : public testing::Test {
 protected:
  GovernanceTest() : policies_(folder_.path() / "policies") {
    std::filesystem::copy(kShipped, policies_, std::filesystem::copy_options::recursive);
    start();
  }

  void start() {
    governance_ = std::make_unique<Governance>(Governance::Parts{.policies = policies_, .law = expect_value(privacy::load_law(policies_ / "law")),
                                                                 .send = [this](const mail::Letter& letter) { return send(letter); }, .public_url = [] { return std::string("https://crm.example"); }});
    workspace_.open(*governance_);
    const auto catalog = expect_value(workspace_.workspaces->find("acme"))->catalog();
    governance_->parts().workspace_model = [catalog] { return std::shared_ptr<const meta::Model>(catalog, &catalog->model()); };
    governance_->work_with(*workspace_.records, *workspace_.jobs);
  }
  void restart() {
    start();
  }

  /// Writes the message as the outbox would, in the state it is to have.
  Result<Id> send(const mail::Letter& letter) {
    letters_.push_back(letter);
    privacy::Access access;
    PROBITY_ASSIGN(const records::Context context, enter(*workspace_.records, letter.workspace, {}, "message", access));
    PROBITY_ASSIGN(const auto written, workspace_.records->create_by(context, {.id = letter.id, .allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
      PROBITY_TRY(records::apply_input(context, expect_value(parse_json(fmt::format(R"({{"to":"{}","state":"{}"}})", letter.to, message_state_))), draft));
      return {};
    }));
    return written.id;
  }

  Id contact(std::string_view email) { return workspace_.create("contact", fmt::format(R"({{"last_name":"Person","email":"{}"}})", email)); }
  Result<Applied> apply(std::string_view overrides, std::string_view profile = "default") {
    return governance_->apply("acme", {.profile = std::string(profile), .overrides = std::string(overrides), .note = "because"}, workspace_.member);
  }
  std::int64_t in_force() { return expect_value(governance_->standing("acme")).in_force.policy->version; }
  std::vector<std::string> states() {
    std::vector<std::string> all;
    for (const Version& version : expect_value(governance_->history("acme"))) all.push_back(fmt::format("{} {}", version.number, version.state));
    return all;
  }
  void run_jobs() { expect_value(workspace_.jobs->run_due("acme")); }
  std::int64_t policy_version_of(const Id& contact) {
    return integer_of(expect_value(workspace_.records->cells(workspace_.at("contact"), contact))[meta::kPolicyVersion]);
  }

  /// As if the announced version's time had come.
  void make_due() {
    Version pending = *expect_value(governance_->standing("acme")).pending;
    pending.since = now();
    expect_value(Versions(*workspace_.records).change("acme", pending, {}));
  }
  void make_due_if_pending() {
    if (!expect_value(governance_->standing("acme")).pending) return;
    make_due();
    expect_value(governance_->look("acme"));
    run_jobs();
  }
  /// The letter to that person was taken by the mail server.
  void arrives(const Id& person) {
    privacy::Access access;
    const records::Context context = expect_value(enter(*workspace_.records, "acme", {}, "message", access));
    expect_value(workspace_.records->alter(context, message_id(person, 2), records::Verb::update, {}, [](store::Reader&, records::Draft& draft) -> Result<> {
      cell_of(draft, "state") = cell("sent");
      cell_of(draft, "sent_at") = now();
      return {};
    }));
  }

  /// Everything of records::TestWorkspace, under this governance.
  struct Governed : records::TestWorkspace {
    Governed() : TestWorkspace({.model = records::product_model()}) { create_system(); }
    void create_system() { expect_value(workspaces->create(std::string(records::kSystemWorkspace), {})); }
    void open(Governance& governance) {
      policy_of = [&governance](std::string_view level, store::Database& database) { return governance.policy_of(level, database); };
      reopen();
      for (const std::string_view level : {records::kSystemWorkspace, std::string_view("acme")}) expect_value(workspaces->find(level));
    }
  };

  records::TestFolder folder_;
  std::filesystem::path policies_;
  Governed workspace_;
  std::unique_ptr<Governance> governance_;
  std::vector<mail::Letter> letters_;
  std::string message_state_ = "sent";
};

TEST_F(GovernanceTest, BeginsWithTheDefaultAtBothLevels) {
  for (const std::string_view level : {"acme", "system"}) {
    const Standing standing = expect_value(governance_->standing(level));
    EXPECT_EQ(standing.in_force.profile, "default") << level;
    EXPECT_EQ(standing.in_force.policy->version, 1) << level;
    EXPECT_FALSE(standing.pending) << level;
    EXPECT_THAT(standing.changed_on_disk, IsEmpty()) << level;
  }
  EXPECT_THAT(states(), testing::ElementsAre("1 in_force"));
}

TEST_F(GovernanceTest, WhatIsAppliedIsWhatIsShown) {
  const Applied applied = expect_value(apply(kMore));
  EXPECT_FALSE(applied.waits);
  EXPECT_EQ(applied.version.number, 2);
  const Standing standing = expect_value(governance_->standing("acme"));
  EXPECT_EQ(standing.in_force.document, expect_value(privacy::load_profile(policies_, "default", kMore)).json);
  EXPECT_NE(standing.in_force.policy->policy->rule("extra"), nullptr);
  EXPECT_EQ(expect_value(workspace_.workspaces->find("acme"))->policy()->version, 2);
  EXPECT_THAT(states(), testing::ElementsAre("2 in_force", "1 past"));
  const Version first = expect_value(governance_->version("acme", 1));
  EXPECT_EQ(first.until, applied.version.since);
  EXPECT_EQ(expect_value(governance_->version("acme", 2)).note, "because");
  EXPECT_EQ(expect_value(governance_->version("acme", 2)).by, workspace_.member);
  EXPECT_EQ(code_of(apply(kMore)), "policy_unchanged");
}

TEST_F(GovernanceTest, ARestartChangesNothing) {
  expect_value(apply(kMore));
  restart();
  EXPECT_EQ(in_force(), 2);
  EXPECT_THAT(states(), testing::ElementsAre("2 in_force", "1 past"));
}

TEST_F(GovernanceTest, AChangedFileChangesNothingInForce) {
  std::ofstream(policies_ / "default.yaml", std::ios::app) << "  D99: {text: A promise from nowhere., section: changes, check: policy.published}\n";
  restart();
  const Standing standing = expect_value(governance_->standing("acme"));
  EXPECT_EQ(standing.in_force.policy->version, 1);
  EXPECT_THAT(standing.changed_on_disk, Contains(testing::Field(&privacy::PolicyChange::text, HasSubstr("A promise from nowhere."))));
  EXPECT_EQ(std::ranges::count(standing.in_force.policy->policy->promises, "D99", &privacy::Promise::id), 0);
  expect_value(apply(""));
  EXPECT_THAT(expect_value(governance_->standing("acme")).changed_on_disk, IsEmpty());
}

TEST_F(GovernanceTest, RefusesWithoutTrace) {
  EXPECT_EQ(code_of(apply("", "nothing-of-the-kind")), "unknown_profile");
  EXPECT_EQ(code_of(apply("{")), "bad_overrides");
  EXPECT_EQ(code_of(apply(R"({"purposes":{"feedback":{"may_object":false}}})")), "policy_refused");
  EXPECT_EQ(code_of(apply(R"({"purposes":{"service":{"id":19}}})")), "policy_refused");
  EXPECT_THAT(states(), testing::ElementsAre("1 in_force"));
  EXPECT_THAT(letters_, IsEmpty());
  EXPECT_EQ(workspace_.count("policy_notice"), 0);
}

TEST_F(GovernanceTest, PeopleAreToldFirstAndItWaits) {
  const Id ada = contact("ada@example.com");
  contact("");
  const Applied applied = expect_value(apply(kWider));
  EXPECT_TRUE(applied.waits);
  EXPECT_EQ(applied.told, 1);
  EXPECT_EQ(applied.version.state, "pending");
  EXPECT_EQ(format_day(day_of(applied.version.since, "")), format_day(day_of(privacy::Period{.days = 30}.after(now()), "")));
  EXPECT_EQ(in_force(), 1);
  run_jobs();
  ASSERT_EQ(letters_.size(), 1u);
  EXPECT_EQ(letters_[0].to, "ada@example.com");
  EXPECT_EQ(letters_[0].person->id, ada);
  EXPECT_EQ(letters_[0].template_name, "policy-change");
  EXPECT_THAT(letters_[0].values.find("changes")->second, HasSubstr("A lottery"));
  EXPECT_EQ(letters_[0].values.find("policy_url")->second, "https://crm.example/privacy/of/acme/history");
  expect_value(governance_->look("acme"));
  const Standing standing = expect_value(governance_->standing("acme"));
  EXPECT_EQ(standing.told, 1);
  EXPECT_EQ(standing.on_their_way, 0);
  EXPECT_EQ(in_force(), 1) << "being told does not make it begin earlier";
}

TEST_F(GovernanceTest, NobodyIsWrittenToTwice) {
  contact("ada@example.com");
  expect_value(apply(kWider));
  run_jobs();
  const std::int64_t messages = workspace_.count("message");
  expect_value(workspace_.jobs->enqueue("acme", "policy_notices", R"({"version":2})", {}));
  run_jobs();
  EXPECT_EQ(workspace_.count("message"), messages);
  EXPECT_EQ(workspace_.count("policy_notice"), 1);
}

TEST_F(GovernanceTest, TakesEffectWhenItsTimeHasComeAlsoAfterARestart) {
  const Id ada = contact("ada@example.com");
  const Applied applied = expect_value(apply(R"({"change":{"wait":"P1D"}})"));
  ASSERT_TRUE(applied.waits) << "a shorter wait must itself be announced";
  restart();
  EXPECT_EQ(expect_value(governance_->look("acme")), applied.version.since);
  EXPECT_EQ(in_force(), 1);
  make_due();
  expect_value(governance_->look("acme"));
  EXPECT_EQ(in_force(), 2);
  EXPECT_EQ(expect_value(workspace_.workspaces->find("acme"))->policy()->version, 2);
  EXPECT_THAT(states(), testing::ElementsAre("2 in_force", "1 past"));
  EXPECT_EQ(policy_version_of(ada), 1);
}

TEST_F(GovernanceTest, WhatCameLaterReplacesWhatWaits) {
  contact("ada@example.com");
  expect_value(apply(kWider));
  const Applied second = expect_value(apply(kMore));
  EXPECT_FALSE(second.waits);
  EXPECT_EQ(second.version.number, 3);
  EXPECT_THAT(states(), testing::ElementsAre("3 in_force", "2 withdrawn", "1 past"));
  expect_value(apply(kWider));
  EXPECT_EQ(code_of(apply(kMore)), "fine") << "applying what is in force takes back what waits";
  EXPECT_THAT(states(), testing::ElementsAre("4 withdrawn", "3 in_force", "2 withdrawn", "1 past"));
}

TEST_F(GovernanceTest, OlderDataStaysClosedUntilItsPersonWasTold) {
  const Id ada = contact("ada@example.com"), bob = contact("bob@example.com"), nobody = contact("");
  message_state_ = "queued";
  expect_value(apply(kWider));
  run_jobs();
  make_due();
  expect_value(governance_->look("acme"));
  run_jobs();
  const auto policy = expect_value(workspace_.workspaces->find("acme"))->policy();
  EXPECT_EQ(policy->first_version_of("lottery", "user.name"), 2);
  EXPECT_EQ(policy_version_of(ada), 1);
  arrives(ada);
  expect_value(governance_->look("acme"));
  run_jobs();
  EXPECT_EQ(policy_version_of(ada), 2);
  EXPECT_EQ(policy_version_of(bob), 1);
  EXPECT_EQ(policy_version_of(nobody), 1);
  EXPECT_EQ(policy_version_of(contact("new@example.com")), 2);
}

/// A record about two people opens when both know.
TEST_F(GovernanceTest, ARecordOpensWhenAllItConcernsWereTold) {
  const Id ada = contact("ada@example.com"), bob = contact("bob@example.com");
  const Id meeting = workspace_.create("meeting", fmt::format(R"({{"title":"Talk","start":"2026-12-01T10:00:00Z","attendees":["{}","{}"]}})", ada.text(), bob.text()));
  message_state_ = "queued";
  expect_value(apply(kWider));
  run_jobs();
  make_due();
  expect_value(governance_->look("acme"));
  const auto version_of_meeting = [&] { return integer_of(expect_value(workspace_.records->cells(workspace_.at("meeting"), meeting))[meta::kPolicyVersion]); };
  arrives(ada);
  expect_value(governance_->look("acme"));
  run_jobs();
  EXPECT_EQ(version_of_meeting(), 1);
  arrives(bob);
  expect_value(governance_->look("acme"));
  run_jobs();
  EXPECT_EQ(version_of_meeting(), 2);
}

TEST_F(GovernanceTest, PostingNeedsNoLetters) {
  contact("ada@example.com");
  expect_value(apply(R"({"change":{"notice":"post_date","wait":"P0D"}})"));
  make_due();
  expect_value(governance_->look("acme"));
  run_jobs();
  letters_.clear();
  const std::string both = R"({"change":{"notice":"post_date","wait":"P0D"},)" + std::string(kWider).substr(1);
  const Applied applied = expect_value(apply(both));
  EXPECT_FALSE(applied.waits);
  EXPECT_EQ(applied.told, 0);
  run_jobs();
  EXPECT_THAT(letters_, IsEmpty());
}

/// Who runs the installation need not wait for themselves; somebody else with an account is told first.
TEST_F(GovernanceTest, TheOperatorDecidesAndMembersAreTold) {
  const auto member = [&](std::string_view name) {
    privacy::Access access;
    const records::Context context = expect_value(enter(*workspace_.records, "system", {}, "member", access));
    return expect_value(workspace_.records->create(context, expect_value(parse_json(fmt::format(R"({{"name":"{0}","email":"{0}@example.com"}})", name))))).id;
  };
  const Id runs_it = member("olga");
  governance_->parts().operator_member = [runs_it] { return std::optional(runs_it); };
  EXPECT_FALSE(expect_value(governance_->apply("system", {.profile = "default", .overrides = std::string(kWider), .note = ""}, {})).waits);
  member("mia");
  const Applied applied = expect_value(governance_->apply("system", {.profile = "default", .overrides = R"({"age":{"years":18}})", .note = ""}, runs_it));
  EXPECT_FALSE(applied.waits) << "less is used: it need not wait";
  EXPECT_EQ(applied.told, 2) << "but members hear of every change";
  EXPECT_TRUE(expect_value(governance_->apply("system", {.profile = "default", .overrides = std::string(kWider), .note = ""}, runs_it)).waits);
  letters_.clear();
  expect_value(workspace_.jobs->run_due("system"));
  EXPECT_THAT(letters_, Contains(testing::Field(&mail::Letter::to, "mia@example.com")));
  EXPECT_THAT(letters_.front().values.find("policy_url")->second, "https://crm.example/privacy/history");
}

TEST_F(GovernanceTest, ShowsTheTextOfAnyDate) {
  expect_value(apply(kMore));
  const auto versions = expect_value(governance_->history("acme"));
  EXPECT_EQ(expect_value(governance_->in_force_at("acme", now()))->number, 2);
  EXPECT_EQ(expect_value(governance_->in_force_at("acme", versions[0].since - 1))->number, 1);
  EXPECT_FALSE(expect_value(governance_->in_force_at("acme", versions[1].since - 1)));
}

TEST_F(GovernanceTest, ANewWorkspaceBeginsWithTheOperatorsChoice) {
  const std::string overrides = R"({"controller":{"name":"The Operator"},"age":{"years":18}})";
  expect_value(governance_->apply("system", {.profile = "default", .overrides = overrides, .note = ""}, {}));
  expect_value(workspace_.workspaces->create("later", {}));
  const Standing standing = expect_value(governance_->standing("later"));
  EXPECT_EQ(standing.in_force.policy->policy->age.years, 18);
  EXPECT_EQ(standing.in_force.policy->policy->controller.name, "") << "who answers for it is somebody else";
  EXPECT_EQ(expect_value(governance_->standing("acme")).in_force.policy->policy->age.years, std::nullopt);
}

/// The first service for mail: nobody can be told of it before it is there.
constexpr std::string_view kFirstMail = R"({"processors":{"mailer":{"name":"Mailer","kind":"email","task":"Delivers our letters.","purposes":["service","legal_obligation"],"categories":["user.name","user.contact.email"],"country":"DE","keep":"P30D","statement":{"state":"awaited"},"integration":"smtp"}}})";

TEST_F(GovernanceTest, WhoCouldNotBeToldGetsTheFirstLetterAndNothingElseBefore) {
  const Id ada = contact("ada@example.org");
  message_state_ = "refused";
  const Applied applied = expect_value(apply(kFirstMail));
  EXPECT_TRUE(applied.waits);
  EXPECT_EQ(applied.cannot_be_told, 1);
  EXPECT_THAT(applied.not_told_because, HasSubstr("lists no service for mail"));
  run_jobs();
  expect_value(governance_->look("acme"));
  EXPECT_EQ(expect_value(governance_->standing("acme")).not_told, 1);
  make_due();
  message_state_ = "sent";
  expect_value(governance_->look("acme"));
  EXPECT_EQ(expect_value(workspace_.workspaces->find("acme"))->policy()->first_version_for("mailer"), 2);
  EXPECT_EQ(policy_version_of(ada), 1) << "nothing but the letter goes there";
  run_jobs();
  ASSERT_EQ(letters_.size(), 2u);
  EXPECT_EQ(letters_[1].purpose, "legal_obligation");
  expect_value(governance_->look("acme"));
  run_jobs();
  EXPECT_EQ(expect_value(governance_->standing("acme")).told, 1);
  EXPECT_EQ(policy_version_of(ada), 2);
  restart();
  EXPECT_EQ(expect_value(workspace_.workspaces->find("acme"))->policy()->first_version_for("mailer"), 2) << "it is kept";
}

TEST_F(GovernanceTest, TheSiteTellsWhereThePolicySaysSo) {
  contact("ada@example.org");
  expect_value(apply(R"({"change":{"notice":"email_or_site"}})"));
  run_jobs();
  make_due_if_pending();
  message_state_ = "refused";
  letters_.clear();
  const Applied applied = expect_value(apply(fmt::format(R"({{"change":{{"notice":"email_or_site"}},{})", kWider.substr(1))));
  EXPECT_EQ(applied.cannot_be_told, 0);
  run_jobs();
  expect_value(governance_->look("acme"));
  const Standing standing = expect_value(governance_->standing("acme"));
  EXPECT_EQ(standing.not_told, 0);
  EXPECT_EQ(standing.told, 1);
}

}  // namespace
}  // namespace probity::governance

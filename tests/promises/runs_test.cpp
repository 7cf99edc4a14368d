// What the hourly look keeps, and whom it tells.
#include "stage.hpp"

namespace probity::promises {
namespace {

using store::Condition;

class RunsTest : public testing::Test {
 protected:
  RunsTest() {
    stage.policy.promises = {{.id = "P1", .text = "We name who answers.", .section = "who", .checks = {{"policy.names_controller", {}}}, .needs = {}},
                             {.id = "P2", .text = "Payments are safe.", .section = "never", .checks = {{"policy.names_controller", {}}}, .needs = {"payments"}}};
    stage.apply();
  }
  RunPointer run(std::string_view level = "acme") { return expect_value(stage.installation().promises().run(level)); }
  void break_it() {
    stage.policy.controller.address = {};
    stage.apply();
  }
  void mend_it() {
    stage.policy.controller.address = "1 Example Street";
    stage.apply();
  }
  std::int64_t told() { return stage.count("acme", "notification", Condition::equals("kind", cell("promise"))); }
  /// To members, so from the system's own outbox.
  std::int64_t letters() { return stage.count("system", "message", Condition::is_in("template", {cell("promise-broken"), cell("promise-mended")})); }

  Stage stage;
};

TEST_F(RunsTest, a_broken_promise_is_told_once_and_once_when_it_is_mended) {
  EXPECT_EQ(run()->in_state(State::broken), 0);
  EXPECT_EQ(told(), 0);
  break_it();
  const RunPointer broken = run();
  EXPECT_EQ(broken->findings[0].evidence.state, State::broken);
  EXPECT_EQ(broken->findings[1].evidence.state, State::broken) << "broken counts even while something is missing";
  EXPECT_EQ(told(), 1) << "one for all that broke, to the one administrator";
  EXPECT_EQ(letters(), 1);
  run();
  EXPECT_EQ(told(), 1) << "told once";
  mend_it();
  const RunPointer mended = run();
  EXPECT_EQ(mended->findings[0].evidence.state, State::kept);
  EXPECT_EQ(mended->findings[1].evidence.state, State::waiting);
  EXPECT_EQ(told(), 2) << "and once when it is mended";
  EXPECT_EQ(letters(), 2);
  run();
  EXPECT_EQ(told(), 2);
  EXPECT_EQ(letters(), 2);
}

/// The check of links looks at the page that shows the look.
TEST_F(RunsTest, the_public_page_of_a_policy_that_was_never_looked_at_looks_once) {
  stage.policy.promises = {{.id = "P1", .text = "Links are marked.", .section = "links", .checks = {{"links.marked", {}}}, .needs = {}}};
  stage.apply();
  EXPECT_NE(stage.facts().page("/trust/of/acme").find("Links are marked."), std::string::npos);
  const RunPointer looked = expect_value(stage.installation().promises().current("acme"));
  ASSERT_EQ(looked->findings.size(), 1U);
  EXPECT_EQ(expect_value(stage.installation().promises().current("acme")), looked) << "nothing changed, so nothing is looked at anew";
}

TEST_F(RunsTest, the_operators_promises_are_told_where_the_installation_was_set_up) {
  break_it();
  run("system");
  EXPECT_EQ(told(), 1);
}

TEST_F(RunsTest, what_was_found_is_kept_and_outlives_the_program) {
  break_it();
  const RunPointer before = run();
  EXPECT_EQ(stage.count("acme", "promise_state"), 2);
  const std::int64_t written = stage.count("acme", store::kLeaf);
  run();
  EXPECT_EQ(stage.count("acme", store::kLeaf), written) << "what stands as it stood is not written again";
  Runs later(stage.installation().records(), stage.installation().accounts(), stage.facts());
  const RunPointer kept = expect_value(later.last("acme"));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->policy, before->policy);
  ASSERT_EQ(kept->findings.size(), 2u);
  EXPECT_EQ(kept->findings[0].evidence.state, State::broken);
  EXPECT_EQ(kept->findings[0].since / kSecond, before->findings[0].since / kSecond);
  expect_value(later.run("acme"));
  EXPECT_EQ(told(), 1) << "another start tells nobody again";
}

TEST_F(RunsTest, a_check_that_fails_is_broken_and_stops_no_other) {
  stage.facts().workspaces = []() -> Result<std::vector<std::string>> { return internal("the test says so"); };
  stage.policy.promises[0].checks = {{"audit.whole", {}}};
  stage.apply();
  const RunPointer ran = run("system");
  EXPECT_EQ(ran->findings[0].evidence.state, State::broken);
  EXPECT_THAT(ran->findings[0].evidence.text, testing::HasSubstr("could not be looked at"));
  EXPECT_EQ(ran->findings[0].evidence.text.find("the test says so"), std::string::npos);
  EXPECT_EQ(ran->findings[1].evidence.state, State::waiting);
}

TEST_F(RunsTest, every_level_is_looked_at_and_not_too_often) {
  expect_value(stage.installation().promises().run_all());
  const RunPointer first = expect_value(stage.installation().promises().last("acme"));
  ASSERT_TRUE(first);
  expect_value(stage.installation().promises().run_all(kHour));
  EXPECT_EQ(expect_value(stage.installation().promises().last("acme"))->at, first->at);
  expect_value(stage.installation().promises().run_all());
  EXPECT_GT(expect_value(stage.installation().promises().last("acme"))->at, first->at);
}

TEST(Problems, of_a_policy_are_named) {
  privacy::Policy policy;
  policy.promises = {{.id = "A", .text = {}, .section = {}, .checks = {}, .needs = {}},
                     {.id = "B", .text = {}, .section = {}, .checks = {{"no.such", {}}}, .needs = {"wishes"}},
                     {.id = "C", .text = {}, .section = {}, .checks = {{"age.limit_in_force", {{"colour", "red"}}}}, .needs = {}}};
  EXPECT_THAT(problems_of(policy), testing::ElementsAre("promise A: no check says whether it is kept", "promise B: there is no check \"no.such\"", "promise B: there is no capability \"wishes\"",
                                                        "promise C: the check age.limit_in_force lacks its parameter \"years\"", "promise C: the check age.limit_in_force has no parameter \"colour\""));
}

}  // namespace
}  // namespace probity::promises

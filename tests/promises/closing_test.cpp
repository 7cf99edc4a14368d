// A closed workspace whose time is over breaks the promise that it goes, until it is destroyed.
#include "stage.hpp"

namespace probity::promises {
namespace {

TEST(ClosedWorkspaces, beyond_their_time_break_the_promise_until_they_are_destroyed) {
  Stage stage;
  installation::Installation& installation = stage.installation();
  stage.since = now() - 2 * kDay;
  stage.policy.retention.push_back({.id = "account-data", .entity = "workspace", .categories = {}, .purpose = "service", .starts = privacy::Starts::account_closed, .keep = privacy::Period{.days = 90},
                                    .action = privacy::RetentionAction::remove, .hold_blocks = true, .minimum = {}, .reason = {}, .section = {}, .needs = {"account_closing"}});
  stage.apply();
  const auto ask = [&] { return stage.ask("retention.nothing_over_age", {{"rule", "account-data"}}, "system").state; };
  const auto doomed = expect_value(installation.accounts().create_workspace({.name = "Doomed", .input = {.country = "DE", .currency = "EUR", .time_zone = "UTC"}, .reference = {}}));
  EXPECT_EQ(ask(), State::kept);
  expect_value(installation.life_cycle().closing.close(doomed.slug));
  EXPECT_EQ(ask(), State::kept) << "it may be opened again";
  for (const char* column : {"closed_at", "destroy_at", "_created_at", "_updated_at"}) stage.set_column("system", "workspace", column, Cell{now() - 400 * kDay}, {{"_id", cell(doomed.id)}});
  EXPECT_EQ(ask(), State::broken);
  const Id run = expect_value(installation.retention().begin("system", {}));
  expect_value(installation.jobs().finish("system", run));
  EXPECT_EQ(ask(), State::kept);
  EXPECT_FALSE(expect_value(installation.backend().exists(doomed.slug)));
  EXPECT_TRUE(expect_value(installation.backend().exists("acme")));
}

}  // namespace
}  // namespace probity::promises

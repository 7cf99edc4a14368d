// Whose word counts, for which mailbox, and that it counts whatever else stands against the person.
#include "rights/consent/consents_fixture.hpp"

namespace probity::rights {
namespace {

TEST_F(ConsentsTest, a_yes_by_link_counts_for_that_mailbox_alone) {
  const Id di = contact("di@one.example");
  agree_by_link(di, "di@one.example");
  EXPECT_TRUE(may(di, "", "di@one.example").allowed);
  EXPECT_EQ(may(di, "", "third@example.org").code, "no_agreement") << "that mailbox never confirmed";
  workspace.update("contact", di, R"({"email":"third@example.org"})");
  const Verdict moved = expect_value(consents.why(workspace.at("contact"), di, "marketing", "email"));
  EXPECT_FALSE(moved.allowed);
  ASSERT_EQ(moved.addresses.size(), 1u);
  EXPECT_EQ(moved.addresses[0].address, "t***@example.org");
  ASSERT_EQ(chain_in_words(moved).size(), 2u) << "what was said is told all the same";
  EXPECT_THAT(chain_in_words(moved)[1], testing::HasSubstr("for d***@one.example alone"));
  for (const Choice& choice : expect_value(consents.preferences(workspace.at("contact"), di)).choices) EXPECT_FALSE(choice.on && choice.by_agreement) << choice.label;
  agree_by_link(di, "third@example.org");
  EXPECT_TRUE(may(di, "", "third@example.org").allowed);
}

TEST_F(ConsentsTest, one_mailbox_does_not_switch_on_another_that_said_no) {
  const Id victim = contact("victim@v.example");
  record(victim, said(State::withdrawn));
  workspace.remove("contact", victim);
  const Id other = workspace.create("contact", R"({"last_name":"Other","email":"other@o.example"})");
  agree_by_link(other, "other@o.example");
  workspace.update("contact", other, R"({"email":["other@o.example","victim@v.example"]})");
  EXPECT_EQ(may(other, "", "victim@v.example").code, "suppressed");
  const Verdict both = expect_value(consents.why(workspace.at("contact"), other, "marketing", "email"));
  EXPECT_TRUE(both.allowed);
  EXPECT_THAT(both.reason, testing::HasSubstr("Not to v***@v.example: The address is on the suppression list"));
  workspace.update("contact", other, R"({"email":"victim@v.example"})");
  EXPECT_FALSE(expect_value(consents.why(workspace.at("contact"), other, "marketing", "email")).allowed);
}

TEST_F(ConsentsTest, a_no_said_while_two_were_one_stays_with_both) {
  const Id winner = workspace.create("contact", R"({"last_name":"Winner"})");
  const Id loser = workspace.create("contact", R"({"last_name":"Loser"})");
  const auto why_post = [&](const Id& person) { return expect_value(consents.why(workspace.at("contact"), person, "marketing", "post")); };
  record(loser, said(State::given, "post"));
  record(winner, said(State::given, "post"));
  const Id merged = merge(winner, loser);
  record(winner, said(State::withdrawn, "post"));
  const auto take_back = [&] { workspace.answer([&](JsonWriter& writer) { return records::unmerge(*workspace.records, workspace.access, merged, writer); }); };
  take_back();
  EXPECT_FALSE(why_post(winner).allowed);
  EXPECT_FALSE(why_post(loser).allowed);
  EXPECT_THAT(states(loser), testing::ElementsAre("given", "withdrawn"));
  EXPECT_THAT(states(winner), testing::ElementsAre("given", "withdrawn"));
}

TEST_F(ConsentsTest, a_restricted_person_still_says_yes_and_no) {
  const Id ada = contact();
  expect_value(consents.invite(workspace.at("contact"), ada, {.purpose = "marketing", .address = "ada@example.org", .wording = "Yes, write to me."}));
  const Holder link = expect_value(consents.holder_of(token_of(letters.back().values.at("link"))));
  const Holder bulk = holder(ways(ada));
  expect_value(records::set_state(*workspace.records, workspace.at("contact"), ada, [](privacy::SubjectState state) { return state | privacy::kRestricted; }));
  ASSERT_FALSE(workspace.records->cells(workspace.at("contact"), ada)) << "for the service they are not there";
  expect_value(consents.confirm(link, ""));
  expect_value(consents.set_preferences(bulk, {{"marketing", "email", newsletter, false}}, ""));
  expect_value(consents.unsubscribe(bulk, "one-click", ""));
  expect_value(consents.leave_everything(bulk, ""));
  record(ada, said(State::withdrawn));
  EXPECT_EQ(expect_value(consents.why(workspace.at("contact"), ada, "marketing", "email")).code, "restricted");
  EXPECT_FALSE(expect_value(consents.preferences(workspace.at("contact"), ada)).choices.empty());
  const auto asked = consents.invite(workspace.at("contact"), ada, {.purpose = "marketing", .address = "ada@example.org", .wording = "Yes?"});
  EXPECT_EQ(asked.error().code, "restricted") << "they are not written to";
}

TEST_F(ConsentsTest, whatever_was_agreed_to_has_its_switch) {
  const Id ada = contact();
  record(ada, said(State::given, "post"));
  record(ada, said(State::given, "phone"));
  record(ada, said(State::given, ""));
  const auto context = workspace.at("contact");
  Statement how = said(State::unknown);
  how.method = "phone";
  for (const char* channel : {"post", "phone", ""}) {
    expect_value(consents.set_preferences(context, ada, {{"marketing", channel, {}, false}}, how));
    EXPECT_FALSE(expect_value(consents.why(context, ada, "marketing", channel)).allowed) << channel;
  }
  const auto choices = expect_value(consents.preferences(context, ada)).choices;
  EXPECT_TRUE(std::ranges::any_of(choices, [](const Choice& choice) { return choice.channel == "post" && !choice.on; })) << "it can be switched on again";
}

TEST_F(ConsentsTest, what_means_nothing_is_not_recorded) {
  const Id ada = contact();
  Statement yes = said(State::given);
  yes.purpose = "service";
  EXPECT_EQ(refusal(ada, yes), "no_consent_needed");
  yes = said(State::given);
  yes.expires_at = yes.at - kDay;
  EXPECT_EQ(refusal(ada, yes), "expires_before");
  yes = said(State::given);
  yes.at = now() + kMinute;
  record(ada, yes);
  EXPECT_LE(expect_value(consents.history(workspace.at("contact"), ada)).at(0).event.at, now()) << "another clock is a little ahead";
}

}  // namespace
}  // namespace probity::rights

#include "rights/consent/consents_fixture.hpp"

namespace probity::rights {
namespace {

TEST_F(ConsentsTest, nothing_is_sent_before_a_yes_and_nothing_after_a_no) {
  const Id ada = contact();
  EXPECT_EQ(may(ada).code, "no_agreement");
  record(ada, said(State::given));
  EXPECT_TRUE(may(ada).allowed) << may(ada).reason;
  EXPECT_EQ(marks[ada], privacy::agreed_to(3));
  record(ada, said(State::withdrawn));
  EXPECT_FALSE(may(ada).allowed);
  EXPECT_EQ(marks[ada], 0);
  EXPECT_THAT(states(ada), testing::ElementsAre("given", "withdrawn"));
  EXPECT_TRUE(may(ada, "", "", "service").allowed) << "a service letter needs no agreement";
  EXPECT_EQ(may(ada, "", "", "service").code, "not_needed");
}

TEST_F(ConsentsTest, the_verdict_tells_the_chain_in_words) {
  const Id ada = contact();
  record(ada, said(State::given));
  Statement renewed = said(State::renewed);
  record(ada, said(State::withdrawn));
  renewed.at = now();
  EXPECT_EQ(refusal(ada, renewed), "suppressed");
  expect_value(consents.suppressions().lift(workspace.at("contact"), expect_value(consents.suppressions().hash(workspace.at("contact"), "ada@example.org")), "Asked"));
  record(ada, renewed);
  const Verdict verdict = expect_value(consents.why(workspace.at("contact"), ada, "marketing", "email"));
  EXPECT_FALSE(verdict.allowed);
  const auto lines = chain_in_words(verdict);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_THAT(lines[0], testing::HasSubstr("has agreed (form, https://example.org/news)"));
  EXPECT_THAT(lines[2], testing::HasSubstr("It changes nothing, because before it the person has withdrawn"));
}

TEST_F(ConsentsTest, a_topic_is_left_alone_and_partners_want_a_yes_of_their_own) {
  const Id ada = contact();
  record(ada, said(State::given));
  EXPECT_TRUE(may(ada, "Newsletter").allowed);
  EXPECT_FALSE(may(ada, "Partners").allowed);
  record(ada, said(State::withdrawn, "email", newsletter));
  EXPECT_FALSE(may(ada, "Newsletter").allowed);
  EXPECT_TRUE(may(ada, "Offers").allowed);
  record(ada, said(State::given, "email", partners));
  EXPECT_TRUE(may(ada, "Partners").allowed);
  EXPECT_EQ(may(ada, "Nothing of the kind").code, "unknown_topic");
}

TEST_F(ConsentsTest, an_objection_stops_what_needs_no_agreement) {
  const Id ada = contact();
  EXPECT_TRUE(may(ada, "", "ada@example.org", "sales").allowed);
  Statement no = said(State::withdrawn, "");
  no.purpose = "sales";
  record(ada, no);
  EXPECT_FALSE(may(ada, "", "ada@example.org", "sales").allowed);
  EXPECT_EQ(marks[ada] & privacy::objected_to(2), privacy::objected_to(2));
  Statement yes = said(State::given, "");
  yes.purpose = "sales";
  EXPECT_EQ(refusal(ada, yes), "suppressed");
  expect_value(consents.set_preferences(holder(ways(ada)), {{"sales", "", {}, true}}, ""));
  EXPECT_EQ(marks[ada] & privacy::objected_to(2), 0);
}

TEST_F(ConsentsTest, what_has_no_proof_is_refused_and_leaves_nothing) {
  const Id ada = contact();
  Statement statement = said(State::given);
  statement.source.clear();
  EXPECT_EQ(refusal(ada, statement), "no_proof");
  statement = said(State::given);
  statement.at = now() + kDay;
  EXPECT_EQ(refusal(ada, statement), "in_the_future");
  statement = said(State::given);
  statement.purpose = "selling";
  EXPECT_EQ(refusal(ada, statement), "unknown_purpose");
  EXPECT_EQ(refusal(ada, said(State::given, "pigeon")), "unknown_channel");
  statement = said(State::given);
  statement.method = "guess";
  EXPECT_EQ(refusal(ada, statement), "unknown_method");
  EXPECT_EQ(refusal(ada, said(State::given, "email", Id::make())), "unknown_topic");
  EXPECT_EQ(refusal(ada, said(State::unknown)), "unknown_state");
  EXPECT_EQ(refusal(Id::make(), said(State::given)), "not_found");
  EXPECT_EQ(workspace.count("consent"), 0);
  EXPECT_EQ(workspace.count("suppression"), 0);
}

TEST_F(ConsentsTest, nobody_changes_deletes_or_takes_back_what_was_said) {
  const Id ada = contact();
  const Id event = record(ada, said(State::withdrawn));
  const auto patch = expect_value(parse_json(R"({"state":"given"})"));
  EXPECT_EQ(workspace.records->update(workspace.at("consent"), event, patch).error().code, "kept");
  EXPECT_EQ(workspace.records->remove(workspace.at("consent"), event).error().code, "kept");
  const Id by_hand = workspace.create("consent", fmt::format(R"({{"person":"{}","purpose":"marketing","channel":"email","state":"requested","at":"2025-01-01T00:00:00Z","method":"letter","source":"Page"}})", ada.text()));
  EXPECT_EQ(workspace.get("consent", by_hand)["address"], "a***@example.org");
  EXPECT_EQ(view(workspace.get("consent", by_hand)["by"]), workspace.member.text());
  EXPECT_FALSE(records::undo_last(*workspace.records, workspace.access));
  EXPECT_EQ(states(ada).size(), 2u);
  const JsonDocument entries = workspace.list("suppression");
  const Id entry = *Id::parse(view(entries["items"][0]["id"]));
  EXPECT_EQ(workspace.records->remove(workspace.at("suppression"), entry).error().code, "kept");
}

TEST_F(ConsentsTest, the_history_survives_merge_and_unmerge) {
  const Id ada = contact();
  const Id twin = contact("ada@other.example");
  record(ada, said(State::given));
  record(twin, said(State::withdrawn));
  const Id merged = merge(ada, twin);
  EXPECT_THAT(states(ada), testing::ElementsAre("given", "withdrawn"));
  EXPECT_FALSE(may(ada).allowed) << "a no of either is a no of both";
  expect_value(workspace.jobs->run_due("acme"));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  expect_value(records::unmerge(*workspace.records, workspace.access, merged, writer));
  EXPECT_THAT(states(ada), testing::ElementsAre("given"));
  EXPECT_THAT(states(twin), testing::ElementsAre("withdrawn"));
}

TEST_F(ConsentsTest, the_history_survives_undo_of_the_persons_change) {
  const Id ada = contact();
  workspace.update("contact", ada, R"({"first_name":"Ada"})");
  record(ada, said(State::given));
  expect_value(records::undo_last(*workspace.records, workspace.access));
  EXPECT_TRUE(workspace.get("contact", ada)["first_name"].IsNull()) << "their own last change, not what the person said";
  EXPECT_THAT(states(ada), testing::ElementsAre("given"));
}

TEST_F(ConsentsTest, a_no_outlives_the_erasure_of_the_address) {
  const Id ada = contact();
  record(ada, said(State::given));
  expect_value(consents.unsubscribe(holder(ways(ada)), "one-click", ""));
  workspace.remove("contact", ada);
  expect_value(workspace.records->purge(workspace.at("contact"), ada));
  EXPECT_EQ(workspace.count("consent"), 2) << "that something was said stays, by nobody";
  const JsonDocument left = workspace.list("consent");
  for (const JsonValue& each : left["items"].GetArray()) {
    EXPECT_TRUE(each["person"].IsNull());
    EXPECT_TRUE(each["address"].IsNull());
  }
  const auto back = expect_value(workspace.records->create(workspace.at("contact"), expect_value(parse_json(R"({"last_name":"Lovelace","email":"Ada@Example.org"})"))));
  ASSERT_EQ(back.warnings.size(), 1u);
  EXPECT_THAT(back.warnings[0], testing::HasSubstr("a***@example.org is on the suppression list"));
  EXPECT_EQ(refusal(back.id, said(State::given, "email", newsletter)), "suppressed");
  EXPECT_EQ(may(back.id, "Newsletter").code, "suppressed");
  EXPECT_EQ(may(back.id, "Offers").code, "no_agreement") << "it was the newsletter that they left";
  EXPECT_EQ(refusal(back.id, said(State::given, "email", topic("Offers"))), "");
}

TEST_F(ConsentsTest, only_their_own_link_goes_over_the_list) {
  const Id ada = contact();
  record(ada, said(State::withdrawn));
  EXPECT_EQ(refusal(ada, said(State::given)), "suppressed");
  for (const char* method : {"double-opt-in", "portal", "link", "one-click", "gpc", "cookie-banner", "time"}) {
    Statement claim = said(State::given);
    claim.method = method;
    EXPECT_EQ(refusal(ada, claim), "not_witnessed") << method;
    EXPECT_EQ(consents.set_preferences(workspace.at("contact"), ada, {{"marketing", "email", newsletter, true}}, claim).error().code, "not_witnessed") << method;
    const auto row = expect_value(parse_json(fmt::format(R"({{"person":"{}","purpose":"marketing","channel":"email","state":"given","at":"2025-01-01T00:00:00Z","method":"{}","source":"Page"}})", ada.text(), method)));
    EXPECT_EQ(workspace.records->create(workspace.at("consent"), row).error().fields.at(0).code, "not_witnessed") << method;
  }
  EXPECT_EQ(states(ada).size(), 1u);
  agree_by_link(ada);
  EXPECT_TRUE(may(ada).allowed) << may(ada).reason;
  const auto context = workspace.at("contact");
  const auto hash = expect_value(consents.suppressions().hash(context, "ada@example.org"));
  expect_value(consents.suppressions().add(context, hash, {.reason = "Lawyers wrote"}));
  EXPECT_EQ(may(ada).code, "suppressed") << "what an administrator put there, an administrator takes away";
  EXPECT_EQ(expect_value(consents.suppressions().lift(context, hash, "Settled")), 2);
  EXPECT_TRUE(may(ada).allowed);
  EXPECT_EQ(consents.suppressions().add(context, hash, {}).error().code, "no_reason");
}

TEST_F(ConsentsTest, the_gate_lets_out_what_is_wanted_of_any_topic) {
  const Id ada = contact();
  const auto objection = [&] { return expect_value(consents.objection("acme", "contact", ada, "marketing", "email")); };
  EXPECT_THAT(objection(), testing::HasSubstr("needs the person's agreement"));
  record(ada, said(State::given, "email", partners));
  EXPECT_EQ(objection(), "");
  record(ada, said(State::withdrawn, ""));
  EXPECT_NE(objection(), "");
}

TEST_F(ConsentsTest, one_suppressed_address_leaves_the_other) {
  const Id ada = workspace.create("contact", R"({"last_name":"Lovelace","email":["ada@example.org","ada@work.example"]})");
  record(ada, said(State::given));
  const auto context = workspace.at("contact");
  expect_value(consents.suppressions().add(context, expect_value(consents.suppressions().hash(context, "ADA@example.org")), {.reason = "Bounced"}));
  EXPECT_EQ(may(ada).code, "suppressed");
  EXPECT_TRUE(may(ada, "", "ada@work.example").allowed);
  EXPECT_TRUE(may(ada, "", "").allowed) << "there is one that may be used";
}

TEST_F(ConsentsTest, no_row_holds_a_suppressed_address) {
  record(contact(), said(State::withdrawn, ""));
  EXPECT_EQ(workspace.count("suppression"), 2) << "email and phone";
  const std::string rows = to_json_text(workspace.list("suppression"));
  EXPECT_EQ(rows.find("ada"), std::string::npos);
  EXPECT_EQ(rows.find("1234567"), std::string::npos);
}

TEST_F(ConsentsTest, a_link_leaves_the_list_of_its_message_and_no_other) {
  const Id ada = contact();
  record(ada, said(State::given));
  const WaysOut out = ways(ada);
  EXPECT_EQ(ways(ada).unsubscribe_url, out.unsubscribe_url) << "one list, one link";
  EXPECT_NE(ways(ada, "Offers").unsubscribe_url, out.unsubscribe_url);
  EXPECT_EQ(out.list_unsubscribe, "<" + out.unsubscribe_url + ">");
  const Holder held = holder(out);
  EXPECT_EQ(held.person, ada);
  EXPECT_EQ(held.address, "a***@example.org");
  for (int again = 0; again < 2; ++again) expect_value(consents.unsubscribe(held, "one-click", "192.0.2.1"));
  EXPECT_THAT(states(ada), testing::ElementsAre("given", "withdrawn")) << "once, however often";
  EXPECT_FALSE(may(ada, "Newsletter").allowed);
  EXPECT_TRUE(may(ada, "Offers").allowed);
  const JsonDocument said = workspace.list("consent", {{}, 50, "", "", R"({"field":"state","op":"eq","value":"withdrawn"})"});
  EXPECT_EQ(said["items"][0]["ip_address"], "192.0.0.0") << "masked";
  const std::string stored = to_json_text(workspace.list("consent_link"));
  EXPECT_EQ(stored.find(token_of(out.unsubscribe_url).substr(5)), std::string::npos) << "only the hash is kept";
}

TEST_F(ConsentsTest, a_link_of_somebody_erased_still_keeps_their_address_off) {
  const Id ada = contact();
  const WaysOut out = ways(ada);
  workspace.remove("contact", ada);
  expect_value(workspace.records->purge(workspace.at("contact"), ada));
  const Holder held = holder(out);
  EXPECT_TRUE(held.entity.empty());
  EXPECT_TRUE(held.address.empty()) << "masked or not, it is gone";
  expect_value(consents.unsubscribe(held, "one-click", ""));
  EXPECT_EQ(may(contact(), "Newsletter").code, "suppressed");
}

TEST_F(ConsentsTest, a_link_of_somebody_in_the_bin_counts_when_they_come_back) {
  const Id ada = contact();
  record(ada, said(State::given));
  const WaysOut out = ways(ada);
  workspace.remove("contact", ada);
  expect_value(consents.unsubscribe(holder(out), "one-click", ""));
  expect_value(workspace.records->restore(workspace.at("contact"), ada));
  EXPECT_EQ(may(ada, "Newsletter").code, "suppressed");
}

TEST_F(ConsentsTest, what_is_no_link_leads_nowhere) {
  const std::string token = token_of(ways(contact()).unsubscribe_url);
  std::string forged = token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  const std::string elsewhere = "other" + token.substr(token.find('.'));
  for (const std::string& text : {forged, elsewhere, std::string("acme."), std::string(), std::string("acme"), "system" + token.substr(token.find('.')), "../acme" + token.substr(token.find('.')), token + "A"}) {
    const auto held = consents.holder_of(text);
    ASSERT_FALSE(held) << text;
    EXPECT_EQ(held.error().code, "unknown_link");
  }
}

TEST_F(ConsentsTest, preferences_are_switches_over_events) {
  const Id ada = contact();
  const auto context = workspace.at("contact");
  const auto on = [&](const Id& topic) {
    for (const Choice& choice : expect_value(consents.preferences(context, ada)).choices) {
      if (choice.topic == topic) return choice.on;
    }
    return false;
  };
  EXPECT_FALSE(on(newsletter));
  const Holder held = holder(ways(ada));
  expect_value(consents.set_preferences(held, {{"marketing", "email", newsletter, true}}, ""));
  EXPECT_TRUE(on(newsletter));
  expect_value(consents.set_preferences(held, {{"marketing", "email", newsletter, true}}, ""));
  EXPECT_EQ(states(ada).size(), 1u) << "what does not differ is not said again";
  EXPECT_EQ(consents.set_preferences(held, {{"marketing", "email", newsletter, false}, {"marketing", "fax", newsletter, true}}, "").error().code, "unknown_choice");
  EXPECT_TRUE(on(newsletter)) << "all or nothing";
  expect_value(consents.leave_everything(held, ""));
  EXPECT_FALSE(on(newsletter));
  const std::size_t after = states(ada).size();
  expect_value(consents.leave_everything(held, ""));
  EXPECT_EQ(states(ada).size(), after);
  EXPECT_FALSE(may(ada, "", "ada@example.org", "sales").allowed);
}

TEST_F(ConsentsTest, double_opt_in_asks_once_and_is_answered_once) {
  const Id ada = contact();
  const Invitation invitation{.purpose = "marketing", .topic = newsletter, .address = "ada@example.org", .wording = "Yes, send me the newsletter.", .source = "https://example.org/news", .valid_for = 365 * kDay};
  expect_value(consents.invite(workspace.at("contact"), ada, invitation));
  EXPECT_EQ(consents.invite(workspace.at("contact"), ada, invitation).error().code, "already_asked");
  ASSERT_EQ(letters.size(), 1u);
  EXPECT_EQ(letters[0].to, "ada@example.org");
  EXPECT_FALSE(may(ada, "Newsletter").allowed);
  const std::string token = token_of(letters[0].values.at("link"));
  const Holder held = expect_value(consents.holder_of(token));
  EXPECT_TRUE(held.confirmation);
  EXPECT_FALSE(may(ada, "Newsletter").allowed) << "looking at it is no answer";
  expect_value(consents.confirm(held, ""));
  EXPECT_TRUE(may(ada, "Newsletter").allowed) << may(ada, "Newsletter").reason;
  expect_value(consents.confirm(held, "")) ;
  EXPECT_EQ(consents.confirm(expect_value(consents.holder_of(token)), "").error().code, "link_used");
  EXPECT_THAT(states(ada), testing::ElementsAre("requested", "given"));
  Invitation other = invitation;
  other.address = "somebody@else.example";
  EXPECT_EQ(consents.invite(workspace.at("contact"), ada, other).error().code, "no_address");
  EXPECT_EQ(letters.size(), 1u);
}

TEST_F(ConsentsTest, what_runs_out_is_written_down_once) {
  const Id ada = contact();
  Statement soon = said(State::given);
  soon.expires_at = now() - kMinute;
  record(ada, soon);
  EXPECT_FALSE(may(ada).allowed) << "time needs no job";
  for (int again = 0; again < 2; ++again) expect_value(consents.ring("acme"));
  EXPECT_THAT(states(ada), testing::ElementsAre("given", "expired"));
  Statement later = said(State::given);
  later.expires_at = now() + kDay;
  record(ada, later);
  EXPECT_EQ(expect_value(consents.ring("acme")), later.expires_at);
}

TEST_F(ConsentsTest, what_came_by_other_ways_counts_too) {
  const Id ada = contact();
  const auto consent = [&](std::string_view state, std::string_view at) {
    workspace.create("consent", fmt::format(R"({{"person":"{}","purpose":"marketing","channel":"email","state":"{}","at":"{}","method":"letter","source":"Letter"}})", ada.text(), state, at));
  };
  consent("given", "2025-01-01T00:00:00Z");
  expect_value(consents.ring("acme"));
  EXPECT_EQ(marks[ada], privacy::agreed_to(3));
  consent("withdrawn", "2025-02-01T00:00:00Z");
  expect_value(consents.ring("acme"));
  EXPECT_EQ(marks[ada], 0);
}

}  // namespace
}  // namespace probity::rights

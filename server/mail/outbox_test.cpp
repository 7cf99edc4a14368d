#include "mail/outbox.hpp"

#include "mail/messages.hpp"
#include "records/test_workspace.hpp"

namespace probity::mail {
namespace {

using records::expect_value;

constexpr std::string_view kSeal = "0123456789abcdef0123456789abcdef";

/// What was handed to the gate, and what it answers next.
struct FakeGate {
  std::vector<privacy::Departure> departures;
  std::vector<privacy::MailMessage> messages;
  std::function<Result<>()> answer = [] { return Result<>{}; };

  Deliver deliver() {
    return [this](const privacy::Departure& departure, const privacy::MailServer&, const privacy::MailMessage& message) {
      departures.push_back(departure);
      messages.push_back(message);
      return answer();
    };
  }
};

/// Shifts the clock forward, and back when the test ends.
class Clock {
 public:
  ~Clock() { shift(0); }
  void forward(Timestamp span) { shift(ahead_ += span); }

 private:
  static void shift(Timestamp span) { expect_value(shift_clock(format_duration_seconds(span / kSecond))); }
  Timestamp ahead_ = 0;
};

class OutboxTest : public testing::Test {
 protected:
  OutboxTest() : workspace({.model = records::product_model()}) {
    expect_value(workspace.workspaces->create("system", {}));
    open();
  }

  void open() {
    outbox.reset();
    outbox = std::make_unique<Outbox>(*workspace.records, *workspace.jobs, gate.deliver(), settings);
  }
  /// As if the program were killed and started again, perhaps with other settings.
  void restart() {
    outbox.reset();
    workspace.reopen();
    open();
  }
  void run(std::string_view level = "acme") { expect_value(workspace.jobs->run_due(level)); }

  Letter letter() const {
    return {.workspace = "acme", .purpose = "service", .to = "ada@example.org", .to_name = "Ada Lovelace", .template_name = "double-opt-in",
            .values = {{"wording", "News about engines"}, {"link", "https://crm.example.org/confirm/SECRET"}, {"until", "2026-12-01"}}};
  }
  Id put(const Letter& letter) { return expect_value(outbox->put(letter)); }
  std::string code_of(const Letter& letter) {
    const auto put = outbox->put(letter);
    return put ? "" : put.error().code;
  }
  Message message(const Id& id, std::string_view level = "acme") { return expect_value(expect_value(Messages::enter(*workspace.records, level, kSeal))->find(id)); }
  State state(const Id& id) { return message(id).state; }
  void fail_with(ErrorKind kind, std::string code, std::string words) {
    gate.answer = [=] { return fail(kind, code, words); };
  }
  void succeed() {
    gate.answer = [] { return Result<>{}; };
  }

  records::TestWorkspace workspace;
  FakeGate gate;
  Clock clock;
  Settings settings{.server = privacy::MailServer{.host = "mail.example.org"}, .sender = "crm@example.org", .sender_name = "Analytical Engines", .public_url = "https://crm.example.org", .seal = std::string(kSeal)};
  std::unique_ptr<Outbox> outbox;
};

TEST_F(OutboxTest, a_letter_goes_out_once) {
  const Id contact = workspace.create("contact", R"({"last_name":"Lovelace","email":["ada@example.org"]})");
  Letter about = letter();
  about.person = Recipient{"contact", contact};
  about.actor = workspace.member;
  const Id id = put(about);
  run();
  run();
  ASSERT_EQ(gate.messages.size(), 1u);
  EXPECT_EQ(gate.messages[0].from, "crm@example.org");
  EXPECT_EQ(gate.messages[0].recipients, std::vector<std::string>{"ada@example.org"});
  EXPECT_NE(gate.messages[0].data.find("https://crm.example.org/confirm/SECRET"), std::string::npos);

  const privacy::Departure& departure = gate.departures[0];
  EXPECT_EQ(departure.workspace, "acme");
  EXPECT_EQ(departure.integration, "smtp");
  EXPECT_EQ(departure.channel, "email");
  EXPECT_EQ(departure.purpose, "service");
  EXPECT_EQ(departure.actor, workspace.member);
  EXPECT_EQ(departure.call.find("ada@"), std::string::npos) << "the ledger's words name nobody";
  ASSERT_EQ(departure.people.size(), 1u);
  EXPECT_EQ(departure.people[0].person, contact);
  EXPECT_EQ(departure.people[0].categories, (std::vector<std::string>{"user.contact.email", "user.name"}));

  const Message sent = message(id);
  EXPECT_EQ(sent.state, State::sent);
  EXPECT_EQ(sent.attempts, 1);
  EXPECT_NE(sent.sent_at, 0);
  EXPECT_EQ(sent.next_attempt, 0);
  EXPECT_EQ(sent.to, "ada@example.org");
  EXPECT_EQ(sent.message_id, id.text() + "@example.org");
}

TEST_F(OutboxTest, a_server_that_is_away_is_tried_again_later_and_later_under_the_same_id) {
  fail_with(ErrorKind::unavailable, "unreachable", "The other end could not be reached.");
  const Id id = put(letter());
  run();
  EXPECT_EQ(state(id), State::waiting);
  EXPECT_EQ(message(id).error, "The other end could not be reached.");
  run();
  EXPECT_EQ(gate.messages.size(), 1u) << "not before its time";
  clock.forward(kMinute + kSecond);
  run();
  EXPECT_EQ(gate.messages.size(), 2u);
  clock.forward(kMinute + kSecond);
  run();
  EXPECT_EQ(gate.messages.size(), 2u) << "the second pause is longer";
  clock.forward(5 * kMinute);
  succeed();
  run();
  EXPECT_EQ(state(id), State::sent);
  EXPECT_EQ(message(id).error, "");
  ASSERT_EQ(gate.messages.size(), 3u);
  const std::string line = "Message-Id: <" + id.text() + "@example.org>\r\n";
  for (const auto& each : gate.messages) EXPECT_NE(each.data.find(line), std::string::npos) << each.data;
}

TEST_F(OutboxTest, gives_up_after_its_time_and_says_so) {
  fail_with(ErrorKind::unavailable, "mail_deferred", "The mail server does not take this message now: 451 greylisted");
  const Id id = put(letter());
  int rounds = 0;
  for (; state(id) == State::queued || state(id) == State::waiting; ++rounds) {
    ASSERT_LT(rounds, 100);
    run();
    clock.forward(kHour);
  }
  EXPECT_GT(rounds, 10);
  EXPECT_EQ(state(id), State::failed);
  EXPECT_TRUE(message(id).error.starts_with("Given up after 3 days. ")) << message(id).error;
  EXPECT_EQ(message(id).next_attempt, 0);
}

TEST_F(OutboxTest, a_permanent_no_is_final) {
  fail_with(ErrorKind::invalid, "mail_rejected", "The mail server does not take this message: 550 no such user");
  const Id id = put(letter());
  run();
  clock.forward(7 * kDay);
  run();
  EXPECT_EQ(gate.messages.size(), 1u);
  EXPECT_EQ(state(id), State::failed);
  EXPECT_EQ(message(id).error, "The mail server does not take this message: 550 no such user");
}

TEST_F(OutboxTest, what_the_policy_refuses_stays_with_its_explanation_and_can_be_sent_once_it_allows) {
  fail_with(ErrorKind::forbidden, "not_a_processor", "Nothing is sent through “smtp”: the policy lists no processor for it.");
  const Id id = put(letter());
  run();
  EXPECT_EQ(state(id), State::refused);
  EXPECT_EQ(message(id).error, "Nothing is sent through “smtp”: the policy lists no processor for it.");
  clock.forward(kDay);
  run();
  EXPECT_EQ(gate.messages.size(), 1u);
  succeed();
  expect_value(outbox->retry(workspace.at("message"), id));
  run();
  EXPECT_EQ(state(id), State::sent);
  EXPECT_EQ(outbox->retry(workspace.at("message"), id).error().code, "already_sent");
  EXPECT_EQ(outbox->discard(workspace.at("message"), id).error().code, "already_sent");
}

TEST_F(OutboxTest, the_rooms_above_are_asked_before_each_hand_over) {
  std::string asked;
  outbox->ask_first([&](const Handover& handover) -> Result<> {
    asked = fmt::format("{} {} {} {}", handover.workspace, handover.purpose, handover.topic, handover.to);
    return fail(ErrorKind::forbidden, "suppressed", "This address asked for no more mail.");
  });
  Letter about = letter();
  about.topic = "engines";
  const Id id = put(about);
  run();
  EXPECT_EQ(asked, "acme service engines ada@example.org");
  EXPECT_TRUE(gate.messages.empty());
  EXPECT_EQ(state(id), State::refused);
  EXPECT_EQ(message(id).error, "This address asked for no more mail.");
}

TEST_F(OutboxTest, is_sent_after_a_kill) {
  const Id id = put(letter());
  restart();
  run();
  EXPECT_EQ(state(id), State::sent);
  EXPECT_EQ(gate.messages.size(), 1u);
}

TEST_F(OutboxTest, a_kill_during_the_hand_over_sends_again_under_the_same_id) {
  // An exception is a thread that never comes back to write down how it ended.
  gate.answer = []() -> Result<> { throw std::runtime_error("killed"); };
  const Id id = put(letter());
  (void)workspace.jobs->run_due("acme");
  EXPECT_EQ(state(id), State::queued);
  succeed();
  restart();
  run();
  EXPECT_EQ(state(id), State::sent);
  ASSERT_EQ(gate.messages.size(), 2u);
  const auto message_id = [&](std::size_t each) { return gate.messages[each].data.substr(gate.messages[each].data.find("Message-Id:"), 60); };
  EXPECT_EQ(message_id(0), message_id(1));
}

TEST_F(OutboxTest, of_one_id_there_is_one_message) {
  Letter about = letter();
  about.id = Id::make();
  EXPECT_EQ(put(about), *about.id);
  EXPECT_EQ(put(about), *about.id);
  run();
  EXPECT_EQ(put(about), *about.id);
  run();
  EXPECT_EQ(gate.messages.size(), 1u);
  EXPECT_EQ(workspace.count("message"), 1);
}

TEST_F(OutboxTest, what_cannot_be_sent_is_refused_when_it_is_put) {
  const auto with = [&](auto&& change) {
    Letter other = letter();
    change(other);
    return code_of(other);
  };
  EXPECT_EQ(with([](Letter& one) { one.template_name = "none"; }), "unknown_template");
  EXPECT_EQ(with([](Letter& one) { one.values.erase("until"); }), "missing_value");
  EXPECT_EQ(with([](Letter& one) { one.values["more"] = ""; }), "unknown_value");
  EXPECT_EQ(with([](Letter& one) { one.values["link"] = "javascript:alert(1)"; }), "bad_url");
  EXPECT_EQ(with([](Letter& one) { one.values["wording"] = "\xff"; }), "invalid_text");
  EXPECT_EQ(with([](Letter& one) { one.to_name = "\xff"; }), "invalid_text");
  EXPECT_EQ(with([](Letter& one) { one.purpose = "spying"; }), "unknown_purpose");
  EXPECT_EQ(with([](Letter& one) { one.workspace = "nowhere"; }), "no_such_workspace");
  for (const char* address : {"", "ada", "ada@example.org, eve@example.org", "ada@example.org\r\nBcc: eve@example.org", "<ada@example.org>"}) {
    EXPECT_EQ(with([&](Letter& one) { one.to = address; }), "invalid_email") << address;
  }
  EXPECT_EQ(workspace.count("message"), 0);
}

TEST_F(OutboxTest, a_letter_that_one_may_stop_says_how) {
  Letter news = letter();
  news.purpose = "marketing";
  EXPECT_EQ(code_of(news), "no_way_out");
  news.unsubscribe_url = "https://crm.example.org/u/TOKEN";
  EXPECT_EQ(code_of(news), "no_way_out");
  news.preferences_url = "https://crm.example.org/preferences/TOKEN";
  put(news);
  run();
  ASSERT_EQ(gate.messages.size(), 1u);
  const std::string& data = gate.messages[0].data;
  EXPECT_NE(data.find("List-Unsubscribe: <https://crm.example.org/u/TOKEN>\r\n"), std::string::npos);
  EXPECT_NE(data.find("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"), std::string::npos);
  put(letter());
  run();
  EXPECT_EQ(gate.messages[1].data.find("List-Unsubscribe"), std::string::npos) << "there is nothing to stop";
}

TEST_F(OutboxTest, links_for_the_addressee_alone_are_shown_to_nobody_else_and_not_kept) {
  const Id id = put(letter());
  EXPECT_EQ(expect_value(outbox->read(workspace.at("message"), id)).text.find("SECRET"), std::string::npos);
  EXPECT_EQ(to_json_text(workspace.get("message", id)).find("SECRET"), std::string::npos) << "sealed";
  const std::string sealed = std::string(view(workspace.get("message", id)["contents"]));
  run();
  const Message sent = message(id);
  EXPECT_FALSE(sent.contents.values.contains("link"));
  const Rendered page = expect_value(outbox->read(workspace.at("message"), id));
  EXPECT_NE(page.text.find("News about engines"), std::string::npos) << "the rest can be read later";
  EXPECT_NE(page.text.find("Yes, I agree: (left out)"), std::string::npos) << page.text;
  EXPECT_EQ(workspace.count(store::kHistory, store::Condition::all_of({store::Condition::equals("record", cell(id)), store::Condition::not_of(store::Condition::is_null("changes"))})), 0)
      << "what was sealed is not in its history either";
  EXPECT_FALSE(open_contents(kSeal, Id::make(), sealed)) << "sealed for one message";
}

TEST_F(OutboxTest, keeps_of_mail_one_may_stop_what_the_policy_keeps) {
  privacy::Policy policy = *workspace.policy->policy;
  policy.sequence_mail_keeps = {"subject"};
  auto governed = expect_value(workspace.workspaces->find("acme"));
  workspace.workspaces->govern(*governed, privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(policy)}));
  Letter news = letter();
  news.purpose = "marketing";
  news.unsubscribe_url = news.preferences_url = "https://crm.example.org/u/TOKEN";
  const Id id = put(news);
  const Id service = put(letter());
  run();
  EXPECT_TRUE(message(id).contents.values.empty());
  EXPECT_NE(message(id).subject, "");
  EXPECT_FALSE(message(service).contents.values.empty());
}

TEST_F(OutboxTest, without_a_mail_server_messages_wait_in_sight) {
  settings.server.reset();
  restart();
  const Id id = put(letter());
  run();
  EXPECT_TRUE(gate.messages.empty());
  EXPECT_EQ(state(id), State::not_configured);
  EXPECT_NE(expect_value(outbox->read(workspace.at("message"), id)).text.find("https://crm.example.org/confirm/SECRET"), std::string::npos) << "else nobody could try the program";
  EXPECT_EQ(outbox->retry(workspace.at("message"), id).error().code, "not_configured");

  settings.server = privacy::MailServer{.host = "mail.example.org"};
  restart();
  run();
  EXPECT_EQ(state(id), State::sent);
}

TEST_F(OutboxTest, what_waited_longer_than_a_day_is_for_an_administrator_to_send_or_discard) {
  settings.server.reset();
  restart();
  const Id old = put(letter());
  const Id unwanted = put(letter());
  clock.forward(kDay + kMinute);
  const Id fresh = put(letter());
  settings.server = privacy::MailServer{.host = "mail.example.org"};
  restart();
  run();
  EXPECT_EQ(state(fresh), State::sent);
  EXPECT_EQ(state(old), State::not_configured);
  expect_value(outbox->retry(workspace.at("message"), old));
  expect_value(outbox->discard(workspace.at("message"), unwanted));
  run();
  EXPECT_EQ(state(old), State::sent);
  EXPECT_EQ(state(unwanted), State::discarded);
  EXPECT_TRUE(message(unwanted).contents.values.empty());
  EXPECT_EQ(outbox->retry(workspace.at("message"), unwanted).error().code, "discarded");
  EXPECT_EQ(gate.messages.size(), 2u);
}

TEST_F(OutboxTest, a_mail_server_taken_away_leaves_nothing_behind) {
  fail_with(ErrorKind::unavailable, "unreachable", "Away.");
  const Id id = put(letter());
  run();
  settings.server.reset();
  restart();
  run();
  EXPECT_EQ(state(id), State::not_configured);
  EXPECT_EQ(message(id).error, "Away.");
}

TEST_F(OutboxTest, a_server_that_is_away_is_not_tried_for_every_message) {
  fail_with(ErrorKind::unavailable, "unreachable", "Away.");
  for (int each = 0; each < 5; ++each) put(letter());
  run();
  EXPECT_EQ(gate.messages.size(), 1u);
  succeed();
  clock.forward(kMinute + kSecond);
  run();
  EXPECT_EQ(gate.messages.size(), 6u);
}

TEST_F(OutboxTest, a_message_refused_by_its_server_does_not_hold_the_others_up) {
  int calls = 0;
  gate.answer = [&]() -> Result<> {
    if (++calls == 1) return invalid("mail_rejected", "550");
    return {};
  };
  for (int each = 0; each < 25; ++each) put(letter());
  run();
  EXPECT_EQ(gate.messages.size(), 25u);
}

TEST_F(OutboxTest, is_not_sent_to_somebody_who_was_erased_or_while_it_is_discarded) {
  const Id binned = put(letter());
  expect_value(workspace.records->remove(workspace.at("message"), binned));
  const Id discarded = put(letter());
  expect_value(outbox->discard(workspace.at("message"), discarded));
  run();
  EXPECT_TRUE(gate.messages.empty());
  EXPECT_EQ(outbox->read(workspace.at("message"), Id::make()).error().code, "not_found");
}

TEST_F(OutboxTest, a_message_that_cannot_be_opened_fails_and_holds_no_other_up) {
  const Id old = put(letter());
  settings.seal = std::string(32, 'x');
  restart();
  const Id fresh = put(letter());
  run();
  EXPECT_EQ(state(old), State::failed);
  EXPECT_NE(message(old).error.find("installation.key"), std::string::npos);
  EXPECT_EQ(state(fresh), State::sent);
  ASSERT_EQ(gate.messages.size(), 1u);
}

TEST_F(OutboxTest, the_operator_writes_to_members) {
  Letter notice = letter();
  notice.workspace = "system";
  const Id id = put(notice);
  run("system");
  EXPECT_EQ(message(id, "system").state, State::sent);
  EXPECT_EQ(gate.departures[0].workspace, "system");
  EXPECT_NE(gate.messages[0].data.find("https://crm.example.org/privacy\r\n"), std::string::npos);
  EXPECT_EQ(workspace.count("message"), 0) << "of the workspace";
}

}  // namespace
}  // namespace probity::mail

#include "privacy/gate/gate.hpp"

#include <gmock/gmock.h>

#include <map>
#include <mutex>

#include "base/time.hpp"
#include "net/outgoing/test_peer.hpp"
#include "privacy/gate/rules.hpp"

namespace probity::privacy {
namespace {

using net::outgoing::TestMailbox;
using net::outgoing::TestPeer;
using net::outgoing::TestStream;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string in_days(int days) { return format_day(day_of(now(), {}) + days); }

/// What happened, in order, on both sides of the connection.
class Diary {
 public:
  void note(std::string text) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(text));
  }
  std::vector<std::string> lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

class FakeLedger : public Ledger {
 public:
  explicit FakeLedger(Diary& diary) : diary_(diary) {}
  Result<PolicyPointer> policy(std::string_view) override {
    diary_.note("policy");
    return PolicyInForce::make({.policy = std::make_shared<Policy>(in_force)});
  }
  Result<std::string> objection(const Departure&, const Concerned& person, const Processor&) override {
    diary_.note("objection?");
    return person.person == objecting ? "They said no." : "";
  }
  Result<std::vector<Id>> enter(const Departure& departure, const Processor* processor, const Destination& destination, std::string_view refused) override {
    if (disk_full) return fail(ErrorKind::unavailable, "storage_full", "The disk is full.");
    diary_.note(fmt::format("enter {} {} {}", processor ? processor->id : "-", destination.host, refused.empty() ? "to leave" : "refused"));
    if (!refused.empty()) last_refusal = refused;
    return std::vector<Id>(departure.people.size(), Id::make());
  }
  Result<> close(std::string_view, const std::vector<Id>& rows, std::string_view result) override {
    diary_.note(fmt::format("close {} {}", rows.size(), result.substr(0, result.find(':'))));
    return {};
  }
  Policy in_force;
  Id objecting = Id::make();
  bool disk_full = false;
  std::string last_refusal;

 private:
  Diary& diary_;
};

class GateTest : public testing::Test {
 protected:
  GateTest() {
    ledger.in_force.categories = {{"user.contact.email", "Email address"}, {"user.health_and_medical", "Health", true}};
    ledger.in_force.purposes = {{.id = 1, .name = "service", .label = "Service", .categories = {"user.contact"}}, {.id = 3, .name = "marketing", .label = "Marketing", .categories = {"user"}}};
    ledger.in_force.processors = {{.id = "postman", .name = "Postman", .kind = "email", .purposes = {"service"}, .categories = {"user.contact"}, .country = "DE", .integration = "smtp"}};
  }
  Processor& postman() { return ledger.in_force.processors.front(); }
  MailServer server() const { return {.host = "127.0.0.1", .port = peer.port(), .security = MailServer::Security::none}; }
  Result<> send() { return gate.deliver(departure, server(), message); }
  void expect_refused(const std::string& code, const std::string& words) {
    const auto sent = send();
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().kind, ErrorKind::forbidden);
    EXPECT_EQ(sent.error().code, code);
    EXPECT_THAT(sent.error().message, HasSubstr(words));
    EXPECT_EQ(ledger.last_refusal, sent.error().message) << "what is said is what is kept";
    EXPECT_EQ(peer.connections(), 0);
    EXPECT_THAT(diary.lines().back(), HasSubstr("refused")) << "and nothing after it";
  }

  Diary diary;
  FakeLedger ledger{diary};
  TestMailbox mailbox;
  TestPeer peer{[this](TestStream& stream) {
    diary.note("connected");
    mailbox.serve(stream);
  }};
  Gate gate{ledger};
  Departure departure{.workspace = "acme", .integration = "smtp", .purpose = "service", .channel = "email", .call = "message sent", .people = {{"contact", Id::make(), {"user.contact.email"}}}};
  const MailMessage message{"crm@example.org", {"ada@example.com"}, "Subject: Hello\r\n\r\nHello\r\n"};
};

TEST_F(GateTest, writes_down_what_leaves_before_it_connects) {
  const auto sent = send();
  ASSERT_TRUE(sent) << sent.error().message;
  EXPECT_THAT(diary.lines(), ElementsAre("policy", "objection?", "enter postman 127.0.0.1 to leave", "connected", "close 1 done"));
}

TEST_F(GateTest, sends_nothing_that_cannot_be_written_down) {
  ledger.disk_full = true;
  EXPECT_EQ(send().error().code, "storage_full");
  EXPECT_EQ(peer.connections(), 0);
}

TEST_F(GateTest, lets_nothing_to_whom_the_policy_does_not_list) {
  postman().integration = "other";
  expect_refused("not_a_processor", "smtp");
  EXPECT_THAT(diary.lines(), ElementsAre("policy", "enter - 127.0.0.1 refused"));
}

TEST_F(GateTest, an_integration_without_a_name_is_nobodys) {
  postman().integration.clear();
  departure.integration.clear();
  expect_refused("not_a_processor", "lists no processor");
}

TEST_F(GateTest, waits_until_the_notice_is_over) {
  postman().notice_date = in_days(1);
  expect_refused("notice_not_over", in_days(1));
  postman().notice_date = in_days(0);
  EXPECT_TRUE(send()) << "from that date on";
}

TEST_F(GateTest, needs_a_safeguard_that_is_valid) {
  postman().safeguard = Safeguard::data_privacy_framework;
  postman().safeguard_until = in_days(-1);
  expect_refused("safeguard_over", in_days(-1));
  postman().safeguard_until.clear();
  postman().safeguard = Safeguard::privacy_shield;
  expect_refused("safeguard_over", "not valid");
  postman().safeguard = Safeguard::data_privacy_framework;
  postman().safeguard_until = in_days(0);
  EXPECT_TRUE(send()) << "the last day counts";
}

TEST_F(GateTest, goes_to_listed_hosts_alone) {
  postman().hosts = {"mail.example.org", ""};
  expect_refused("host_not_listed", "127.0.0.1");
  postman().hosts = {"127.0.0.1.example.org"};
  expect_refused("host_not_listed", "Postman");
  postman().hosts = {"127.0.0.1"};
  EXPECT_TRUE(send());
}

TEST_F(GateTest, for_listed_purposes_alone) {
  departure.purpose = "marketing";
  expect_refused("purpose_not_listed", "Marketing");
  departure.purpose = "gossip";
  postman().purposes.push_back("gossip");
  expect_refused("purpose_not_listed", "gossip");
}

TEST_F(GateTest, with_listed_categories_alone) {
  departure.people[0].categories.push_back("user.health_and_medical");
  expect_refused("category_not_listed", "Health");
  postman().categories.push_back("user.health_and_medical");
  expect_refused("category_not_listed", "Health");
  departure.people[0].categories = {"user.contacts"};
  expect_refused("category_not_listed", "user.contacts");
  departure.people[0].categories = {};
  expect_refused("category_not_listed", "not said");
}

TEST_F(GateTest, not_about_somebody_who_refuses) {
  departure.people.push_back({"contact", ledger.objecting, {"user.contact.email"}});
  expect_refused("person_refuses", "They said no.");
}

TEST_F(GateTest, a_processor_that_is_taken_off_the_policy_gets_nothing_from_the_next_call_on) {
  ASSERT_TRUE(send());
  ledger.in_force.processors.clear();
  EXPECT_EQ(send().error().code, "not_a_processor");
  EXPECT_EQ(peer.connections(), 1);
}

TEST_F(GateTest, keeps_how_it_ended) {
  mailbox.replies["RCPT"] = "550 ada@example.com is unknown";
  EXPECT_EQ(send().error().code, "mail_rejected");
  EXPECT_EQ(diary.lines().back(), "close 1 unknown") << "the server saw the address";
  MailServer nobody = server();
  { nobody.port = TestPeer([](TestStream&) {}).port(); }
  EXPECT_EQ(gate.deliver(departure, nobody, message).error().code, "unreachable");
  EXPECT_EQ(diary.lines().back(), "close 1 failed");
}

TEST_F(GateTest, connections_are_counted_where_they_are_opened) {
  const auto before = Gate::connections_opened();
  ASSERT_TRUE(send());
  EXPECT_EQ(Gate::connections_opened(), before + 1);
  postman().notice_date = in_days(1);
  EXPECT_FALSE(send());
  EXPECT_EQ(Gate::connections_opened(), before + 1);
}

TEST_F(GateTest, can_be_asked_without_going) {
  EXPECT_TRUE(gate.may_pass(departure, {"127.0.0.1", peer.port()}));
  departure.purpose = "marketing";
  EXPECT_EQ(gate.may_pass(departure, {"127.0.0.1", peer.port()}).error().code, "purpose_not_listed");
  EXPECT_EQ(peer.connections(), 0);
  EXPECT_THAT(diary.lines(), testing::Not(testing::Contains(HasSubstr("enter"))));
}

TEST_F(GateTest, a_request_goes_to_the_host_of_its_url) {
  postman().hosts = {"api.example.org"};
  const auto answer = gate.fetch(departure, {.url = "https://api.example.org@127.0.0.1/"});
  EXPECT_EQ(answer.error().code, "bad_url");
  EXPECT_EQ(gate.fetch(departure, {.url = fmt::format("http://127.0.0.1:{}/", peer.port())}).error().code, "host_not_listed");
  postman().hosts = {"127.0.0.1"};
  EXPECT_EQ(gate.fetch(departure, {.url = fmt::format("http://127.0.0.1:{}/", peer.port())}).error().code, "private_address")
      << "listed by a policy is not enough: the operator alone opens the own network";
  EXPECT_EQ(diary.lines().back(), "close 1 failed");
  EXPECT_EQ(peer.connections(), 0);
}

TEST_F(GateTest, reaches_hosts_of_the_operators_own_network) {
  TestPeer service([](TestStream& stream) {
    while (!stream.line().empty()) {}
    stream.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  Gate own(ledger, {.own_hosts = {"127.0.0.1"}});
  const auto answer = own.fetch(departure, {.url = fmt::format("http://127.0.0.1:{}/", service.port())});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "ok");
}

}  // namespace
}  // namespace probity::privacy

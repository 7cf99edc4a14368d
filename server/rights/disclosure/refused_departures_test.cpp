// Every reason for which the gate says no, with the real ledger: a row that says why, and nothing connected.
#include "records/subject/state.hpp"
#include "rights/disclosure/disclosure_fixture.hpp"

namespace probity::disclosure {
namespace {

class RefusedDepartureTest : public DisclosureTest {
 protected:
  Result<> send(const Departure& departure) {
    // A host that no name server knows: whoever connects all the same does not get far.
    return all.gate().deliver(departure, {.host = "mail.invalid", .port = 587}, {"crm@example.org", {"ada@example.com"}, "Subject: Hello\r\n\r\nHello\r\n"});
  }
  void expect_refused(const Departure& departure, const std::string& code) {
    const auto opened = privacy::Gate::connections_opened();
    const auto before = workspace.count("disclosure");
    const auto sent = send(departure);
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().code, code) << sent.error().message;
    EXPECT_EQ(privacy::Gate::connections_opened(), opened);
    ASSERT_EQ(workspace.count("disclosure"), before + 1);
    const JsonDocument list = rows();
    const JsonValue& row = list["items"][list["items"].Size() - 1];
    EXPECT_EQ(view(row["result"]), "refused");
    EXPECT_EQ(view(row["note"]), sent.error().message);
    EXPECT_EQ(view(row["host"]), "mail.invalid:587");
  }
  void set_state(privacy::SubjectState bits) {
    expect_value(records::set_state(*workspace.records, workspace.at("contact"), ada, [bits](privacy::SubjectState) { return bits; }));
  }
  Processor& postman() { return in_force.processors.front(); }
};

TEST_F(RefusedDepartureTest, by_what_the_policy_lists) {
  const Policy whole = in_force;
  const std::pair<std::string, std::function<void(Processor&)>> cases[] = {
      {"not_a_processor", [](Processor& processor) { processor.integration = "other"; }},
      {"notice_not_over", [](Processor& processor) { processor.notice_date = "2999-01-01"; }},
      {"safeguard_over", [](Processor& processor) { processor.safeguard_until = "2020-07-16"; }},
      {"host_not_listed", [](Processor& processor) { processor.hosts = {"mail.example.org"}; }},
      {"purpose_not_listed", [](Processor& processor) { processor.purposes = {"marketing"}; }},
      {"category_not_listed", [](Processor& processor) { processor.categories = {"user.name"}; }}};
  for (const auto& [code, change] : cases) {
    Policy changed = whole;
    change(changed.processors.front());
    use(std::move(changed));
    expect_refused(departure({ada}), code);
  }
}

TEST_F(RefusedDepartureTest, by_what_stands_against_the_person) {
  postman().purposes = {"service", "marketing", "legal_obligation"};
  use(in_force);
  set_state(privacy::kRestricted);
  expect_refused(departure({ada}), "person_refuses");
  set_state(privacy::kMinor);
  expect_refused(departure({ada}), "person_refuses");
  set_state(privacy::objected_to(1));
  expect_refused(departure({ada}), "person_refuses");
  set_state(0);
  Departure news = departure({ada});
  news.purpose = "marketing";
  expect_refused(news, "person_refuses");
  expect_value(refusals.refuse("acme", ada, "postman", {}));
  expect_refused(departure({ada}), "person_refuses");
}

TEST_F(RefusedDepartureTest, a_service_taken_off_the_policy_gets_nothing_from_the_next_call_on) {
  EXPECT_TRUE(all.gate().may_pass(departure({ada}), mail_host));
  EXPECT_EQ(send(departure({ada})).error().code, "unreachable") << "let through, to a host that is not there";
  EXPECT_EQ(view(rows()["items"][0]["result"]), "failed");
  in_force.processors.clear();
  use(in_force);
  expect_refused(departure({ada}), "not_a_processor");
}

}  // namespace
}  // namespace probity::disclosure

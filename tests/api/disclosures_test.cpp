// Who got data: the registers, a person's recipients, refused services, and the services of the policy.
#include "api_fixture.hpp"
#include "base/time.hpp"
#include "rights/disclosure/disclosures.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;

/// The first workspace under a policy with a service that may be refused, for as long as a test runs.
class DisclosuresApiTest : public ApiTest {
 protected:
  DisclosuresApiTest() {
    const auto workspace = expect_value(server.base.workspaces->find(server.first));
    before = workspace->policy();
    privacy::Policy policy = *before->policy;
    policy.processors = {{.id = "postman", .name = "Postman", .kind = "email", .task = "Delivers our mail.", .purposes = {"service"}, .categories = {"user.contact.email"}, .country = "DE",
                          .statement = privacy::StatementState::awaited, .integration = "smtp", .may_refuse = true, .without_it = "You get no mail from us."},
                         {.id = "host", .name = "Host", .task = "Keeps the servers.", .country = "US", .safeguard = privacy::Safeguard::data_privacy_framework, .safeguard_until = "2020-01-01"},
                         {.id = "next", .name = "Next", .country = "DE", .notice_date = "2999-01-01"}};
    policy.disclosure_grounds = {"duty"};
    govern(privacy::PolicyInForce::make({.policy = std::make_shared<privacy::Policy>(std::move(policy))}));
    contact = server.create_contact();
    path = "/api/v1/contacts/" + contact;
  }
  ~DisclosuresApiTest() override { govern(before); }
  void govern(const privacy::PolicyPointer& policy) { server.base.workspaces->govern(*expect_value(server.base.workspaces->find(server.first)), policy); }
  std::int64_t rows() { return server.rows().counts["disclosure"]; }
  /// What the gate writes, as if a message had left.
  void hand_over() {
    privacy::Ledger& ledger = server.disclosures->ledger();
    const privacy::Processor processor = expect_value(ledger.policy(server.first))->policy->processors[0];
    const auto ids = expect_value(ledger.enter({.workspace = server.first, .integration = "smtp", .purpose = "service", .call = "message sent", .people = {{"contact", *Id::parse(contact), {"user.contact.email"}}}}, &processor, {"mail.example.org", 587}, {}));
    expect_value(ledger.close(server.first, ids, "done"));
  }
  std::string letter(std::string_view more) const {
    return fmt::format(R"({{"kind":"legal","recipient":"Court","country":"DE","categories":["user.name"],"people":[{{"entity":"contacts","id":"{}"}}],"why":"Order of the court"{}}})", contact, more);
  }
  privacy::PolicyPointer before;
  std::string contact, path;
};

TEST_F(DisclosuresApiTest, AnAdministratorEntersWhatWasHandedOver) {
  const auto before_all = rows();
  const Reply refused = server.owner("POST", "/api/v1/disclosures", letter(""));
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "ground_not_stated");
  EXPECT_EQ(rows(), before_all + 1) << "the attempt is kept";
  const Reply entered = server.owner("POST", "/api/v1/disclosures", letter(R"(,"ground":"duty","reference":"1 C 2/26")"));
  ASSERT_EQ(entered.status, 201) << entered.text;
  const Reply row = server.owner("GET", "/api/v1/disclosures/" + entered.text_at("ids.0"));
  EXPECT_EQ(row.text_at("ground"), "duty");
  EXPECT_EQ(row.text_at("result"), "done");
  EXPECT_EQ(row.text_at("person"), contact);
}

TEST_F(DisclosuresApiTest, BadInputKeepsNothing) {
  const auto before_all = rows();
  const std::pair<std::string, int> cases[] = {
      {"{}", 422}, {R"({"kind":5})", 422}, {letter(R"(,"fun":1)"), 422}, {letter(R"(,"at":"yesterday")"), 400}, {letter(R"(,"ground":5)"), 422}, {letter(R"(,"purpose":"fun")"), 400},
      {R"({"kind":"legal","people":[1]})", 422}, {R"({"kind":"legal","people":[{"entity":"ghosts","id":"0190a000-0000-7000-8000-000000000000"}]})", 404}};
  for (const auto& [body, status] : cases) EXPECT_EQ(server.owner("POST", "/api/v1/disclosures", body).status, status) << body;
  EXPECT_EQ(rows(), before_all);
}

TEST_F(DisclosuresApiTest, NobodyElseEntersOrChangesARow) {
  const auto before_all = rows();
  EXPECT_EQ(server.send(server.as(server.member_token, "POST", "/api/v1/disclosures", letter(R"(,"ground":"duty")"))).status, 403);
  EXPECT_EQ(server.send(server.as(server.reader_token, "POST", "/api/v1/disclosures", letter(R"(,"ground":"duty")"))).status, 403);
  EXPECT_EQ(server.send(server.as(server.second_token, "POST", "/api/v1/disclosures", letter(R"(,"ground":"duty")"))).status, 400) << "another workspace's contact";
  EXPECT_EQ(rows(), before_all);
  const std::string row = "/api/v1/disclosures/" + server.owner("POST", "/api/v1/disclosures", letter(R"(,"ground":"duty")")).text_at("ids.0");
  EXPECT_EQ(server.owner("DELETE", row).status, 403);
  EXPECT_NE(server.owner("PATCH", row, R"({"result":"refused"})").status, 200);
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", row)).status, 404) << "for administrators";
  EXPECT_EQ(server.owner("GET", row).text_at("result"), "done");
}

TEST_F(DisclosuresApiTest, APersonsRecipientsAreToldInWords) {
  EXPECT_EQ(server.owner("GET", path + "/recipients").text_at("in_words"), "Nobody has received data about this person.");
  hand_over();
  const Reply told = server.owner("GET", path + "/recipients");
  ASSERT_EQ(told.status, 200) << told.text;
  EXPECT_EQ(told.text_at("items.0.processor"), "postman");
  EXPECT_EQ(told.text_at("items.0.categories.0.label"), "Email address");
  EXPECT_THAT(told.text_at("items.0.in_words"), HasSubstr("Postman (DE) received: Email address; once"));
  server.owner("POST", "/api/v1/disclosures", letter(R"(,"ground":"duty")"));
  EXPECT_EQ(server.owner("GET", path + "/recipients").at("items").Size(), 2u);
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", path + "/recipients")).at("items").Size(), 1u) << "not the court's letter";
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", path + "/recipients")).status, 404);
  EXPECT_EQ(server.owner("GET", "/api/v1/companies/" + server.create("companies", R"({"name":"Acme"})") + "/recipients").status, 404) << "no person";
}

TEST_F(DisclosuresApiTest, MembersSeeTheirOwn) {
  const std::string owner = server.send(server.browser("GET", "/api/v1/session")).text_at("member.id");
  EXPECT_EQ(server.owner("GET", "/api/v1/members/" + owner + "/recipients").status, 200);
  EXPECT_EQ(server.owner("GET", "/api/v1/members/" + owner + "/vendors").status, 200);
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", "/api/v1/members/" + owner + "/recipients")).status, 404);
}

TEST_F(DisclosuresApiTest, AServiceIsRefusedAndAllowedAgain) {
  const std::string vendors = path + "/vendors";
  EXPECT_FALSE(server.owner("GET", vendors).at("items.0.refused").GetBool());
  EXPECT_EQ(server.owner("GET", vendors).text_at("items.0.without_it"), "You get no mail from us.");
  EXPECT_EQ(server.owner("POST", vendors, R"({"processor":"host"})").code(), "may_not_be_refused");
  EXPECT_EQ(server.owner("POST", vendors, R"({"processor":"nobody"})").status, 404);
  EXPECT_EQ(server.owner("POST", vendors, "{}").status, 422);
  EXPECT_EQ(server.send(server.as(server.reader_token, "POST", vendors, R"({"processor":"postman"})")).status, 403);
  EXPECT_EQ(server.rows().counts["vendor_refusal"], 0);
  EXPECT_TRUE(server.owner("POST", vendors, R"({"processor":"postman"})").at("items.0.refused").GetBool());
  EXPECT_NE(server.owner("POST", "/api/v1/vendor_refusals", R"({"processor":"postman"})").status, 201) << "one way only";
  EXPECT_FALSE(server.owner("DELETE", vendors + "/postman").at("items.0.refused").GetBool());
  EXPECT_TRUE(server.owner("POST", vendors, R"({"processor":"*"})").at("every_vendor").GetBool());
  EXPECT_TRUE(server.owner("GET", vendors).at("items.0.refused").GetBool());
  EXPECT_FALSE(server.owner("GET", vendors).at("items.1.refused").GetBool()) << "may not be refused";
  EXPECT_FALSE(server.owner("DELETE", vendors + "/*").at("every_vendor").GetBool());
}

TEST_F(DisclosuresApiTest, TheServicesOfThePolicyAreShownWithWhatReallyHappened) {
  hand_over();
  const Reply list = server.send(server.as(server.member_token, "GET", "/api/v1/processors"));
  ASSERT_EQ(list.status, 200) << list.text;
  EXPECT_EQ(list.text_at("items.0.id"), "postman");
  EXPECT_TRUE(list.at("items.0.configured").GetBool());
  EXPECT_GE(list.at("items.0.people").GetInt(), 1);
  EXPECT_EQ(list.text_at("items.0.statement.state"), "awaited");
  EXPECT_THAT(list.text_at("items.0.state"), HasSubstr("in the last 30 days"));
  EXPECT_FALSE(list.at("items.1.safeguard.valid").GetBool());
  EXPECT_THAT(list.text_at("items.1.state"), HasSubstr("safeguard ended on 2020-01-01"));
  EXPECT_EQ(list.text_at("items.2.notice_until"), "2999-01-01");
  EXPECT_THAT(list.text_at("items.2.state"), HasSubstr("before 2999-01-01"));
}

TEST_F(DisclosuresApiTest, AllRecipientsOfAWorkspaceAreAFile) {
  hand_over();
  const Reply started = server.owner("POST", "/api/v1/exports", R"({"entity":"disclosures","format":"csv"})");
  ASSERT_EQ(started.status, 202) << started.text;
  server.finish(started.text_at("id"));
  const Reply file = server.owner("GET", "/api/v1/exports/" + started.text_at("id") + "/file");
  EXPECT_EQ(file.status, 200);
  EXPECT_THAT(file.text, HasSubstr("Postman"));
  EXPECT_EQ(server.send(server.as(server.member_token, "POST", "/api/v1/exports", R"({"entity":"disclosures","format":"csv"})")).status, 404);
}

}  // namespace
}  // namespace probity::api

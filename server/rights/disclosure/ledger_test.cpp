#include "rights/disclosure/ledger.hpp"

#include "records/subject/state.hpp"
#include "rights/disclosure/disclosure_fixture.hpp"

namespace probity::disclosure {
namespace {

using LedgerTest = DisclosureTest;

TEST_F(LedgerTest, keeps_a_row_for_each_person) {
  const auto ids = expect_value(ledger().enter(departure({ada, bob}), &in_force.processors[0], mail_host, {}));
  ASSERT_EQ(ids.size(), 2u);
  const JsonDocument row = workspace.get("disclosure", ids[1]);
  EXPECT_EQ(view(row["person"]), bob.text());
  EXPECT_EQ(view(row["recipient"]), "Postman");
  EXPECT_EQ(view(row["recipient_id"]), "postman");
  EXPECT_EQ(view(row["kind"]), "processor");
  EXPECT_EQ(view(row["why"]), "Delivers our mail.");
  EXPECT_EQ(view(row["country"]), "DE");
  EXPECT_EQ(view(row["host"]), "mail.example.org:587");
  EXPECT_EQ(view(row["result"]), "open");
  EXPECT_EQ(view(row["by"]), workspace.member.text());
  EXPECT_EQ(to_json_text(row["categories"]), R"(["user.contact.email","user.name"])");
  EXPECT_EQ(workspace.count_of("concerns", "person", bob), 1);

  expect_value(ledger().close("acme", ids, "done"));
  EXPECT_EQ(view(workspace.get("disclosure", ids[0])["result"]), "done");
  expect_value(ledger().close("acme", ids, "failed: too late"));
  EXPECT_EQ(view(workspace.get("disclosure", ids[0])["result"]), "done") << "closed once";
}

TEST_F(LedgerTest, keeps_what_was_refused_and_why) {
  const auto ids = expect_value(ledger().enter(departure({ada}), nullptr, mail_host, "The policy lists no processor for it."));
  const JsonDocument row = workspace.get("disclosure", ids[0]);
  EXPECT_EQ(view(row["result"]), "refused");
  EXPECT_EQ(view(row["note"]), "The policy lists no processor for it.");
  EXPECT_EQ(view(row["recipient"]), "smtp");
  EXPECT_TRUE(row["recipient_id"].IsNull());
}

TEST_F(LedgerTest, keeps_a_row_where_nobody_is_concerned) {
  auto nobody = departure({});
  const auto ids = expect_value(ledger().enter(nobody, &in_force.processors[0], mail_host, {}));
  ASSERT_EQ(ids.size(), 1u);
  EXPECT_TRUE(workspace.get("disclosure", ids[0])["person"].IsNull());
}

TEST_F(LedgerTest, many_people_are_all_or_none) {
  std::vector<Id> people{ada, Id::make(), bob};
  const auto entered = ledger().enter(departure(people), &in_force.processors[0], mail_host, {});
  EXPECT_FALSE(entered) << "somebody is not on record";
  EXPECT_EQ(workspace.count("disclosure"), 0);
}

TEST_F(LedgerTest, a_refusal_about_somebody_who_is_gone_is_kept_without_them) {
  expect_value(workspace.records->remove(workspace.at("contact"), ada));
  EXPECT_THAT(objection(ada), HasSubstr("not on record"));
  const auto ids = expect_value(ledger().enter(departure({ada}), &in_force.processors[0], mail_host, "Gone."));
  EXPECT_TRUE(workspace.get("disclosure", ids[0])["person"].IsNull());
}

TEST_F(LedgerTest, a_program_that_ended_leaves_nothing_open) {
  const auto ids = expect_value(ledger().enter(departure({ada}), &in_force.processors[0], mail_host, {}));
  workspace.reopen();
  Book next(*workspace.records);
  expect_value(next.close_unfinished("acme"));
  const JsonDocument row = workspace.get("disclosure", ids[0]);
  EXPECT_EQ(view(row["result"]), "unknown");
  EXPECT_THAT(std::string(view(row["note"])), HasSubstr("cannot be said"));
}

TEST_F(LedgerTest, what_is_on_its_way_now_stays_open) {
  const auto ids = expect_value(ledger().enter(departure({ada}), &in_force.processors[0], mail_host, {}));
  expect_value(book.close_unfinished("acme"));
  EXPECT_EQ(view(workspace.get("disclosure", ids[0])["result"]), "open");
}

TEST_F(LedgerTest, nobody_writes_or_forges_a_row_by_hand) {
  const auto forged = workspace.records->create(workspace.at("disclosure"), expect_value(parse_json(R"({"recipient":"Nobody","kind":"processor","result":"done","at":"2026-01-01T00:00:00Z"})")));
  EXPECT_EQ(forged.error().fields.front().code, "read_only_field");
  EXPECT_EQ(workspace.count("disclosure"), 0);
}

TEST_F(LedgerTest, a_person_refuses_a_service_that_may_be_refused) {
  EXPECT_EQ(objection(ada), "");
  expect_value(refusals.refuse("acme", ada, "postman", {}));
  expect_value(refusals.refuse("acme", ada, "postman", {}));
  EXPECT_EQ(workspace.count("vendor_refusal"), 1) << "refusing twice is refusing";
  EXPECT_THAT(objection(ada), testing::AllOf(HasSubstr("refused Postman"), HasSubstr("You get no mail from us.")));
  EXPECT_EQ(objection(bob), "");
  expect_value(refusals.allow("acme", ada, "postman"));
  EXPECT_EQ(objection(ada), "");
  expect_value(refusals.refuse("acme", ada, "*", {}));
  EXPECT_THAT(objection(ada), HasSubstr("refused Postman"));
  in_force.processors[0].may_refuse = false;
  use(in_force);
  EXPECT_EQ(objection(ada), "") << "what may not be refused is not covered by a refusal of all";
  EXPECT_EQ(refusals.refuse("acme", ada, "postman", {}).error().code, "may_not_be_refused");
  EXPECT_EQ(refusals.refuse("acme", ada, "nobody", {}).error().code, "unknown_processor");
}

TEST_F(LedgerTest, what_is_restricted_does_not_leave_and_the_attempt_is_kept_with_the_person) {
  expect_value(records::set_state(*workspace.records, workspace.at("contact"), ada, [](privacy::SubjectState state) { return state | privacy::kRestricted; }));
  EXPECT_THAT(objection(ada), HasSubstr("restricted"));
  const auto ids = expect_value(ledger().enter(departure({ada}), &in_force.processors[0], mail_host, "Restricted."));
  EXPECT_EQ(workspace.count_of("disclosure", "person", ada), 1);
  in_force.disclosure_grounds = {"duty"};
  use(in_force);
  EXPECT_TRUE(all.registers().enter(workspace.at("contact"), {.kind = "legal", .recipient = "Court", .country = "DE", .categories = {"user.name"}, .people = {{"contact", ada}}, .why = "Order", .ground = "duty"}))
      << "the law reaches it";
  EXPECT_EQ(workspace.count_of("disclosure", "person", ada), 2);
}

TEST_F(LedgerTest, what_was_collected_before_a_use_was_allowed_does_not_leave_for_it) {
  const auto acme = expect_value(workspace.workspaces->find("acme"));
  workspace.workspaces->govern(*acme, privacy::PolicyInForce::make({.policy = std::make_shared<Policy>(in_force), .version = 2, .widened = {{{"service", "user.name"}, 2}}}));
  EXPECT_THAT(objection(ada), HasSubstr("collected before"));
  const Id later = workspace.create("contact", R"({"last_name":"Later"})");
  EXPECT_EQ(objection(later), "");
}

TEST_F(LedgerTest, the_consents_are_asked_last) {
  Ledger asking(*workspace.records, book, refusals, [](const Departure& departure, const privacy::Concerned&) -> Result<std::string> { return departure.channel + " was withdrawn"; });
  EXPECT_EQ(expect_value(asking.objection(departure({ada}), departure({ada}).people[0], in_force.processors[0])), "email was withdrawn");
}

TEST(ObjectionOfState, is_told_in_words) {
  using namespace privacy;
  const Purpose service{.id = 1, .name = "service", .label = "Service"};
  const Purpose marketing{.id = 3, .name = "marketing", .label = "Marketing", .basis = Basis::consent};
  const Purpose law{.id = 6, .name = std::string(kLegalObligation), .basis = Basis::legal_obligation};
  EXPECT_EQ(objection_of_state(0, service), "");
  EXPECT_THAT(objection_of_state(kRestricted, service), HasSubstr("restricted"));
  EXPECT_THAT(objection_of_state(kMinor, service), HasSubstr("parent"));
  EXPECT_THAT(objection_of_state(objected_to(1), service), HasSubstr("objected to “Service”"));
  EXPECT_EQ(objection_of_state(objected_to(3), service), "") << "another purpose";
  EXPECT_THAT(objection_of_state(0, marketing), HasSubstr("has not agreed"));
  EXPECT_EQ(objection_of_state(agreed_to(3), marketing), "");
  EXPECT_THAT(objection_of_state(agreed_to(3) | objected_to(3), marketing), HasSubstr("objected"));
  EXPECT_EQ(objection_of_state(kHeld, service), "") << "a hold keeps from deleting, not from using";
  EXPECT_EQ(objection_of_state(kRestricted | kMinor | kEveryObjection, law), "");
}

}  // namespace
}  // namespace probity::disclosure

#include "rights/disclosure/registers.hpp"

#include "rights/disclosure/disclosure_fixture.hpp"

namespace probity::disclosure {
namespace {

class RegistersTest : public DisclosureTest {
 protected:
  RegistersTest() {
    in_force.controller.country = "DE";
    in_force.categories = {{"user.name", "Name"}, {"user.contact.email", "Email"}, {"user.contact.address", "Postal address"}, {"user.financial", "Invoices"}, {"user.content", "Notes"}};
    in_force.purposes.push_back({.id = 8, .name = "billing", .label = "Billing", .categories = {"user.name", "user.contact", "user.financial"}});
    in_force.purposes.push_back({.id = 5, .name = "security", .label = "Security", .categories = {"user.name", "user.contact"}});
    privacy::Processor guard;
    guard.id = "fraud-watch";
    guard.name = "Fraud Watch";
    guard.kind = "security";
    guard.country = "DE";
    in_force.processors.push_back(guard);
    in_force.disclosure_grounds = {"duty", "defence"};
    use(in_force);
  }
  Act act(std::string kind) const {
    Act act{.kind = std::move(kind), .recipient = "Somebody Ltd", .country = "DE", .categories = {"user.name"}, .people = {{"contact", ada}}, .why = "Because it is needed."};
    if (act.kind == "security") act.processor = "fraud-watch";
    return act;
  }
  Result<std::vector<Id>> enter(const Act& act) { return all.registers().enter(workspace.at("contact"), act); }
  JsonDocument expect_entered(const Act& act) { return workspace.get("disclosure", expect_value(enter(act)).front()); }
  /// Refused, and kept as that.
  void expect_refused(const Act& act, const std::string& code) {
    const auto before = workspace.count("disclosure");
    const auto entered = enter(act);
    ASSERT_FALSE(entered) << code;
    EXPECT_EQ(entered.error().code, code) << entered.error().message;
    EXPECT_EQ(entered.error().kind, ErrorKind::forbidden);
    ASSERT_EQ(workspace.count("disclosure"), before + 1);
    const JsonDocument list = rows();
    const JsonValue& row = list["items"][list["items"].Size() - 1];
    EXPECT_EQ(view(row["result"]), "refused");
    EXPECT_EQ(view(row["note"]), entered.error().message);
  }
  void expect_invalid(const Act& act, const std::string& code) {
    EXPECT_EQ(enter(act).error().code, code);
    EXPECT_EQ(workspace.count("disclosure"), 0) << "nothing is kept of what is not whole";
  }
};

TEST_F(RegistersTest, a_legal_disclosure_names_a_ground_of_the_policy) {
  for (const char* kind : {"legal", "law_enforcement"}) {
    Act letter = act(kind);
    expect_refused(letter, "ground_not_stated");
    letter.ground = "liability";
    expect_refused(letter, "ground_not_stated");
    letter.ground = "duty";
    letter.reference = "12 C 345/26";
    const JsonDocument row = expect_entered(letter);
    EXPECT_EQ(view(row["kind"]), kind);
    EXPECT_EQ(view(row["ground"]), "duty");
    EXPECT_EQ(view(row["reference"]), "12 C 345/26");
    EXPECT_EQ(view(row["purpose"]), "legal_obligation");
    EXPECT_EQ(view(row["result"]), "done");
    EXPECT_EQ(view(row["person"]), ada.text());
    EXPECT_EQ(view(row["by"]), workspace.member.text());
  }
}

TEST_F(RegistersTest, a_debt_collector_needs_accepted_terms_and_gets_the_claim_alone) {
  Act claim = act("debt_collection");
  claim.categories = {"user.financial", "user.name", "user.contact.email", "user.contact.address"};
  expect_refused(claim, "terms_not_accepted");
  claim.terms = "Terms of January 2026, section 9";
  expect_refused(claim, "terms_not_accepted");
  claim.terms_accepted = format_day(day_of(now(), {}) + 1);
  expect_refused(claim, "terms_not_accepted");
  claim.terms_accepted = "2026-01-15";
  EXPECT_THAT(std::string(view(expect_entered(claim)["reference"])), HasSubstr("section 9, accepted 2026-01-15"));
  claim.categories.push_back("user.content");
  expect_refused(claim, "category_not_listed");
}

TEST_F(RegistersTest, an_accountant_gets_the_books_alone) {
  Act books = act("accountant");
  books.categories = {"user.financial", "user.name", "user.contact.address"};
  expect_entered(books);
  books.categories = {"user.contact.email"};
  expect_refused(books, "category_not_listed");
  books.categories = {"user.content"};
  expect_refused(books, "category_not_listed");
}

TEST_F(RegistersTest, partners_and_recipients_of_orders_get_nothing_without_an_order) {
  for (const char* kind : {"partner", "order_recipient"}) {
    Act delivery = act(kind);
    delivery.categories = {"user.name", "user.contact.address"};
    for (const char* reference : {"", "Order 4711", "019aa000-0000-7000-8000-000000000000"}) {
      delivery.reference = reference;
      expect_refused(delivery, "no_orders");
    }
  }
}

TEST_F(RegistersTest, what_is_not_used_is_handed_to_nobody_but_by_law) {
  for (const privacy::SubjectState state : {privacy::kRestricted, privacy::kMinor}) {
    expect_value(records::set_state(*workspace.records, workspace.at("contact"), ada, [state](privacy::SubjectState) { return state; }));
    for (const char* kind : {"accountant", "debt_collection", "security"}) {
      Act some = act(kind);
      some.terms = "Terms of 2026";
      some.terms_accepted = "2026-01-02";
      expect_refused(some, "person_refuses");
    }
    Act letter = act("legal");
    letter.ground = "duty";
    EXPECT_TRUE(enter(letter)) << "what the law demands goes out";
  }
}

TEST_F(RegistersTest, nobody_is_written_down_twice_and_consent_has_to_be_on_record) {
  Act some = act("accountant");
  some.people = {{"contact", ada}, {"contact", ada}};
  EXPECT_EQ(expect_value(enter(some)).size(), 1u);
  some.country = "US";
  some.safeguard = "consent";
  expect_refused(some, "consent_needed");
}

TEST_F(RegistersTest, a_hand_over_against_fraud_says_why) {
  Act warning = act("security");
  EXPECT_EQ(view(expect_entered(warning)["purpose"]), "security");
  warning.categories = {"user.financial"};
  expect_refused(warning, "category_not_listed");
  for (const char* other : {"", "postman", "nobody"}) {
    Act sale = act("security");
    sale.processor = other;
    expect_refused(sale, "no_such_service");
  }
}

TEST_F(RegistersTest, a_buyer_gets_nothing_before_people_could_choose) {
  Act sale = act("acquirer");
  expect_refused(sale, "notice_not_over");
  sale.notice_date = format_day(day_of(now(), {}) + 1);
  expect_refused(sale, "notice_not_over");
  sale.notice_date = format_day(day_of(now(), {}));
  expect_entered(sale);
}

TEST_F(RegistersTest, a_processor_has_to_be_listed) {
  Act upload = act("processor");
  expect_refused(upload, "not_a_processor");
  upload.processor = "postman";
  const JsonDocument row = expect_entered(upload);
  EXPECT_EQ(view(row["recipient"]), "Postman");
  EXPECT_EQ(view(row["recipient_id"]), "postman");
  upload.categories = {"user.financial"};
  expect_refused(upload, "category_not_listed");
  upload.categories = {"user.name"};
  expect_value(refusals.refuse("acme", ada, "postman", {}));
  expect_refused(upload, "person_refuses");
}

TEST_F(RegistersTest, a_country_abroad_needs_a_safeguard) {
  Act books = act("accountant");
  books.country = "US";
  expect_refused(books, "safeguard_needed");
  books.safeguard = "privacy_shield";
  expect_refused(books, "safeguard_over");
  books.safeguard = "standard_clauses";
  expect_entered(books);
}

TEST_F(RegistersTest, what_is_not_whole_is_not_kept) {
  expect_invalid(act("gift"), "unknown_kind");
  const auto without = [&](auto change) {
    Act some = act("security");
    some.processor.clear();
    change(some);
    return some;
  };
  expect_invalid(without([](Act& some) { some.recipient = " "; }), "missing_value");
  expect_invalid(without([](Act& some) { some.country.clear(); }), "missing_value");
  expect_invalid(without([](Act& some) { some.country = "XX"; }), "unknown_country");
  expect_invalid(without([](Act& some) { some.why.clear(); }), "missing_value");
  expect_invalid(without([](Act& some) { some.categories.clear(); }), "missing_value");
  expect_invalid(without([](Act& some) { some.people.clear(); }), "missing_value");
  expect_invalid(without([](Act& some) { some.categories = {"user.shoe_size"}; }), "unknown_category");
  expect_invalid(without([](Act& some) { some.purpose = "fun"; }), "unknown_purpose");
  expect_invalid(without([](Act& some) { some.safeguard = "promise"; }), "unknown_safeguard");
  expect_invalid(without([](Act& some) { some.people = {{"contact", Id::make()}}; }), "unknown_person");
  expect_invalid(without([](Act& some) { some.people = {{"company", some.people[0].second}}; }), "unknown_person");
  expect_invalid(without([](Act& some) { some.at = now() + 2 * kDay; }), "in_the_future");
}

}  // namespace
}  // namespace probity::disclosure

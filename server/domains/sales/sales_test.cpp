#include "domains/sales/api.hpp"
#include "records/test_workspace.hpp"

namespace probity::sales {
namespace {

using records::expect_value;

class SalesTest : public testing::Test {
 protected:
  SalesTest() : workspace({.model = records::product_model(), .add_hooks = add_hooks}) { expect_value(prepare_workspace(*workspace.records, workspace.access)); }

  Id stage(std::string_view name) {
    const auto list = workspace.list("stage", {.filter = fmt::format(R"({{"field":"name","value":"{}"}})", name)});
    return *Id::parse(view(list["items"][0]["id"]));
  }
  std::string text_of(std::string_view entity, const Id& id, const char* field) {
    const auto record = workspace.get(entity, id);
    return record[field].IsString() ? std::string(view(record[field])) : "";
  }
  std::int64_t live(std::string_view table) { return workspace.count(table, store::Condition::is_null("_deleted_at")); }

  records::TestWorkspace workspace;
};

TEST_F(SalesTest, a_workspace_is_furnished_once) {
  expect_value(prepare_workspace(*workspace.records, workspace.access));
  EXPECT_EQ(1, live("pipeline"));
  EXPECT_EQ(6, live("stage"));
}

TEST_F(SalesTest, a_deal_keeps_stage_state_and_dates_in_step) {
  const Id deal = workspace.create("deal", R"({"name":"Oven"})");
  EXPECT_EQ(stage("New").text(), text_of("deal", deal, "stage"));
  EXPECT_EQ("open", text_of("deal", deal, "state"));
  workspace.update("deal", deal, fmt::format(R"({{"stage":"{}"}})", stage("Won").text()));
  EXPECT_EQ("won", text_of("deal", deal, "state"));
  EXPECT_NE("", text_of("deal", deal, "closed_at"));
  workspace.update("deal", deal, fmt::format(R"({{"stage":"{}"}})", stage("Proposal").text()));
  EXPECT_EQ("open", text_of("deal", deal, "state"));
  EXPECT_EQ("", text_of("deal", deal, "closed_at"));
}

TEST_F(SalesTest, a_line_takes_what_the_product_says_and_adds_up) {
  const Id deal = workspace.create("deal", R"({"name":"Oven"})");
  const Id product = workspace.create("product", R"({"name":"Chair","unit_price":19.99,"tax":19})");
  const Id line = workspace.create("line_item", fmt::format(R"({{"deal":"{}","product":"{}","quantity":3,"discount":10}})", deal.text(), product.text()));
  const auto record = workspace.get("line_item", line);
  EXPECT_EQ("Chair", view(record["description"]));
  EXPECT_DOUBLE_EQ(64.22, record["total"]["amount"].GetDouble());
}

TEST_F(SalesTest, totals_say_so_when_currencies_are_mixed) {
  const Id deal = workspace.create("deal", R"({"name":"Oven"})");
  for (const char* price : {R"({"amount":10,"currency":"EUR"})", R"({"amount":5,"currency":"EUR"})", R"({"amount":7,"currency":"USD"})"}) {
    workspace.create("line_item", fmt::format(R"({{"deal":"{}","description":"x","unit_price":{}}})", deal.text(), price));
  }
  const auto totals = workspace.answer([&](JsonWriter& writer) { return write_deal_totals(*workspace.records, workspace.access, deal, writer); });
  EXPECT_TRUE(totals["mixed"].GetBool());
  ASSERT_EQ(2U, totals["currencies"].Size());
  EXPECT_DOUBLE_EQ(15, totals["currencies"][0]["total"].GetDouble());
}

TEST_F(SalesTest, a_lead_becomes_contact_company_and_deal_and_loses_nothing) {
  const Id lead = workspace.create("lead", R"({"first_name":"Ada","last_name":"Lovelace","company_name":"Engine","email":"ada@example.com","phone":"+4930123456","amount":500,"tags":["vip"],"description":"Met at the fair"})");
  const Id note = workspace.create("note", fmt::format(R"({{"text":"Call back","leads":["{}"]}})", lead.text()));
  const Conversion made = expect_value(convert_lead(*workspace.records, workspace.access, lead, {}));
  ASSERT_TRUE(made.company && made.deal);
  const auto contact = workspace.get("contact", made.contact);
  EXPECT_EQ("Lovelace", view(contact["last_name"]));
  EXPECT_EQ("ada@example.com", view(contact["email"][0]["value"]));
  EXPECT_EQ("vip", view(contact["tags"][0]));
  EXPECT_EQ("Met at the fair", view(contact["description"]));
  EXPECT_EQ(made.company->text(), view(contact["company"]));
  EXPECT_EQ("Engine", text_of("company", *made.company, "name"));
  EXPECT_EQ(made.contact.text(), text_of("deal", *made.deal, "contact"));
  EXPECT_EQ("converted", text_of("lead", lead, "state"));
  EXPECT_EQ(made.contact.text(), view(workspace.get("note", note)["contacts"][0]));
  const auto again = convert_lead(*workspace.records, workspace.access, lead, {});
  ASSERT_FALSE(again);
  EXPECT_EQ("already_converted", again.error().code);
  EXPECT_EQ(1, live("contact"));
}

TEST_F(SalesTest, the_sample_fills_a_workspace) {
  expect_value(fill_sample(*workspace.records, workspace.access, workspace.access.actor));
  for (const char* entity : {"company", "contact", "deal", "lead", "task", "call", "meeting", "note", "product", "line_item", "location"}) EXPECT_GT(live(entity), 0) << entity;
  for (const char* owned : {"company", "contact", "deal", "meeting"}) {
    const auto list = workspace.list(owned, {});
    EXPECT_EQ(workspace.access.actor.text(), view(list["items"][0]["owner"])) << owned;
  }
}

}  // namespace
}  // namespace probity::sales

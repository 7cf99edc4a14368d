#include "domains/sales/api.hpp"
#include "records/test_workspace.hpp"
#include "records/undo/undo.hpp"
#include "store/tables.hpp"

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

TEST_F(SalesTest, a_state_moves_a_deal_to_a_stage_of_its_kind) {
  const Id deal = workspace.create("deal", R"({"name":"Oven"})");
  workspace.update("deal", deal, R"({"state":"won"})");
  EXPECT_EQ(stage("Won").text(), text_of("deal", deal, "stage"));
  EXPECT_NE("", text_of("deal", deal, "closed_at"));
  workspace.update("deal", deal, R"({"state":"lost"})");
  EXPECT_EQ(stage("Lost").text(), text_of("deal", deal, "stage"));
  workspace.update("deal", deal, R"({"state":"open"})");
  EXPECT_EQ(stage("New").text(), text_of("deal", deal, "stage"));
  EXPECT_EQ("", text_of("deal", deal, "closed_at"));
}

TEST_F(SalesTest, what_contradicts_itself_is_refused) {
  const Id other = workspace.create("pipeline", R"({"name":"Other"})");
  const Id first = workspace.create("stage", fmt::format(R"({{"name":"First","pipeline":"{}"}})", other.text()));
  const Id deal = workspace.create("deal", R"({"name":"Oven"})");
  const std::string pipeline = text_of("deal", deal, "pipeline");
  const std::pair<std::string, const char*> cases[] = {
      {fmt::format(R"({{"stage":"{}","state":"lost"}})", stage("Won").text()), "state"},
      {fmt::format(R"({{"stage":"{}","pipeline":"{}"}})", stage("Won").text(), other.text()), "stage"},
      {fmt::format(R"({{"stage":"{}","pipeline":"{}"}})", first.text(), pipeline), "stage"},
  };
  for (const auto& [patch, field] : cases) {
    const auto refused = workspace.records->update(workspace.at("deal"), deal, expect_value(parse_json(patch)));
    ASSERT_FALSE(refused) << patch;
    EXPECT_EQ("contradiction", refused.error().code) << patch;
    EXPECT_EQ(field, refused.error().field) << patch;
  }
  workspace.update("deal", deal, fmt::format(R"({{"pipeline":"{}"}})", other.text()));
  EXPECT_EQ(first.text(), text_of("deal", deal, "stage"));
}

TEST_F(SalesTest, a_stage_or_pipeline_in_use_is_not_deleted) {
  const Id deal = workspace.create("deal", R"({"name":"Oven"})");
  const Id pipeline = *Id::parse(text_of("deal", deal, "pipeline"));
  const auto refused = workspace.records->remove(workspace.at("stage"), stage("New"));
  ASSERT_FALSE(refused);
  EXPECT_EQ("in_use", refused.error().code);
  EXPECT_EQ(R"({"deals":1})", refused.error().extras);
  EXPECT_EQ("in_use", workspace.records->remove(workspace.at("pipeline"), pipeline).error().code);
  workspace.remove("deal", deal);
  EXPECT_EQ(R"({"deals":0})", workspace.records->remove(workspace.at("pipeline"), pipeline).error().extras) << "it is the default one";
  expect_value(workspace.records->remove(workspace.at("stage"), stage("New")));
}

TEST_F(SalesTest, nobody_stands_above_themselves) {
  for (const auto& [entity, field, name] : {std::tuple{"company", "parent", "name"}, std::tuple{"contact", "reports_to", "last_name"}}) {
    const Id top = workspace.create(entity, fmt::format(R"({{"{}":"Top"}})", name));
    const Id middle = workspace.create(entity, fmt::format(R"({{"{}":"Middle","{}":"{}"}})", name, field, top.text()));
    const Id bottom = workspace.create(entity, fmt::format(R"({{"{}":"Bottom","{}":"{}"}})", name, field, middle.text()));
    for (const Id& above : {top, bottom}) {
      const auto refused = workspace.records->update(workspace.at(entity), top, expect_value(parse_json(fmt::format(R"({{"{}":"{}"}})", field, above.text()))));
      ASSERT_FALSE(refused) << entity;
      EXPECT_EQ("circle", refused.error().code);
      EXPECT_EQ(field, refused.error().field);
    }
    workspace.update(entity, bottom, fmt::format(R"({{"{}":"{}"}})", field, top.text()));
  }
}

TEST_F(SalesTest, lines_add_up_in_every_currency) {
  const Id deal = workspace.create("deal", R"({"name":"Oven"})");
  const std::pair<const char*, double> prices[] = {{R"({"amount":333,"currency":"JPY"})", 500}, {R"({"amount":1.001,"currency":"KWD"})", 1.502}};
  for (const auto& [price, total] : prices) {
    const Id line = workspace.create("line_item", fmt::format(R"({{"deal":"{}","description":"x","quantity":1.5,"unit_price":{}}})", deal.text(), price));
    EXPECT_DOUBLE_EQ(total, workspace.get("line_item", line)["total"]["amount"].GetDouble()) << price;
  }
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

TEST_F(SalesTest, a_conversion_is_taken_back_as_one) {
  const Id lead = workspace.create("lead", R"({"last_name":"Lovelace","company_name":"Engine","unqualified_reason":"none"})");
  const Id note = workspace.create("note", fmt::format(R"({{"text":"Call back","leads":["{}"]}})", lead.text()));
  const Id comment = workspace.create("comment", fmt::format(R"({{"text":"Ask Bob","record":"{}"}})", lead.text()));
  const std::string before = workspace.values("lead", lead) + workspace.values("note", note) + workspace.values("comment", comment);
  for (const bool of_the_lead : {true, false}) {
    const Conversion made = expect_value(convert_lead(*workspace.records, workspace.access, lead, {}));
    EXPECT_EQ(made.contact.text(), text_of("comment", comment, "record"));
    const auto undone = of_the_lead ? records::undo_last_of(*workspace.records, workspace.at("lead"), lead) : records::undo_last(*workspace.records, workspace.access);
    ASSERT_TRUE(undone) << undone.error().message;
    EXPECT_EQ("lead", undone->entity);
    EXPECT_EQ(7U, undone->records);
    EXPECT_EQ(before, workspace.values("lead", lead) + workspace.values("note", note) + workspace.values("comment", comment));
    for (const char* entity : {"contact", "company", "deal"}) EXPECT_EQ(0, live(entity)) << entity;
    EXPECT_EQ(1, live("note"));
  }
}

TEST_F(SalesTest, a_conversion_others_built_on_stays) {
  const Id lead = workspace.create("lead", R"({"last_name":"Lovelace","company_name":"Engine"})");
  const Conversion made = expect_value(convert_lead(*workspace.records, workspace.access, lead, {}));
  privacy::Access colleague = workspace.access;
  colleague.actor = Id::make();
  expect_value(workspace.records->create(workspace.at(colleague, "note"), expect_value(parse_json(fmt::format(R"({{"text":"Called","contacts":["{}"]}})", made.contact.text())))));
  EXPECT_EQ("used_since", records::undo_last(*workspace.records, workspace.access).error().code);
  EXPECT_EQ("converted", text_of("lead", lead, "state"));
}

TEST_F(SalesTest, no_second_contact_is_made_in_silence) {
  const Id known = workspace.create("contact", R"({"first_name":"Ada","last_name":"King","email":"ada@example.com"})");
  const Id lead = workspace.create("lead", R"({"first_name":"Ada","last_name":"Lovelace","company_name":"Engine","job_title":"Poet","email":"ada@example.com"})");
  const std::int64_t leaves = workspace.count(store::kLeaf);
  const auto refused = convert_lead(*workspace.records, workspace.access, lead, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ("duplicate", refused.error().code);
  EXPECT_NE(std::string::npos, refused.error().extras.find(known.text()));
  EXPECT_EQ(leaves, workspace.count(store::kLeaf)) << "nothing was made";
  const Conversion made = expect_value(convert_lead(*workspace.records, workspace.access, lead, {.contact = known}));
  EXPECT_EQ(known, made.contact);
  EXPECT_EQ("King", text_of("contact", known, "last_name"));
  EXPECT_EQ("Poet", text_of("contact", known, "job_title"));
  const auto notes = workspace.list("note", {});
  ASSERT_EQ(1U, notes["items"].Size());
  EXPECT_EQ("Last name: Lovelace", view(notes["items"][0]["text"]));
  expect_value(records::undo_last(*workspace.records, workspace.access));
  expect_value(convert_lead(*workspace.records, workspace.access, lead, {.allow_duplicate = true}));
  EXPECT_EQ(2, live("contact"));
}

TEST_F(SalesTest, a_conversion_that_fails_leaves_nothing) {
  const Id lead = workspace.create("lead", R"({"last_name":"Lovelace","company_name":"Engine"})");
  EXPECT_EQ("unknown_link", convert_lead(*workspace.records, workspace.access, lead, {.contact = Id::make()}).error().code);
  EXPECT_FALSE(convert_lead(*workspace.records, workspace.access, lead, {.deal = R"({"probability":700})"}));
  for (const char* entity : {"contact", "company", "deal", "note"}) EXPECT_EQ(0, live(entity)) << entity;
  EXPECT_EQ("new", text_of("lead", lead, "state"));
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

#include "rights/processing/record.hpp"

#include <gmock/gmock.h>

#include "records/test_workspace.hpp"

namespace probity::processing {
namespace {

using records::expect_value;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const auto kPolicies = std::filesystem::path(PROBITY_SOURCE_DIR) / "policies";

class ProcessingTest : public testing::Test {
 protected:
  ProcessingTest() : policy(expect_value(privacy::load_policy(kPolicies / "default.yaml"))), law(expect_value(privacy::load_law(kPolicies / "law"))) {
    policy.controller = {.name = "Acme GmbH", .address = "Weg 1, Berlin", .country = "DE", .email = "privacy@acme.example", .phone = {}, .representative = {}, .officer = "Dora Officer", .officer_email = "dpo@acme.example", .officer_address = {}};
  }
  Record record() {
    in_force = privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(policy), .version = 3});
    catalog = expect_value(workspace.workspaces->find("acme"))->catalog();
    return record_of({.level = "acme", .level_name = "Acme", .policy = in_force, .model = catalog->model(), .law = law,
                      .measures = {{"encrypted_storage", "Databases are encrypted.", true}, {"tls", "Connections are encrypted.", false}}, .sources = {{"contact", {"imported from files"}}}, .made_at = 1'800'000'000 * kSecond});
  }
  static const Activity& activity(const Record& record, std::string_view purpose) {
    const auto found = std::ranges::find(record.activities, purpose, [](const Activity& each) { return each.purpose->name; });
    if (found == record.activities.end()) throw std::runtime_error("no such activity");
    return *found;
  }
  static bool has_category(const Activity& activity, std::string_view name) {
    return std::ranges::any_of(activity.categories, [&](const DataCategory& category) { return category.name == name; });
  }
  records::TestWorkspace workspace{{.model = records::product_model()}};
  privacy::Policy policy;
  privacy::Law law;
  privacy::PolicyPointer in_force;
  std::shared_ptr<const records::Catalog> catalog;
};

TEST_F(ProcessingTest, SaysWhatArticle30AsksFor) {
  const Record made = record();
  const Activity& service = activity(made, "service");
  EXPECT_THAT(service.subjects, Contains("Contacts"));
  EXPECT_THAT(service.subjects, Contains("Leads"));
  EXPECT_TRUE(has_category(service, "user.contact.email"));
  EXPECT_FALSE(has_category(service, "none"));
  EXPECT_THAT(service.sources, Contains("imported from files"));
  EXPECT_FALSE(service.retention.empty());
  const std::string json = as_json(made);
  const JsonDocument document = expect_value(parse_json(json));
  EXPECT_EQ(view(document["controller"]["name"]), "Acme GmbH");
  EXPECT_EQ(view(document["data_protection_officer"]["email"]), "dpo@acme.example");
  EXPECT_EQ(document["policy"]["version"].GetInt64(), 3);
  for (const JsonValue& each : document["activities"].GetArray()) {
    for (const char* name : {"purpose", "fideslang", "dpv", "lawful_basis"}) EXPECT_TRUE(each[name].IsString()) << name;
  }
  for (const std::string& text : {as_csv(made), as_page(made)}) {
    for (const char* part : {"Acme GmbH", "dpo@acme.example", "Contacts", "user.contact.email", "Databases are encrypted."}) EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(as_csv(made), Not(HasSubstr("Connections are encrypted.")));
}

TEST_F(ProcessingTest, ANewEntityCategoryOrServiceIsInItAtOnce) {
  EXPECT_FALSE(has_category(activity(record(), "service"), "user.health_and_medical.x"));
  policy.categories.push_back({"user.pets", "Pets", false});
  policy.processors.push_back({.id = "vet", .name = "Vet Cloud", .kind = "hosting", .task = "Keeps pets.", .purposes = {"service"}, .categories = {"user.pets"}, .country = "US", .safeguard = privacy::Safeguard::standard_clauses});
  policy.processors.push_back({.id = "near", .name = "Near Host", .kind = "hosting", .task = "Hosts.", .purposes = {"service"}, .categories = {"user"}, .country = "FR"});
  policy.retention.push_back({.id = "pets", .entity = "x_pet", .categories = {}, .purpose = "service", .starts = privacy::Starts::created, .keep = privacy::Period{.years = 2}});
  for (privacy::Purpose& purpose : policy.purposes) {
    if (purpose.name == "service") purpose.categories.push_back("user.pets");
  }
  workspace.policy = privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(policy)});
  const auto acme = expect_value(workspace.workspaces->find("acme"));
  workspace.workspaces->govern(*acme, workspace.policy);
  expect_value(workspace.workspaces->extend(*acme, {.entities = {R"({"entity":"x_pet","plural":"x_pets","label":{"one":"Pet","many":"Pets"},"icon":"paw","subject":"self","title":["x_name"],
    "fields":{"x_name":{"id":1,"type":"text","label":"Pet name","category":"user.pets","purposes":["service"]}}})"}, .fields = {}}));
  const Record made = record();
  const Activity& service = activity(made, "service");
  EXPECT_THAT(service.subjects, Contains("Pets"));
  EXPECT_TRUE(has_category(service, "user.pets"));
  ASSERT_EQ(service.recipients.size(), 2u);
  EXPECT_THAT(service.recipients[0].categories, testing::ElementsAre("Pets"));
  ASSERT_EQ(service.transfers.size(), 1u);
  EXPECT_EQ(service.transfers[0].recipient, "Vet Cloud");
  for (const std::string& text : {as_csv(made), as_page(made), as_json(made)}) {
    for (const char* part : {"Pets", "Vet Cloud", "2 years"}) EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST_F(ProcessingTest, WhatThePolicyDoesNotLetAPurposeUseIsNotInIt) {
  EXPECT_TRUE(has_category(activity(record(), "sales"), "user.contact.phone_number"));
  for (privacy::Purpose& purpose : policy.purposes) {
    if (purpose.name == "sales") purpose.categories = {"user.name"};
  }
  const Record made = record();
  EXPECT_FALSE(has_category(activity(made, "sales"), "user.contact.phone_number"));
  EXPECT_TRUE(has_category(activity(made, "sales"), "user.name"));
}

TEST_F(ProcessingTest, WhatPeopleNamedIsNeitherMarkupNorAFormula) {
  policy.controller.name = "=cmd|' /C calc'!A0<script>";
  const Record made = record();
  EXPECT_THAT(as_page(made), HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(as_csv(made), HasSubstr("'=cmd"));
}

}  // namespace
}  // namespace probity::processing

#pragma once
// A workspace with two people, a policy and everything about what leaves, for tests.
#include <gmock/gmock.h>

#include "records/test_workspace.hpp"
#include "rights/disclosure/disclosures.hpp"

namespace probity::disclosure {

using privacy::Departure;
using privacy::Policy;
using privacy::Processor;
using records::expect_value;
using testing::HasSubstr;

class DisclosureTest : public testing::Test {
 protected:
  DisclosureTest() : workspace({.model = records::product_model()}) {
    use(policy_with({.id = "postman", .name = "Postman", .kind = "email", .task = "Delivers our mail.", .purposes = {"service"}, .categories = {"user.contact", "user.name"}, .country = "DE",
                     .integration = "smtp", .may_refuse = true, .without_it = "You get no mail from us."}));
    ada = workspace.create("contact", R"({"last_name":"Lovelace"})");
    bob = workspace.create("contact", R"({"last_name":"Babbage"})");
  }
  static Policy policy_with(Processor processor) {
    Policy policy;
    policy.categories = {{"user.contact.email", "Email address"}, {"user.name", "Name"}};
    policy.purposes = {{.id = 1, .name = "service", .label = "Service", .categories = {"user", "system"}},
                       {.id = 3, .name = "marketing", .label = "Marketing", .basis = privacy::Basis::consent, .categories = {"user"}},
                       {.id = 6, .name = "legal_obligation", .label = "Duties", .basis = privacy::Basis::legal_obligation, .categories = {"user"}}};
    policy.processors = {std::move(processor)};
    return policy;
  }
  void use(Policy policy) {
    in_force = std::move(policy);
    const auto acme = expect_value(workspace.workspaces->find("acme"));
    workspace.workspaces->govern(*acme, privacy::PolicyInForce::make({.policy = std::make_shared<Policy>(in_force)}));
  }
  Departure departure(std::vector<Id> people) const {
    Departure departure{.workspace = "acme", .integration = "smtp", .purpose = "service", .channel = "email", .call = "message sent", .actor = workspace.member};
    for (const Id& id : people) departure.people.push_back({"contact", id, {"user.contact.email", "user.name"}});
    return departure;
  }
  std::string objection(const Id& id) { return expect_value(ledger().objection(departure({id}), departure({id}).people[0], in_force.processors[0])); }
  /// All of them, oldest first, those about people included whose data is not used now.
  JsonDocument rows() {
    const privacy::Access access = workspace.access_with({.role = "owner", .administrator = true}, std::string(privacy::kLegalObligation));
    records::ListOptions options;
    options.sort = "created_at";
    return workspace.answer([&](JsonWriter& writer) { return workspace.records->list(workspace.at(access, "disclosure"), options, writer); });
  }
  privacy::Ledger& ledger() { return all.ledger(); }

  records::TestWorkspace workspace;
  Policy in_force;
  Disclosures all{*workspace.records};
  Book& book = all.book();
  Refusals& refusals = all.refusals();
  const privacy::Destination mail_host{"mail.example.org", 587};
  Id ada, bob;
};

}  // namespace probity::disclosure

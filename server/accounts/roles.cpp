#include "accounts/roles.hpp"

namespace probity::accounts {
namespace {

using privacy::EntityGrant;
using privacy::Grants;
using privacy::Reach;

EntityGrant everything() { return EntityGrant{}; }

EntityGrant reading() {
  return EntityGrant{.read = true, .create = false, .update = false, .remove = false, .export_all = false, .bulk = false};
}

EntityGrant nothing() {
  return EntityGrant{.read = false, .create = false, .update = false, .remove = false, .export_all = false, .bulk = false};
}

/// What the program alone writes: nobody changes or deletes who got data, what a person refused, what stands against
/// their data, which policy was in force, who was told and what mail went out. A disclosure to the police is not for
/// everybody to see, nor who got a letter, a link or a copy of their data, which addresses are suppressed or why somebody is restricted; what a message is filled with nobody sees as it
/// lies there.
std::map<std::string, EntityGrant, std::less<>> of_the_program(bool administrator, const EntityGrant& everything) {
  EntityGrant looking = reading();
  looking.export_all = everything.export_all;
  EntityGrant reading_mail = looking;
  reading_mail.hidden_fields.insert("contents");
  EntityGrant reading_copies = looking;
  reading_copies.hidden_fields.insert("link_hash");
  const EntityGrant administrators = administrator ? looking : nothing();
  EntityGrant reading_requests = looking;
  reading_requests.hidden_fields = {"token_hash", "code_hash"};
  // A breach is filled in by administrators, and stays in the register for good.
  EntityGrant keeping = administrator ? everything : nothing();
  keeping.remove = false;
  // Who may do what is said by administrators; shares go with the records they are of.
  const EntityGrant deciding = administrator ? everything : nothing();
  const EntityGrant teams = administrator ? everything : reading();
  return {{"breach", keeping},
          {"breach_step", administrators},
          {"role", deciding},
          {"team", teams},
          {"share", nothing()},
          {"support_view", administrators},
          {"disclosure", administrators},
          {"vendor_refusal", looking},
          {"restriction", administrators},
          {"message", administrator ? reading_mail : nothing()},
          {"access_copy", administrator ? reading_copies : nothing()},
          {"request", administrator ? reading_requests : nothing()},
          {"request_step", administrators},
          {"policy_version", looking},
          {"policy_notice", administrators},
          {"consent_link", administrators},
          {"suppression", administrators},
          {"promise_state", looking},
          {"parental_consent", administrators}};
}

struct Role {
  std::string_view name;
  std::string_view meaning;
  std::shared_ptr<const Grants> grants;
};

Grants grants_with(std::string_view name, bool administrator, EntityGrant grant, Reach privates) {
  auto entities = of_the_program(administrator, grant);
  return {.role = std::string(name), .administrator = administrator, .privates = privates, .everything = std::move(grant), .entities = std::move(entities)};
}

/// What is printed on an invoice: the fields that the model says are for billing, of what is sold and to whom.
Grants accounting() {
  Grants grants{.role = std::string(kAccountant), .purposes = {"service", "billing"}, .fields_for = "billing", .everything = nothing(), .entities = {}};
  EntityGrant looking = reading();
  looking.export_all = true;
  for (const char* entity : {"company", "contact", "deal", "line_item", "product"}) grants.entities[entity] = looking;
  return grants;
}

Grants supporting() {
  Grants grants = grants_with(kSupport, false, reading(), Reach::none);
  grants.purposes = {"service", "support"};
  grants.watched = true;
  return grants;
}

const std::vector<Role>& roles() {
  static const std::vector<Role> all{
      {kOwner, "Everything, also who owns the workspace and whether support may look.", Grants::make(grants_with(kOwner, true, everything(), Reach::all))},
      {kAdministrator, "Everything but what is the owner's to say.", Grants::make(grants_with(kAdministrator, true, everything(), Reach::all))},
      {kManager, "Works with all records, also with those that members of one's teams keep private.", Grants::make(grants_with(kManager, false, everything(), Reach::team))},
      {kMember, "Works with all records that others do not keep private.", Grants::make(grants_with(kMember, false, everything(), Reach::own))},
      {kReadOnly, "Sees what a member sees and changes nothing.", Grants::make(grants_with(kReadOnly, false, reading(), Reach::own))},
      {kAccountant, "Sees what is printed on invoices, and nothing else.", Grants::make(accounting())},
      {kSupport, "Staff of the operator: sees what is not private until the time the owner granted is over, and every look is written down.", Grants::make(supporting())},
  };
  return all;
}

const Role* find(std::string_view name) {
  const auto found = std::ranges::find(roles(), name, &Role::name);
  return found == roles().end() ? nullptr : &*found;
}

}  // namespace

std::shared_ptr<const Grants> grants_of(std::string_view name) {
  const Role* role = find(name);
  return role ? role->grants : nullptr;
}

std::string_view meaning_of(std::string_view name) {
  const Role* role = find(name);
  return role ? role->meaning : std::string_view();
}

bool may_give(std::string_view giver, std::string_view role) {
  if (giver == kOwner) return true;
  return giver == kAdministrator && role != kOwner && role != kSupport;
}

std::shared_ptr<const Grants> grants_of_program() {
  static const auto grants = Grants::make({.role = "program", .administrator = true, .everything = everything(), .entities = {}});
  return grants;
}

const std::vector<std::string_view>& role_names() {
  static const std::vector<std::string_view> names{kOwner, kAdministrator, kManager, kMember, kReadOnly, kAccountant, kSupport};
  return names;
}

}  // namespace probity::accounts

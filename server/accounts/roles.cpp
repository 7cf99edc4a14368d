#include "accounts/roles.hpp"

namespace probity::accounts {
namespace {

using privacy::EntityGrant;
using privacy::Grants;

EntityGrant everything() { return EntityGrant{}; }

EntityGrant reading() {
  return EntityGrant{.read = true, .create = false, .update = false, .remove = false, .export_all = false};
}

EntityGrant nothing() {
  return EntityGrant{.read = false, .create = false, .update = false, .remove = false, .export_all = false};
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
  return {{"breach", keeping},
          {"breach_step", administrators},
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
  std::shared_ptr<const Grants> grants;
};

Role role(std::string_view name, bool administrator, EntityGrant grant) {
  auto entities = of_the_program(administrator, grant);
  return {name, Grants::make({.role = std::string(name), .administrator = administrator, .everything = std::move(grant), .entities = std::move(entities)})};
}

const std::vector<Role>& roles() {
  static const std::vector<Role> all{
      role(kOwner, true, everything()),
      role(kAdministrator, true, everything()),
      role(kMember, false, everything()),
      role(kReadOnly, false, reading()),
  };
  return all;
}

}  // namespace

std::shared_ptr<const Grants> grants_of(std::string_view name) {
  for (const Role& role : roles()) {
    if (role.name == name) return role.grants;
  }
  return nullptr;
}

std::shared_ptr<const Grants> grants_of_program() {
  static const auto grants = Grants::make({.role = "program", .administrator = true, .everything = everything(), .entities = {}});
  return grants;
}

const std::vector<std::string_view>& role_names() {
  static const std::vector<std::string_view> names{kOwner, kAdministrator, kMember, kReadOnly};
  return names;
}

}  // namespace probity::accounts

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

/// What the program alone writes: nobody changes or deletes who got data, what a person refused, which policy was in
/// force and who was told. A disclosure to the police is not for everybody to see, nor who got a letter or a link, nor
/// which addresses are suppressed.
std::map<std::string, EntityGrant, std::less<>> of_the_program(bool administrator, const EntityGrant& everything) {
  EntityGrant looking = reading();
  looking.export_all = everything.export_all;
  return {{"disclosure", administrator ? looking : nothing()}, {"vendor_refusal", looking},
          {"policy_version", looking}, {"policy_notice", administrator ? looking : nothing()},
          {"consent_link", administrator ? looking : nothing()}, {"suppression", administrator ? looking : nothing()}};
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

#pragma once
// Who asks, in which workspace, for what. Every read and write of a record carries one. Declared
// here so that every room may ask; filled by accounts.
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/id.hpp"

namespace probity::privacy {

/// What an actor may do with the records of one entity.
struct EntityGrant {
  bool read = true;
  bool create = true;
  bool update = true;
  bool remove = true;
  bool export_all = true;
  std::set<std::string, std::less<>> hidden_fields;
  std::set<std::string, std::less<>> read_only_fields;
};

/// A role, compiled: shared by every Access of that role. Immutable.
struct Grants {
  std::uint64_t serial = 0;   ///< unique in this process; decisions are cached by it
  std::string role;
  bool administrator = false; ///< may change the model, settings and members
  /// What the role may use data for; empty: everything but legal_obligation, which takes an administrator.
  std::set<std::string, std::less<>> purposes;
  EntityGrant everything;     ///< for entities not named below
  std::map<std::string, EntityGrant, std::less<>> entities;
  const EntityGrant& of(std::string_view entity) const;
  bool may_use_for(std::string_view purpose) const;
  static std::shared_ptr<const Grants> make(Grants grants);  ///< gives the serial
};

struct Access {
  Id actor;                   ///< member, or nil for the program itself
  std::string workspace;      ///< slug; "system" for the system's own records
  std::string purpose = "service";
  std::shared_ptr<const Grants> grants;
  std::string origin = "api"; ///< kept with every record and change: "api", "web", "import", "command" ...
  std::string address;        ///< where the request came from; may be empty
};

}  // namespace probity::privacy

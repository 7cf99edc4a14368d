#pragma once
// Who asks, in which workspace, for what. Every read and write of a record carries one. Declared
// here so that every room may ask; filled by accounts.
#include <compare>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/id.hpp"
#include "base/time.hpp"

namespace probity::privacy {

/// How far a right goes: to no record, those of one's own, those of the members of one's teams as well, or all.
/// Of two that both must hold the smaller counts. `true` is all, `false` none.
class Reach {
 public:
  enum Kind : std::uint8_t { none, own, team, all };
  constexpr Reach(Kind kind) : kind_(kind) {}
  constexpr Reach(bool everything) : kind_(everything ? all : none) {}
  constexpr explicit operator bool() const { return kind_ != none; }
  constexpr Kind kind() const { return kind_; }
  friend constexpr auto operator<=>(Reach, Reach) = default;

 private:
  Kind kind_;
};

/// What an actor may do with the records of one entity. What is shared with somebody counts as their own for
/// reading and, where it is shared for writing, for updating.
struct EntityGrant {
  Reach read = true;
  Reach create = true;
  Reach update = true;
  Reach remove = true;
  Reach export_all = true;
  Reach bulk = true;          ///< many at once: batches and imports
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
  /// Of whose records those are seen that are kept private: one's own, one's teams' or everybody's.
  Reach privates = Reach::own;
  /// A purpose: nothing is seen but fields that the model says are for it, whatever else is asked. Empty: no such bound.
  std::string fields_for;
  /// Every request is written down for the workspace to see.
  bool watched = false;
  EntityGrant everything;     ///< for entities not named below
  std::map<std::string, EntityGrant, std::less<>> entities;
  const EntityGrant& of(std::string_view entity) const;
  bool may_use_for(std::string_view purpose) const;
  static std::shared_ptr<const Grants> make(Grants grants);  ///< gives the serial
};

/// The teams of an actor and everybody who is in one of them. Immutable.
struct Teams {
  std::set<Id> teams;
  std::set<Id> members;       ///< the actor included
};

struct Access {
  Id actor;                   ///< member, or nil for the program itself
  std::string workspace;      ///< slug; "system" for the system's own records
  std::string purpose = "service";
  std::shared_ptr<const Grants> grants;
  std::string origin = "api"; ///< kept with every record and change: "api", "web", "import", "command" ...
  std::string address;        ///< where the request came from; may be empty
  std::shared_ptr<const Teams> teams = nullptr;  ///< null: in none
  Timestamp until = 0;        ///< over from then on; 0: no end is known
};

}  // namespace probity::privacy

#pragma once
// What makes two records look like the same thing: normalised addresses and numbers, and the rules
// `duplicate_when` of an entity.
#include <set>
#include <string>

#include "base/cell.hpp"
#include "meta/entity.hpp"

namespace probity::records {

struct MatchKey {
  std::int64_t field;  ///< field id; for duplicate rules -1, -2, ...
  std::string key;
  auto operator<=>(const MatchKey&) const = default;
};
using MatchKeys = std::set<MatchKey>;

/// The keys of a row in Entity::columns order.
MatchKeys match_keys(const meta::Entity& entity, const Row& row);

/// Whether a key tells of a duplicate: rules always do, fields where they are `unique`.
meta::Unique uniqueness_of(const meta::Entity& entity, const MatchKey& key);

/// In words, for people: "same email", "same name and company".
std::string reason_of(const meta::Entity& entity, const MatchKey& key);

}  // namespace probity::records

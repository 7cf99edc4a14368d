#pragma once
// What makes two stored records look like one thing, and all groups of an entity that do.
#include "records/keys.hpp"
#include "records/names.hpp"
#include "records/records.hpp"

namespace probity::records {

/// What of a record tells of duplicates, as far as the access of `context` may read it.
struct Traits {
  MatchKeys keys;
  std::vector<std::string> name;
};
Traits traits_of(const Context& context, const Row& row);

/// "same email", "same name", "similar name"; nothing where they are not alike.
std::optional<std::string> why_alike(const Context& context, const Traits& left, const Traits& right);

/// Whether anything tells of duplicates in records of this entity.
bool can_look_alike(const Context& context);

/// Records that look like one thing. The surest rank lowest: shared keys, then names.
struct LikeGroup {
  int rank = 0;
  std::vector<Id> ids;  ///< in order
  auto operator<=>(const LikeGroup&) const = default;
};

/// All groups of live records, whatever the access; in order, at most `most`. `stop` may end it early.
Result<std::vector<LikeGroup>> find_groups(const Context& context, store::Reader& reader, std::size_t most, const std::function<bool()>& stop);

}  // namespace probity::records

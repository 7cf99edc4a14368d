#pragma once
// How a file refers to a record: by the value of a field; and to one of any entity by its id, to a person
// by email address or whole name.
#include <optional>
#include <string_view>

#include "records/importing/target.hpp"
#include "records/lookup.hpp"
#include "records/records.hpp"

namespace probity::records::importing {

struct Referred {
  std::optional<Id> record;  ///< live, and may be seen
  std::size_t several = 0;   ///< how many have that value, where nobody can tell which is meant; see kMostCounted
};

/// `linked`: at the entity that the target's link leads to (the importing one where it leads to any).
Result<Referred> find_referred(const Context& linked, store::Reader& reader, const Target& target, std::string_view value);

/// "24", "More than 100": of a count that stops at kMostCounted.
std::string counted(std::size_t count);

/// Whether a record can be made from that value alone: it has a name, and nothing else is required.
bool can_be_made_of(const Target& target, std::string_view value);

/// Puts the value into the draft of such a record.
Result<> name_draft(const Context& linked, const Target& target, std::string_view value, Draft& draft);

}  // namespace probity::records::importing

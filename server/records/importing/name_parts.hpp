#pragma once
// A person's whole name, taken apart as far as it can be told.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "meta/entity.hpp"

namespace probity::records::importing {

struct NameParts {
  std::string honorific;
  std::string first;
  std::string middle;
  std::string last;
  std::string suffix;
};

/// "Dr. Ludwig van Beethoven Jr." -> Dr. | Ludwig | | van Beethoven | Jr.; "Doe, Jane Q." -> Jane | Q. | Doe.
/// One word alone is a last name. Joining the parts gives every word back.
NameParts split_name(std::string_view name);

/// The parts as the fields of an entity take them. Where it has no place for a part, that stays with the
/// part beside it.
std::vector<std::pair<const meta::Field*, std::string>> name_values(const meta::Entity& entity, std::string_view name);

}  // namespace probity::records::importing

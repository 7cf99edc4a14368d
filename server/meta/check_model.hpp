#pragma once
// What only the whole model can tell: links that lead somewhere, names that are nobody else's, chains
// that end at people.
#include <span>

#include "meta/read_entity.hpp"

namespace probity::meta {

void check_model(std::span<const DeclaredEntity> declared, std::vector<Problem>& problems);

}  // namespace probity::meta

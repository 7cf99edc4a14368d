#pragma once
// Ids as a JSON list: ["01a2…","01a2…"].
#include <span>
#include <string>

#include "base/id.hpp"

namespace probity::records {

std::string ids_json(std::span<const Id> ids);

}  // namespace probity::records

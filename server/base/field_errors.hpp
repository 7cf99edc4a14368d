#pragma once
// What is wrong with which field, as people and programs are told: [{"field","code","detail"}].
#include <span>

#include "base/json.hpp"
#include "base/result.hpp"

namespace probity {

void write_field_errors(std::span<const FieldError> errors, JsonWriter& writer);

}  // namespace probity

#pragma once
// The list of choices of a field, shared by choice and multi_choice.
#include "meta/fields/input.hpp"

namespace probity::meta {

/// A choice by its value exactly, or null.
const Choice* choice_of_value(const Field& field, std::string_view value);
/// A choice as people write it: its value or its label, case and accents aside; or null.
const Choice* choice_in_words(const Field& field, std::string_view words);
/// The label of a stored value; the value itself where the choice has been removed since.
std::string_view label_of(const Field& field, std::string_view value);
/// "X is not one of: A, B, C."; code "unknown_choice".
std::unexpected<Error> unknown_choice(const Field& field, std::string_view value);
/// There are choices, and no two of them can be confused in words.
Result<> check_choices(const Field& field);
/// "enum": [...] of the values.
void write_choice_values(const Field& field, JsonWriter& writer);

}  // namespace probity::meta

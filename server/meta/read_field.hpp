#pragma once
// A field as it is declared, checked as far as it can be alone.
#include "meta/declaration.hpp"

namespace probity::meta {

/// Reads `fields.<name>`. `custom`: added at run time by an administrator to an entity of the model, so
/// that its name must begin with "x_" and its id must lie in the range for such fields.
Field read_field(std::string_view name, const Declaration& declaration, const Vocabulary& vocabulary, bool custom);

}  // namespace probity::meta

#pragma once
// Records found by the value of one field, as files and links from outside name them.
#include <optional>
#include <string>

#include "records/records.hpp"

namespace probity::records {

/// The value in the form by which it is looked up: a normalised address or number, folded text. Empty for
/// an empty value. `column` is the first column of the field in `row`.
std::string lookup_key(const meta::Field& field, const Row& row, int column);

/// The oldest live record of the context's entity whose field has that value; hidden ones are not found.
Result<std::optional<Id>> find_by_key(const Context& context, store::Reader& reader, const meta::Field& field, const std::string& key);

/// The same where there is one alone; nothing where several have that value.
Result<std::optional<Id>> find_only_by_key(const Context& context, store::Reader& reader, const meta::Field& field, const std::string& key);

}  // namespace probity::records

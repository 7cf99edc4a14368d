#pragma once
// Records that another one links to, for hooks.
#include <optional>

#include "records/records.hpp"

namespace probity::sales {

/// The value of a field of the draft's entity, to be read or set.
Cell& value_of(records::Draft& draft, std::string_view field);

/// The record a link leads to, read in the same view; nothing for an empty link.
Result<std::optional<std::vector<Cell>>> linked(const records::Context& context, store::Reader& reader, const meta::Entity& entity, const Cell& link);

const Cell& cell_of(const meta::Entity& entity, const std::vector<Cell>& cells, std::string_view field);

}  // namespace probity::sales

#pragma once
// Who stands above whom: parents of companies, superiors of contacts.
#include "records/records.hpp"

namespace probity::sales {

/// "circle" (422) where a company would be its own parent, or a contact report to itself, over however many
/// others.
Result<> refuse_circle(const records::Context& context, store::Reader& reader, records::Draft& draft);

}  // namespace probity::sales

#pragma once
// The first rows of an import as they will be stored. Writes nothing.
#include "records/importing/spec.hpp"
#include "records/records.hpp"

namespace probity::records::importing {

/// {"rows":[{"record":{..},"action":"create|update|skip","note":"..","errors":[..]}]}.
Result<> write_preview(Records& records, const Context& context, const Spec& spec, int rows, JsonWriter& writer);

}  // namespace probity::records::importing

#pragma once
// Where the columns of one import go and how they are read: proposed, changed, checked.
#include "records/context.hpp"
#include "records/importing/spec.hpp"

namespace probity::records::importing {

/// Reads the first rows and proposes for every column where it goes and how it is written.
Result<std::vector<Column>> propose_columns(const Context& context, RowSource& source);

/// {"columns":[{"name","field","format"}],"mode","key","unmapped"}: changes what is named. Errors: "unknown_column",
/// "bad_format", "bad_key", "bad_import", "wrong_type" and those of parse_target().
Result<> change_spec(const Context& context, const JsonValue& wish, Spec& spec);

/// An update needs a key, and a key needs a column that fills it. Code "bad_key".
Result<> check_key(const Context& context, const Spec& spec);

}  // namespace probity::records::importing

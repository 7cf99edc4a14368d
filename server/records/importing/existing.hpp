#pragma once
// For update and upsert: the record that a row means, found by the field chosen as the key.
#include "records/draft.hpp"
#include "records/importing/row_reader.hpp"
#include "records/lookup.hpp"

namespace probity::records::importing {

struct Existing {
  std::string key;               ///< of the row, as it is looked up; empty: the row has none
  std::optional<Id> record;
  std::optional<Error> problem;  ///< its values cannot be read, several records have the key ("ambiguous_key"), or it is to be
                                 ///< left alone ("left_alone")
};

/// A row whose value is kept already with data that may not be used now: nothing is changed, nothing is told of it,
/// and no second record is made beside it.
Error left_alone(const meta::Field& field);

/// `spec` names a key.
Result<Existing> find_existing(const Context& context, store::Reader& reader, const Spec& spec, const RowReader::Values& values);

}  // namespace probity::records::importing

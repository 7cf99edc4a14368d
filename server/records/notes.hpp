#pragma once
// Notes of kind "imported": what a file said that no field takes, kept with the record it came with.
#include <optional>

#include "records/records.hpp"

namespace probity::records {

struct ImportedNotes {
  Context context;                 ///< of the notes
  const meta::Field* text;
  const meta::Field* kind;
  const meta::Field* link;         ///< to records of the entity imported
};

/// Nothing where the model has no notes that can be about this entity.
Result<std::optional<ImportedNotes>> imported_notes(Records& records, const Context& about);
Result<> fill_imported_note(const ImportedNotes& notes, const Id& about, std::string_view text, Draft& draft);

}  // namespace probity::records

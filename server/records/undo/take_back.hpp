#pragma once
// One entry of a history, taken back.
#include <set>

#include "records/undo/history.hpp"

namespace probity::records {

/// Makes the draft as the record was before the entry, and has the entry marked undone with it. `together`:
/// records that are taken back in the same write. Errors: "changed_since" (see undo.hpp), "used_since",
/// "not_undoable", "undone_already" (all conflict).
Result<> take_back(const Context& context, store::Reader& reader, const HistoryEntry& entry, Draft& draft, const std::set<Id>& together = {});

/// The entry as it stands now; "undone_already" where it is gone or undone.
Result<HistoryEntry> read_entry(store::Reader& reader, const Id& record, const Id& entry);

/// Undos and what undid merges: taken back by doing the thing again, not by another undo.
bool is_undo(const HistoryEntry& entry);

/// What the change behind an entry would need to be allowed.
Verb verb_to_undo(const HistoryEntry& entry);

std::unexpected<Error> changed_since(const Context& context, const Draft& draft, std::span<const std::string> fields);

}  // namespace probity::records

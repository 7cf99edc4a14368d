#pragma once
// The several records of one human being: merged ones and the one they became, a lead and the contact it became.
// What stands against one stands against all of them (see subject/state.hpp).
#include "records/hooks.hpp"

namespace probity::records {

/// Every record of that human being, this one first: those merged with it, whichever of them won, those in the bin
/// included, and those that a link declared `same_person` joins to it. Over any number of merges and links.
Result<std::vector<Id>> records_of_person(const Context& context, store::Reader& reader, const Id& person);

/// Where a draft's `same_person` link is new, the draft and every record of the one it leads to get the state of both
/// together, in the draft's write. Where one is taken away, what was said since (fields declared `follows_person`) goes
/// on holding for both.
Result<> join_same_person(const Hooks& hooks, const Context& context, store::Reader& reader, Draft& draft);

/// The records of `one` and of `other` are no longer of one human being. What was recorded since that moment by
/// entities whose link is declared `follows_person` is written for those of them that lack it, with the draft.
Result<> part_persons(const Hooks& hooks, const Context& context, store::Reader& reader, std::span<const Id> records, Timestamp since, Draft& draft);

}  // namespace probity::records

#pragma once
// One record shared: with whom, how far, and that nobody else sees it. Whoever may change a record because of whose it
// is may share it; what is only shared with somebody they do not share on.
#include "records/records.hpp"

namespace probity::records {

struct NewShare {
  std::string level;  ///< "read", "write" or "private"; see shares.hpp
  Id member;          ///< nil where it is a team, or private
  Id team;
};

/// {"items":[{"id","level","member":{"id","name"}|null,"team":{"id","name"}|null,"created_at"}]} of a record this access
/// may see.
Result<> write_shares(Records& records, const Context& context, const Id& id, JsonWriter& writer);

/// Shares a record, or changes how far it is shared with the same member or team; the share's id. "forbidden",
/// "bad_level", "unknown_member", "unknown_team".
Result<Id> share(Records& records, const Context& context, const Id& id, const NewShare& wish);

/// Takes a share of that record back. "forbidden", "not_found".
Result<> unshare(Records& records, const Context& context, const Id& id, const Id& share);

}  // namespace probity::records

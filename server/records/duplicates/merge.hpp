#pragma once
// Several records of one thing made one.
//
// What wins: a field named in `fields` comes from the record named; else the winner's value, else that of
// the first loser that has one. Lists (email, phone, tags, links) are united, the chosen record's or the
// winner's first. Every link to a loser is moved to the winner, each as an audited change of the record
// that holds it. Losers go to the bin, marked as merged; their history is part of the winner's. All of it
// has one group: the merge's id. A merge stands or falls as a whole (where more than a thousand
// records link to the losers, those links are moved first, and moving them does no harm by itself).
#include "records/records.hpp"

namespace probity::records {

struct MergeRequest {
  Id winner;
  std::vector<Id> losers;                         ///< 1 to 50
  std::map<std::string, Id, std::less<>> fields;  ///< field name: record its value is taken from
};

/// {"winner","losers":[..],"fields":{"email":"<id>"}}; other members are left to the caller.
/// "bad_merge" with the part that is wrong.
Result<MergeRequest> read_merge_request(const Context& context, const JsonValue& request);

/// {"record":{..},"conflicts":[{"field","values":[{"id","value"}],"taken"}],"merge":null}: the record as it
/// would be, and each field in which the records differ.
Result<> write_merge_preview(Records& records, const Context& context, const MergeRequest& request, JsonWriter& writer);

/// Merges; the same shape with the merge's id.
Result<> merge(Records& records, const Context& context, const MergeRequest& request, JsonWriter& writer);

/// Takes a merge back: losers out of the bin, the winner's values and every link as they were. Refuses
/// ("changed_since") where the winner or a loser was changed since in a field the merge set. A record
/// whose link was changed since keeps it and is named: {"record":{..},"restored":[ids],"left":[{"entity","id","display"}]}.
Result<> unmerge(Records& records, const privacy::Access& access, const Id& merge, JsonWriter& writer);

/// Every record that was merged into this one and still is, over any number of merges. Whoever finds or
/// erases a person must follow them: records that once concerned a loser concern the winner.
Result<std::vector<Id>> merged_into(store::Reader& reader, const Id& winner);

/// The record that this one, now in the bin, was merged into; nothing for any other.
Result<std::optional<Id>> winner_over(store::Reader& reader, const Id& loser);

}  // namespace probity::records

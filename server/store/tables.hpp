#pragma once
// The store's own tables in every workspace, by name and column. Who writes them is said at each.
#include <vector>

#include "store/schema.hpp"

namespace probity::store {

/// All of the below as definitions.
const std::vector<Table>& house_tables();

/// Normalised keys of many-valued fields (email, phone, tags) and of duplicate rules (field 0 and below:
/// the rule's number, negated). Written by records.
/// (entity text, field integer, key text, record blob), keyed by all four.
inline constexpr const char* kMatchKey = "match_key";

/// Every link of every record, both ways: timelines, related lists, merges and erasure follow it.
/// (to_record blob, at integer, from_record blob, field integer, from_entity text, to_entity text),
/// keyed by (to_record, at, from_record, field); index on (from_record, field). `at` is the timeline
/// date of the record that holds the link. Written by records.
inline constexpr const char* kEdge = "edge";

/// Whom a record concerns, resolved when it is written, so that unlinking hides nothing.
/// (person blob, entity text, record blob), keyed by all; index on (record). Written by records.
inline constexpr const char* kConcerns = "concerns";

/// Audit: one leaf per operation, never a value (RFC 9162 hashing). The store gives `sequence`, from 0.
/// (sequence integer, at integer, entity text, record blob, operation text, actor blob, group_id blob,
/// history blob, commitment blob, hash blob).
inline constexpr const char* kLeaf = "leaf";
/// (id integer = 1, size integer, frontier blob, root blob, seal blob). Kept by the store at each commit.
inline constexpr const char* kAuditHead = "audit_head";

/// What changed, with the salt of its commitment; erasable.
/// (record blob, id blob, entity text, at integer, actor blob, operation text, origin text,
/// group_id blob, changes text, salt blob, address text, undone integer),
/// keyed by (record, id); index on (actor, id); index on (group_id, id). Written by records.
inline constexpr const char* kHistory = "history";

/// (key text, actor blob, request_hash blob, status integer, entity text, record blob, at integer),
/// keyed by (key, actor); index on (at). Never a body. Written by records.
inline constexpr const char* kIdempotency = "idempotency";

/// (id blob, kind text, state text, payload text, result text, message text, done integer,
/// total integer, failed integer, run_at integer, attempts integer, lease_until integer,
/// created_at integer, created_by blob, finished_at integer), primary key id, index on (state, run_at),
/// index on (created_by, id). Written by jobs.
inline constexpr const char* kJob = "job";

/// Who opened, edited or wrote to a record on which UTC day, how often, and when last.
/// (record blob, day integer, actor blob, entity text, times integer, last_at integer), keyed by (record, day, actor).
/// Written by records; goes with the record.
inline constexpr const char* kReading = "reading";

/// When a record is to be reminded of next. (record blob, due integer, entity text), keyed by record; index on
/// (due). Written by domains/calendar, within the writes of those records.
inline constexpr const char* kReminder = "reminder";

/// (name text, value text), keyed by name. Small settings of the workspace; run-time fields are here too.
inline constexpr const char* kSetting = "setting";

/// Every field id there ever was. (entity text, field integer, name text, type text, retired integer),
/// keyed by (entity, field). Written by migrations; a reused id is refused by it.
inline constexpr const char* kFieldRegistry = "field_registry";

}  // namespace probity::store

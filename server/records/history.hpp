#pragma once
// What happened to a record, newest first, and what it was before.
#include <string>

#include "records/records.hpp"

namespace probity::records {

/// One entry of a record's history.
struct HistoryEntry {
  Id id;
  Id record;
  std::string entity;
  Timestamp at = 0;
  Id actor;
  std::string operation;
  std::string origin;
  std::optional<Id> group;
  std::string changes;  ///< JSON, empty where there is none to tell
  bool undone = false;
};
HistoryEntry history_entry(const Row& row);

/// {"items":[{"id","at","actor","operation","origin","changes"}],"next"}; hidden fields are left out.
Result<> write_history(Records& records, const Context& context, const Id& id, int limit, const std::string& cursor, JsonWriter& writer);

/// The values that the fields of `patch` had `versions` changes ago, as a JSON object.
Result<std::string> original_values(const Context& context, store::Reader& reader, const Draft& current, const JsonValue& patch, std::int64_t versions);

}  // namespace probity::records

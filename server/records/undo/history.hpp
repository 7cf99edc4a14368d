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

/// {"items":[{"id","at","actor":{"id","name"} or null,"operation","origin","undone","group","changes"}],"next"};
/// hidden fields are left out. The history of records that were merged into this one is part of it; such
/// entries carry "record".
Result<> write_history(Records& records, const Context& context, const Id& id, int limit, const std::string& cursor, JsonWriter& writer);

/// The one field of a change: {"from":..,"to":..}.
struct FieldChange {
  const meta::Field* field;
  const JsonValue* from;
  const JsonValue* to;
};
/// The fields a history entry's changes speak of that the entity still has.
std::vector<FieldChange> field_changes(const meta::Entity& entity, const JsonValue& changes);

/// The history of a record (or, with `actor`, of a member; with `group`, of a batch), newest first, until
/// `visit` returns false.
using VisitHistory = std::function<bool(HistoryEntry&&)>;
Result<> each_history(store::Reader& reader, const store::Condition& where, std::optional<Id> before, const VisitHistory& visit);

/// The values that the fields of `patch` had `versions` changes ago, as a JSON object.
Result<std::string> original_values(const Context& context, store::Reader& reader, const Draft& current, const JsonValue& patch, std::int64_t versions);

}  // namespace probity::records

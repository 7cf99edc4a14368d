#include "store/tables.hpp"

#include <initializer_list>
#include <string_view>

namespace probity::store {
namespace {

using enum meta::ColumnKind;

struct ColumnText {
  std::string_view name;
  meta::ColumnKind kind;
  bool required = false;
};

struct IndexText {
  std::string_view name;
  std::vector<std::string> columns;
};

Table table(std::string_view name, std::initializer_list<ColumnText> columns, std::vector<std::string> primary_key,
            bool keyed, std::initializer_list<IndexText> indexes = {}) {
  Table made;
  made.name = name;
  for (const ColumnText& column : columns) made.columns.push_back({std::string(column.name), column.kind, column.required});
  made.primary_key = std::move(primary_key);
  made.keyed = keyed;
  for (const IndexText& index : indexes) made.indexes.push_back({.name = std::string(index.name), .columns = index.columns});
  return made;
}

std::vector<Table> make_house_tables() {
  return {
      table(kMatchKey, {{"entity", text, true}, {"field", integer, true}, {"key", text, true}, {"record", blob, true}},
            {"entity", "field", "key", "record"}, true),
      table(kEdge,
            {{"to_record", blob, true},
             {"at", integer, true},
             {"from_record", blob, true},
             {"field", integer, true},
             {"from_entity", text, true},
             {"to_entity", text, true}},
            {"to_record", "at", "from_record", "field"}, true, {{"edge_from", {"from_record", "field"}}}),
      table(kConcerns, {{"person", blob, true}, {"entity", text, true}, {"record", blob, true}},
            {"person", "entity", "record"}, true, {{"concerns_record", {"record"}}}),
      table(kLeaf,
            {{"sequence", integer, true},
             {"at", integer, true},
             {"entity", text},
             {"record", blob},
             {"operation", text, true},
             {"actor", blob},
             {"group_id", blob},
             {"history", blob},
             {"commitment", blob},
             {"hash", blob, true}},
            {"sequence"}, true),
      table(kAuditHead,
            {{"id", integer, true}, {"size", integer, true}, {"frontier", blob, true}, {"root", blob, true}, {"seal", blob, true}},
            {"id"}, true),
      table(kHistory,
            {{"record", blob, true},
             {"id", blob, true},
             {"entity", text, true},
             {"at", integer, true},
             {"actor", blob},
             {"operation", text, true},
             {"origin", text},
             {"group_id", blob},
             {"changes", text},
             {"salt", blob},
             {"address", text},
             {"undone", integer}},
            {"record", "id"}, true, {{"history_actor", {"actor", "id"}}, {"history_group", {"group_id", "id"}}}),
      table(kIdempotency,
            {{"key", text, true},
             {"actor", blob, true},
             {"request_hash", blob, true},
             {"status", integer, true},
             {"entity", text},
             {"record", blob},
             {"at", integer, true}},
            {"key", "actor"}, true, {{"idempotency_at", {"at"}}}),
      table(kJob,
            {{"id", blob, true},
             {"kind", text, true},
             {"state", text, true},
             {"payload", text},
             {"result", text},
             {"message", text},
             {"done", integer},
             {"total", integer},
             {"failed", integer},
             {"run_at", integer},
             {"attempts", integer},
             {"lease_until", integer},
             {"created_at", integer},
             {"created_by", blob},
             {"finished_at", integer}},
            {"id"}, false, {{"job_state", {"state", "run_at"}}, {"job_owner", {"created_by", "id"}}}),
      table(kReading,
            {{"record", blob, true}, {"day", integer, true}, {"actor", blob, true}, {"entity", text, true}, {"times", integer, true}, {"last_at", integer, true}},
            {"record", "day", "actor"}, true),
      table(kReminder, {{"record", blob, true}, {"due", integer, true}, {"entity", text, true}}, {"record"}, true,
            {{"reminder_due", {"due", "record"}}}),
      table(kSetting, {{"name", text, true}, {"value", text}}, {"name"}, true),
      table(kFieldRegistry,
            {{"entity", text, true}, {"field", integer, true}, {"name", text, true}, {"type", text, true}, {"retired", integer, true}},
            {"entity", "field"}, true),
  };
}

}  // namespace

const std::vector<Table>& house_tables() {
  static const std::vector<Table> tables = make_house_tables();
  return tables;
}

}  // namespace probity::store

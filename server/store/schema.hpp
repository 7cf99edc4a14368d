#pragma once
// The shape of what is stored, in no database's language.
#include <memory>
#include <cstdint>
#include <string>
#include <vector>

#include "meta/entity.hpp"
#include "meta/model.hpp"

namespace probity::store {

struct Column {
  std::string name;
  meta::ColumnKind kind = meta::ColumnKind::text;
  bool required = false;
};

struct Index {
  std::string name;
  std::vector<std::string> columns;
  bool unique = false;
  bool live_only = false;  ///< covers only rows that are not in the bin (`_deleted_at` is null)
  bool bin_only = false;   ///< covers only rows that are in the bin
};

/// What a table of records knows about the field behind its columns.
struct FieldOrigin {
  int id = 0;
  std::string name;
  std::string type;
  std::string file;  ///< where it is declared; empty when unknown
  int line = 0;
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  std::vector<std::string> primary_key;
  std::vector<Index> indexes;
  /// True: rows are kept in the order of the primary key (small rows looked up by it).
  bool keyed = false;
  /// Entity this table belongs to; empty for the store's own.
  std::string entity;
  /// For record tables: field id of each column, 0 where it belongs to no field. A column whose field
  /// id stays the same under another name was renamed, not dropped.
  std::vector<int> field_ids;
  /// For record tables: the fields, for the registry of field ids and for messages.
  std::vector<FieldOrigin> fields;
};

struct Schema {
  std::vector<Table> tables;
  std::uint64_t model_version = 0;
  const Table* find(std::string_view name) const;
};

/// Tables of every entity of the model that is (or is not) a system entity, and the store's own
/// tables (tables.hpp). Record tables: unique `_id`; each indexed field gets an index (column, _id) over
/// live rows; so do `_created_at` and `_updated_at`; the bin has one over `_deleted_at`.
Schema schema_of(const meta::Model& model, bool system);

/// A table and some of its columns, made once and shared; backends key prepared statements by
/// `serial`, so never make one per call on a hot path.
struct Projection {
  std::uint64_t serial;  ///< unique in this process
  std::string table;
  std::vector<std::string> columns;
  static std::shared_ptr<const Projection> make(std::string table, std::vector<std::string> columns);
};
using ProjectionPointer = std::shared_ptr<const Projection>;

}  // namespace probity::store

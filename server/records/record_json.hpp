#pragma once
// Records as the API shows them.
#include <span>
#include <string>

#include "base/json.hpp"
#include "records/records.hpp"

namespace probity::records {

/// What of a record is shown: positions of fields, in order.
struct Shown {
  std::vector<int> fields;
  std::vector<int> title;  ///< as display_fields() gives them
  bool display = true;
  /// Set where rows collected under older versions of the policy show less; they are then read whole.
  std::shared_ptr<const privacy::Decision> masks = nullptr;
};

/// Everything the decision lets through.
Shown everything_readable(const Context& context);

/// Nothing but these fields and the display name, each where a row shows it.
Shown shown_of(const Context& context, std::vector<int> fields);

/// What was asked for; "unknown_field" for what this access may not read.
Result<Shown> shown_fields(const Context& context, const ReadOptions& options);

/// How the columns of a sparse row are found; identity for full rows.
class ColumnMap {
 public:
  /// For rows of Entity::columns order.
  static const ColumnMap& full();
  ColumnMap() = default;
  /// `columns[i]` is the Entity::columns index of the row's column i.
  explicit ColumnMap(std::span<const int> columns);
  int at(int column) const { return map_.empty() ? column : map_[static_cast<std::size_t>(column)]; }

 private:
  std::vector<int> map_;
};

/// Writes the members of a record without the braces, so that more may follow.
void write_members(const meta::Entity& entity, const Shown& shown, const ColumnMap& map, const Row& row, JsonWriter& writer);
void write_record(const meta::Entity& entity, const Shown& shown, const Row& row, JsonWriter& writer);

/// Positions of the title fields that this access may read.
std::vector<int> readable_title(const Context& context);
/// What the display name is made of: the title fields, then those it falls back to, as far as this access may
/// read them.
std::vector<int> display_fields(const Context& context);
/// The display name: the title fields; where they are empty, the first of the others that is not; else the
/// entity's label.
std::string display_of(const meta::Entity& entity, const Shown& shown, const ColumnMap& map, const Row& row);
/// The same of a full row, with what this access may read.
std::string display_of(const Context& context, const Row& row);

/// The record columns and fields that a sparse read of these fields needs.
std::vector<int> columns_for(const meta::Entity& entity, const Shown& shown);

/// {"field":{"from":..,"to":..}} of every field that differs, and the draft's marks.
std::string changes_json(const Draft& draft);

/// The value of a field in the row; null, or [] where it has many.
void write_value(const meta::Field& field, const Row& row, int column, JsonWriter& writer);
void write_id(JsonWriter& writer, const Id& id);
void write_time(JsonWriter& writer, Timestamp at);

}  // namespace probity::records

#pragma once
// What a kind of field is: how its values are read, kept, shown, compared, found and matched.
// One file each under meta/fields/; the list of all of them is fields/all.cpp. A type has no state and
// is safe on every thread.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace probity::meta {

struct Field;

enum class ColumnKind { integer, real, text, blob };

/// How stored values compare; decides which operators a filter may use.
enum class Shape {
  text,     ///< one text, compared folded (case and accents do not count)
  ordered,  ///< one number or instant: equality and ranges
  exact,    ///< one value: equality only (choice, boolean, link, user, file)
  keys,     ///< several values, each a row of the match_key table (email, phone, tags, multi_choice)
  links,    ///< several links, each a row of the edge table
  opaque    ///< kept and shown, never compared (json): only empty and not_empty
};

enum class Operator { equal, not_equal, less, less_or_equal, greater, greater_or_equal, in, not_in, contains, starts_with, empty, not_empty };

/// The API's words for them: eq, ne, lt, lte, gt, gte, in, not_in, contains, starts_with, empty, not_empty.
std::string_view name_of(Operator op);
std::optional<Operator> operator_named(std::string_view name);
/// The operators a shape admits, in the order to offer them.
std::span<const Operator> operators_of(Shape shape);
/// Whether values of that shape are lists in the API.
inline bool has_many(Shape shape) { return shape == Shape::keys || shape == Shape::links; }

/// What reading a typed value needs to know about the place it is typed in.
struct InputContext {
  std::string country = "US";    ///< ISO 3166-1 alpha-2: national phone numbers and dates
  std::string currency = "USD";  ///< ISO 4217: amounts given without one
  std::string time_zone = "UTC"; ///< IANA: times given without an offset
};

/// Words a record is found by. `words` are read as language, `exact` as addresses and numbers
/// (found by any part of them).
struct SearchText {
  std::string words;
  std::string exact;
  void add_words(std::string_view text);
  void add_exact(std::string_view text);
};

class FieldType {
 public:
  virtual ~FieldType() = default;
  virtual std::string_view name() const = 0;  ///< as in model/: "email"
  virtual Shape shape() const = 0;
  /// The columns a value takes; the first is named as the field, further ones get `suffix`.
  struct ColumnPart {
    std::string_view suffix;  ///< "" for the first; e.g. "currency" -> amount__currency
    ColumnKind kind;
  };
  virtual std::span<const ColumnPart> columns() const = 0;
  /// Which of the columns is compared and sorted by (index into columns()); -1 for none.
  virtual int comparable_column() const { return 0; }

  /// The keys of a declaration that this type takes besides those every field has (index, unique, max,
  /// min, precision, choices, to, on_erase, same_person, many); any other is refused when the model is loaded.
  virtual std::span<const std::string_view> options() const { return {}; }
  /// Members of the value that a spreadsheet may fill from columns of their own ("address.city"); an
  /// import makes the JSON object of them for read(). None for most types.
  virtual std::span<const std::string_view> parts() const { return {}; }

  /// What options() cannot say (choices without a value, a minimum above the maximum) is checked here
  /// once, when the model is loaded.
  virtual Result<> check_declaration(const Field&) const { return {}; }

  /// Validates and normalises a value as the API gives it. `value` is never null; `out` has one cell
  /// for each of columns() and arrives empty. Errors carry the public message; the caller adds the field.
  virtual Result<> read(const Field&, const JsonValue& value, const InputContext&, std::span<Cell> out) const = 0;

  /// Reads text as people and spreadsheets write it ("1.234,50 €", "31/01/2026", "yes"); `text` is
  /// never blank. The default makes a JSON string of it for read().
  virtual Result<> read_text(const Field&, std::string_view text, const InputContext&, std::span<Cell> out) const;

  /// Writes the value as the API shows it; `column` is the first of its columns in `row`.
  /// A null column is written as null, or as [] where has_many(shape()).
  virtual void write(const Field&, const Row& row, int column, JsonWriter&) const = 0;

  /// The value as plain text, for CSV; empty for null. read_text(text(x)) is x.
  virtual std::string text(const Field&, const Row& row, int column) const = 0;

  /// The value as a person wants to see it in a title: the primary address alone, one line. The default
  /// is text().
  virtual std::string display(const Field&, const Row& row, int column) const;

  /// The value of the right side of a filter for these operators (one element of a list for in).
  /// The default reads it as read() does and takes the comparable column. Texts and keys arrive folded,
  /// ready to be compared with a __sort column or a match key.
  virtual Result<Cell> operand(const Field&, Operator, const JsonValue& value, const InputContext&) const;

  /// What more the right side of a filter asks: the value of a further column (index into columns()), as the
  /// currency of an amount that names one. Nothing for most types.
  struct Also {
    int part;
    Cell value;
  };
  virtual Result<std::optional<Also>> operand_also(const Field&, const JsonValue&, const InputContext&) const { return std::nullopt; }

  /// Adds what a search should find the record by. The default adds text() as words.
  virtual void search(const Field&, const Row& row, int column, SearchText&) const;
  /// The normalised keys of a value of Shape::keys, also used to find duplicates; none for others.
  virtual std::vector<std::string> keys(const Field&, const Row&, int) const { return {}; }
  /// The ids this value points to (link, links, user, file); none for others.
  virtual std::vector<Id> targets(const Field&, const Row&, int) const { return {}; }

  /// JSON Schema of the value as the API shows it, for OpenAPI: the members of one object.
  virtual void write_schema(const Field&, JsonWriter&) const = 0;
};

/// Every type there is, by name; null when unknown.
const FieldType* field_type(std::string_view name);
std::span<const FieldType* const> field_types();

}  // namespace probity::meta

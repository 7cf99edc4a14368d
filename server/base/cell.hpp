#pragma once
// What one column of one row holds, below any database.
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.hpp"

namespace probity {

/// Raw bytes, told apart from text.
struct Blob {
  std::string bytes;
  auto operator<=>(const Blob&) const = default;
};

using Cell = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

inline bool is_null(const Cell& cell) { return std::holds_alternative<std::monostate>(cell); }
inline Cell cell(const Id& id) { return Blob{std::string(id.raw())}; }
inline Cell cell(std::string_view text) { return std::string(text); }
inline Id id_of(const Cell& cell) {
  const auto* blob = std::get_if<Blob>(&cell);
  return blob ? Id::from_raw(blob->bytes) : Id{};
}
inline std::string_view text_of(const Cell& cell) {
  const auto* text = std::get_if<std::string>(&cell);
  return text ? std::string_view(*text) : std::string_view{};
}
inline std::int64_t integer_of(const Cell& cell) {
  const auto* integer = std::get_if<std::int64_t>(&cell);
  return integer ? *integer : 0;
}

/// One row as a database hands it out: cheap, read-only, valid only inside the call that gives it.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  /// Text or bytes; empty for null.
  virtual std::string_view text(int column) const = 0;
  /// A copy that outlives the call.
  virtual Cell cell(int column) const = 0;
  Id id(int column) const { return Id::from_raw(text(column)); }
};

/// A row kept in memory, read through the same face.
class CellRow final : public Row {
 public:
  explicit CellRow(const std::vector<Cell>& cells) : cells_(cells) {}
  bool null(int column) const override { return is_null(at(column)); }
  std::int64_t integer(int column) const override { return integer_of(at(column)); }
  double real(int column) const override;
  std::string_view text(int column) const override;
  Cell cell(int column) const override { return at(column); }

 private:
  const Cell& at(int column) const { return cells_[static_cast<std::size_t>(column)]; }
  const std::vector<Cell>& cells_;
};

}  // namespace probity

#pragma once
// How a CSV file separates and quotes, told from its first rows.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace probity::formats {

struct CsvDialect {
  char delimiter = ',';  ///< one of , ; tab |
  char quote = '"';      ///< " or '
  bool has_header = true;
  /// Cells carry the shield of formula_shield.hpp, to be taken off.
  bool formula_shield = false;
  bool operator==(const CsvDialect&) const = default;
};

/// What the person chose instead of what would be detected.
struct CsvChoices {
  std::optional<char> delimiter = {};
  std::optional<char> quote = {};
  std::optional<bool> has_header = {};
  bool formula_shield = false;
};

/// `sample` is the beginning of the file, `whole` says that it is all of it. The delimiter and quote under
/// which the most rows have as many cells as the first one win.
CsvDialect detect_dialect(std::string_view sample, bool whole, const CsvChoices& choices = {});

/// Excel's first line "sep=;" names the delimiter and is no row. Nothing where there is none.
std::optional<char> separator_hint(std::string_view sample);

/// A first row with an address, a number, a date or a link in it is data; a year is a column's name.
bool looks_like_header(std::span<const std::string_view> cells);

/// Names by which columns can be told apart: trimmed, "Column 3" for an empty one, "Phone (2)" for a second.
std::vector<std::string> column_names(std::span<const std::string_view> header);

/// Rows there are in the sample under a dialect, for an estimate of the whole.
std::size_t count_rows(std::string_view sample, bool whole, const CsvDialect& dialect);

}  // namespace probity::formats

#pragma once
// CSV as RFC 4180 has it: CRLF, quotes where they are needed, doubled inside. What is written here reads
// back exactly with CsvReader under the same delimiter and shield.
#include <span>
#include <string>
#include <string_view>

namespace probity::formats {

/// Put it at the front where the file is meant for Excel, which else takes UTF-8 for its old code page.
inline constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

struct CsvStyle {
  char delimiter = ',';
  /// Makes cells that a spreadsheet would run as formulas harmless; see formula_shield.hpp.
  bool formula_shield = false;
};

/// Appends a row of at least one cell; the caller empties `out` as often as it likes. Cells are UTF-8
/// without NUL.
void append_csv_row(std::string& out, std::span<const std::string_view> cells, const CsvStyle& style = {});

}  // namespace probity::formats

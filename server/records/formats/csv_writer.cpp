#include "records/formats/csv_writer.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "records/formats/formula_shield.hpp"

namespace probity::formats {
namespace {

/// Besides what RFC 4180 asks for: what a reader could take for something else. An apostrophe may be a
/// quote, spaces at the ends may be trimmed, a byte order mark or "sep=" may be no part of the first cell.
bool needs_quotes(std::string_view cell, char delimiter) {
  if (cell.empty()) return false;
  const bool has_special = std::ranges::any_of(cell, [delimiter](char character) {
    return character == delimiter || character == '"' || character == '\r' || character == '\n';
  });
  return has_special || cell.front() == ' ' || cell.back() == ' ' || cell.front() == '\'' ||
         cell.starts_with(kByteOrderMark) || lower_ascii(cell.substr(0, 4)) == "sep=";
}

void append_quoted(std::string& out, std::string_view cell) {
  out += '"';
  for (const char character : cell) {
    if (character == '"') out += '"';
    out += character;
  }
  out += '"';
}

void append_cell(std::string& out, std::string_view cell, const CsvStyle& style) {
  if (style.formula_shield && needs_formula_shield(cell)) {
    append_quoted(out, shield_formula(cell));
  } else if (needs_quotes(cell, style.delimiter)) {
    append_quoted(out, cell);
  } else {
    out += cell;
  }
}

}  // namespace

void append_csv_row(std::string& out, std::span<const std::string_view> cells, const CsvStyle& style) {
  // A line with nothing in it would be no row.
  if (cells.size() == 1 && cells[0].empty()) out += "\"\"";
  for (std::size_t index = 0; index < cells.size(); ++index) {
    if (index > 0) out += style.delimiter;
    append_cell(out, cells[index], style);
  }
  out += "\r\n";
}

}  // namespace probity::formats

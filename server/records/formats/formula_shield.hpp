#pragma once
// Spreadsheets run a cell that begins with = + - @ (or a tab, a line break, a full-width form of these) as
// a formula. A shielded cell has an apostrophe in front, which makes it text there.
//
// The rule is chosen so that taking the shield off gives back exactly what was there:
//   shield:   a cell of any number of apostrophes (also none) and then a trigger gets one apostrophe more,
//             but for a plain negative number ("-5", "-12.50"), which is harmless and stays a number;
//   unshield: a cell of at least one apostrophe and then a trigger loses one.
// Phone numbers ("+4930…") are shielded: a spreadsheet would otherwise drop the plus sign and round them.
#include <string>
#include <string_view>

namespace probity::formats {

bool needs_formula_shield(std::string_view cell);
bool has_formula_shield(std::string_view cell);

inline std::string shield_formula(std::string_view cell) {
  return needs_formula_shield(cell) ? "'" + std::string(cell) : std::string(cell);
}
inline std::string_view unshield_formula(std::string_view cell) {
  return has_formula_shield(cell) ? cell.substr(1) : cell;
}

}  // namespace probity::formats

#include "records/formats/formula_shield.hpp"

#include <algorithm>

namespace probity::formats {
namespace {

constexpr std::string_view kTriggers[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

bool starts_with_trigger(std::string_view text) {
  return std::ranges::any_of(kTriggers, [text](std::string_view trigger) { return text.starts_with(trigger); });
}

std::string_view without_apostrophes(std::string_view cell) {
  return cell.substr(std::min(cell.find_first_not_of('\''), cell.size()));
}

bool is_digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == text.npos; }

bool is_negative_number(std::string_view cell) {
  if (!cell.starts_with('-')) return false;
  cell.remove_prefix(1);
  const std::size_t point = cell.find('.');
  return is_digits(cell.substr(0, point)) && (point == cell.npos || is_digits(cell.substr(point + 1)));
}

}  // namespace

bool needs_formula_shield(std::string_view cell) {
  return starts_with_trigger(without_apostrophes(cell)) && !is_negative_number(cell);
}

bool has_formula_shield(std::string_view cell) {
  return cell.starts_with('\'') && starts_with_trigger(without_apostrophes(cell));
}

}  // namespace probity::formats

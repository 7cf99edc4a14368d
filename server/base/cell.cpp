#include "base/cell.hpp"

namespace probity {

double CellRow::real(int column) const {
  if (const auto* real = std::get_if<double>(&at(column))) return *real;
  return static_cast<double>(integer_of(at(column)));
}

std::string_view CellRow::text(int column) const {
  if (const auto* blob = std::get_if<Blob>(&at(column))) return blob->bytes;
  return text_of(at(column));
}

}  // namespace probity

#pragma once
// What a line of a deal comes to, in integers.
#include <cstdint>
#include <optional>

namespace probity::sales {

struct LinePrice {
  std::int64_t unit_price = 0;  ///< minor units
  std::int64_t quantity = 0;    ///< thousandths
  std::int64_t discount = 0;    ///< thousandths of a percent, 0 to 100,000
  std::int64_t tax = 0;         ///< thousandths of a percent
};

struct LineTotal {
  std::int64_t subtotal = 0;  ///< quantity times price
  std::int64_t discount = 0;  ///< taken off
  std::int64_t tax = 0;       ///< added
  std::int64_t total = 0;     ///< subtotal - discount + tax
};

/// Each part rounded to the minor unit, half away from zero, so that the parts add up to the total.
/// Nothing where it does not fit.
std::optional<LineTotal> line_total(const LinePrice& price);

}  // namespace probity::sales

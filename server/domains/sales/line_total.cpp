#include "domains/sales/line_total.hpp"

namespace probity::sales {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t kThousandths = 1'000;
constexpr std::int64_t kThousandthsOfPercent = 100'000;

Wide divided(Wide value, std::int64_t by) {
  const Wide half = by / 2;
  return value >= 0 ? (value + half) / by : (value - half) / by;
}

bool fits(Wide value) { return value >= INT64_MIN && value <= INT64_MAX; }

}  // namespace

std::optional<LineTotal> line_total(const LinePrice& price) {
  const Wide subtotal = divided(Wide{price.unit_price} * price.quantity, kThousandths);
  if (!fits(subtotal)) return std::nullopt;
  const Wide discount = divided(subtotal * price.discount, kThousandthsOfPercent);
  const Wide tax = divided((subtotal - discount) * price.tax, kThousandthsOfPercent);
  const Wide total = subtotal - discount + tax;
  if (!fits(discount) || !fits(tax) || !fits(total)) return std::nullopt;
  return LineTotal{static_cast<std::int64_t>(subtotal), static_cast<std::int64_t>(discount), static_cast<std::int64_t>(tax), static_cast<std::int64_t>(total)};
}

}  // namespace probity::sales

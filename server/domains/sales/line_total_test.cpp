#include "domains/sales/line_total.hpp"

#include <gtest/gtest.h>

namespace probity::sales {
namespace {

TEST(LineTotal, rounds_each_part_so_that_they_add_up) {
  const struct {
    LinePrice price;
    LineTotal total;
  } cases[] = {{{1000, 1000, 0, 0}, {1000, 0, 0, 1000}},
               {{1999, 3000, 10'000, 19'000}, {5997, 600, 1025, 6422}},
               {{333, 1500, 0, 7'500}, {500, 0, 38, 538}},
               {{-1000, 2000, 0, 20'000}, {-2000, 0, -400, -2400}},
               {{1, 1, 0, 0}, {0, 0, 0, 0}},
               {{1, 500, 0, 0}, {1, 0, 0, 1}},
               {{500, 1000, 100'000, 19'000}, {500, 500, 0, 0}}};
  for (const auto& [price, expected] : cases) {
    const auto total = line_total(price);
    ASSERT_TRUE(total);
    EXPECT_EQ(expected.subtotal, total->subtotal);
    EXPECT_EQ(expected.discount, total->discount);
    EXPECT_EQ(expected.tax, total->tax);
    EXPECT_EQ(expected.total, total->total);
    EXPECT_EQ(total->total, total->subtotal - total->discount + total->tax);
  }
}

TEST(LineTotal, refuses_what_does_not_fit) {
  EXPECT_FALSE(line_total({INT64_MAX, INT64_MAX, 0, 0}));
  EXPECT_TRUE(line_total({INT64_MAX, 1000, 0, 0}));
  EXPECT_FALSE(line_total({INT64_MAX, 1000, 0, 1000}));
}

}  // namespace
}  // namespace probity::sales

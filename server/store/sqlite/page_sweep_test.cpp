#include "store/sqlite/page_sweep.hpp"

#include <gtest/gtest.h>

namespace probity::store::sqlite {
namespace {

using Page = std::vector<std::uint8_t>;

/// A leaf with two cells at the end of the page, a free block between them, and rubbish everywhere else.
Page leaf(std::size_t header) {
  Page page(512, 0xee);
  const auto put = [&](std::size_t at, std::size_t number) {
    page[at] = static_cast<std::uint8_t>(number >> 8);
    page[at + 1] = static_cast<std::uint8_t>(number);
  };
  page[header] = 13;
  put(header + 1, 400);  // first free block
  put(header + 3, 2);    // cells
  put(header + 5, 380);  // content
  page[header + 7] = 0;
  put(header + 8, 480);
  put(header + 10, 380);
  put(400, 0);   // no next block
  put(402, 40);  // its size
  return page;
}

TEST(PageSweep, clears_the_middle_and_the_free_blocks_and_nothing_else) {
  for (const bool first : {false, true}) {
    const std::size_t header = first ? 100 : 0;
    Page page = leaf(header);
    const Page before = page;
    EXPECT_TRUE(clear_unused(page, first));
    for (std::size_t i = 0; i < page.size(); ++i) {
      const bool unused = (i >= header + 12 && i < 380) || (i >= 404 && i < 440);
      EXPECT_EQ(page[i], unused ? 0 : before[i]) << i;
    }
    EXPECT_FALSE(clear_unused(page, first));
  }
}

TEST(PageSweep, leaves_pages_of_another_kind) {
  for (const std::uint8_t kind : {0, 1, 3, 0xee}) {
    Page page(512, 0xee);
    page[0] = kind;
    EXPECT_FALSE(clear_unused(page, false));
    EXPECT_EQ(page[300], 0xee);
  }
}

TEST(PageSweep, is_not_led_astray_by_numbers_that_make_no_sense) {
  Page page = leaf(0);
  page[5] = 0xff;  // content beyond the end
  page[400] = 1;   // a next block that lies before this one
  page[401] = 0;
  EXPECT_TRUE(clear_unused(page, false));
  EXPECT_EQ(page[300], 0xee);
}

}  // namespace
}  // namespace probity::store::sqlite

#include "base/cell.hpp"

#include <gtest/gtest.h>

namespace probity {
namespace {

TEST(CellRow, ReadsEveryKindThroughTheFaceOfADatabaseRow) {
  const Id id = Id::make();
  const std::vector<Cell> cells{Cell{}, Cell{std::int64_t{7}}, Cell{2.5}, cell("text"), cell(id)};
  const CellRow kept(cells);
  const Row& row = kept;
  EXPECT_TRUE(row.null(0));
  EXPECT_FALSE(row.null(1));
  EXPECT_EQ(row.integer(1), 7);
  EXPECT_EQ(row.real(1), 7.0);
  EXPECT_EQ(row.real(2), 2.5);
  EXPECT_EQ(row.text(3), "text");
  EXPECT_EQ(row.id(4), id);
  EXPECT_EQ(row.cell(4), cell(id));
}

TEST(CellRow, AnotherKindReadsAsNothing) {
  const std::vector<Cell> cells{cell("text"), Cell{std::int64_t{7}}};
  const CellRow row(cells);
  EXPECT_EQ(row.integer(0), 0);
  EXPECT_EQ(row.real(0), 0.0);
  EXPECT_EQ(row.text(1), "");
  EXPECT_TRUE(row.id(0).is_nil());
}

TEST(Cell, BytesAndTextAreDifferentThings) { EXPECT_NE(cell("a"), Cell{Blob{"a"}}); }

}  // namespace
}  // namespace probity

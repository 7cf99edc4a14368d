#include "records/formats/formula_shield.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace probity::formats {
namespace {

TEST(FormulaShield, CoversWhatASpreadsheetWouldRun) {
  for (const char* cell : {"=1+1", "=cmd|'/C calc'!A0", "+4930123456", "-1+1", "-", "--5", "-5%", "-.5", "@SUM(A1)",
                           "\t=1", "\r=1", "\n=1", "＝1", "＠x", "'=1", "''+1", "'-5"}) {
    EXPECT_EQ(shield_formula(cell), std::string("'") + cell);
  }
}

TEST(FormulaShield, LeavesTheRestAlone) {
  for (const char* cell : {"", "a", "-5", "-12.50", "1-2", "a=b", "'", "'a", "O'Brien", " =1", "5", "\"=1\""}) {
    EXPECT_EQ(shield_formula(cell), cell);
    EXPECT_EQ(unshield_formula(cell), cell);
  }
}

TEST(FormulaShield, IsTakenOffExactly) {
  EXPECT_TRUE(rc::check("unshield(shield(cell)) == cell", [] {
    const std::string_view characters = "'='+-@\t\r5.a";
    const auto picks =
        *rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(0, characters.size()));
    std::string cell;
    for (const std::size_t pick : picks) cell += characters[pick];
    const std::string shielded = shield_formula(cell);
    RC_ASSERT(unshield_formula(shielded) == cell);
  }));
}

}  // namespace
}  // namespace probity::formats

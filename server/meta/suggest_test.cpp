#include "meta/suggest.hpp"

#include <gtest/gtest.h>

namespace probity::meta {
namespace {

TEST(Suggestion, NamesTheNearest) {
  const std::vector<std::string_view> known = {"category", "purposes", "choices"};
  EXPECT_EQ(suggestion("catgory", known), "; did you mean \"category\"?");
  EXPECT_EQ(suggestion("purpose", known), "; did you mean \"purposes\"?");
  EXPECT_EQ(suggestion("colour", known), "");
  EXPECT_EQ(suggestion("x", {}), "");
  EXPECT_EQ(suggestion(std::string(1'000'000, 'x'), known), "");
}

}  // namespace
}  // namespace probity::meta

#include "base/result.hpp"

#include <gtest/gtest.h>

namespace probity {
namespace {

Result<int> half(int number) {
  if (number % 2) return invalid("odd", "The number is odd.", "number");
  return number / 2;
}

Result<int> quarter(int number) {
  PROBITY_ASSIGN(const int first, half(number));
  PROBITY_ASSIGN(const int second, half(first));
  return second;
}

Result<> check_even(int number) {
  PROBITY_TRY(half(number));
  return {};
}

TEST(Result, ValuesPassThrough) {
  EXPECT_EQ(quarter(8), 2);
  EXPECT_TRUE(check_even(2));
}

TEST(Result, TheFirstErrorComesBackWhole) {
  for (const Error& error : {quarter(6).error(), quarter(7).error(), check_even(1).error()}) {
    EXPECT_EQ(error.kind, ErrorKind::invalid);
    EXPECT_EQ(error.code, "odd");
    EXPECT_EQ(error.field, "number");
  }
}

TEST(Result, TheCauseOfAFaultStaysOutOfItsMessage) {
  const std::unexpected<Error> fault = internal("disk sector 5");
  EXPECT_EQ(fault.error().kind, ErrorKind::internal);
  EXPECT_EQ(fault.error().cause, "disk sector 5");
  EXPECT_EQ(fault.error().message.find("sector"), std::string::npos);
}

}  // namespace
}  // namespace probity

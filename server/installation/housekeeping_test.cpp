#include "installation/housekeeping.hpp"

#include <gtest/gtest.h>

#include <latch>

namespace probity::installation {
namespace {

TEST(Housekeeping, DoesEveryChoreThoughOneFails) {
  std::latch done(2);
  std::vector<std::string> order;
  {
    const Housekeeping housekeeping({{"first", [&]() -> Result<> {
                                        order.emplace_back("first");
                                        done.count_down();
                                        return internal("broken");
                                      }},
                                     {"second", [&]() -> Result<> {
                                        order.emplace_back("second");
                                        done.count_down();
                                        return {};
                                      }}});
    done.wait();
  }
  EXPECT_EQ(order, (std::vector<std::string>{"first", "second"}));
}

TEST(Housekeeping, EndsAtOnce) {
  const Housekeeping housekeeping({});
}

}  // namespace
}  // namespace probity::installation

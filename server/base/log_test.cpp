#include "base/log.hpp"

#include <gmock/gmock.h>

#include <string>

namespace probity {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string captured(auto&& action) {
  testing::internal::CaptureStderr();
  action();
  return testing::internal::GetCapturedStderr();
}

TEST(Log, WritesOneLineAnEvent) {
  log::start(log::Level::info);
  const std::string line = captured([] { log::warning("job {} failed {} times\nforged {{}}", 7, 3); });
  EXPECT_THAT(line, HasSubstr("Z warning job 7 failed 3 times forged {}\n"));
  EXPECT_EQ(std::ranges::count(line, '\n'), 1);
}

TEST(Log, LeavesOutWhatIsBelowTheLevel) {
  log::start(log::Level::error);
  EXPECT_THAT(captured([] { log::warning("quiet"); }), IsEmpty());
  EXPECT_THAT(captured([] { log::error("loud"); }), HasSubstr("error loud"));
  log::start(log::Level::info);
}

}  // namespace
}  // namespace probity

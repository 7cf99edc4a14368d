#include "base/id.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "base/time.hpp"

namespace probity {
namespace {

constexpr int kThreads = 4;
constexpr int kEach = 20'000;

TEST(Id, IsAVersion7Uuid) {
  const std::string text = Id::make().text();
  EXPECT_EQ(text[14], '7');
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
}

TEST(Id, BeginsWithTheClock) {
  const std::int64_t before = now() / kMillisecond;
  const Id id = Id::make();
  std::int64_t milliseconds = 0;
  for (int byte = 0; byte < 6; ++byte) milliseconds = milliseconds << 8 | id.bytes[byte];
  EXPECT_GE(milliseconds, before);
  EXPECT_LE(milliseconds, now() / kMillisecond + 1000);
}

TEST(Id, RisesStrictlyInEveryThreadAndNeverRepeats) {
  std::vector<std::vector<Id>> made(kThreads);
  std::vector<std::thread> threads;
  for (auto& ids : made) {
    threads.emplace_back([&ids] {
      for (int count = 0; count < kEach; ++count) ids.push_back(Id::make());
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::string> times_and_counters;
  for (const auto& ids : made) {
    for (std::size_t index = 0; index < ids.size(); ++index) {
      if (index > 0) {
        ASSERT_LT(ids[index - 1], ids[index]);
      }
      times_and_counters.insert(std::string(ids[index].raw().substr(0, 8)));
    }
  }
  EXPECT_EQ(times_and_counters.size(), std::size_t{kThreads} * kEach);
}

TEST(Id, TextRoundTripsInAnyCase) {
  const Id id = Id::make();
  std::string upper = id.text();
  for (char& character : upper) character = static_cast<char>(std::toupper(character));
  EXPECT_EQ(Id::parse(id.text()), id);
  EXPECT_EQ(Id::parse(upper), id);
  EXPECT_EQ(Id::from_raw(id.raw()), id);
  EXPECT_EQ(Id::parse("01234567-89ab-cdef-0123-456789abcdef")->text(), "01234567-89ab-cdef-0123-456789abcdef");
}

TEST(Id, AnythingElseIsNoId) {
  for (const char* text :
       {"", "0", "0123456789abcdef0123456789abcdef", "{01234567-89ab-cdef-0123-456789abcdef}",
        "01234567-89ab-cdef-0123-456789abcdeg", "01234567-89ab-cdef-01234-56789abcdef",
        " 1234567-89ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef0",
        "--------------------------'---------"}) {
    EXPECT_FALSE(Id::parse(text)) << text;
  }
  EXPECT_TRUE(Id::from_raw("short").is_nil());
  EXPECT_TRUE(Id{}.is_nil());
  EXPECT_FALSE(Id::make().is_nil());
}

}  // namespace
}  // namespace probity

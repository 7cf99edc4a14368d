// A floor for what is found and a ceiling for what is found wrongly, over a corpus that never changes. bench/guard prints
// the same with more samples.
#include <gtest/gtest.h>

#include "privacy/guard/corpus.hpp"

namespace probity::privacy::guard {
namespace {

constexpr int kSamples = 4'000;

TEST(GuardQuality, FindsWhatIsPlanted) {
  for (const corpus::Class& one : corpus::classes()) {
    const corpus::Measured measured = corpus::measure(one, kSamples, Guard());
    if (measured.planted == 0) continue;
    EXPECT_GE(measured.found, measured.planted * 99 / 100) << one.name;
    EXPECT_LE(measured.wrong, kSamples / 100) << one.name;
  }
}

TEST(GuardQuality, LeavesNumbersOfDailyWork) {
  for (const corpus::Class& one : corpus::classes()) {
    const corpus::Measured measured = corpus::measure(one, kSamples, Guard());
    if (measured.planted > 0) continue;
    // Sixteen digits with an issuer's beginning and the right check digit are a card for all that can be told.
    const int most = one.name.find("16 random digits") == one.name.npos ? kSamples / 500 : kSamples * 4 / 100;
    EXPECT_LE(measured.wrong, most) << one.name;
  }
}

}  // namespace
}  // namespace probity::privacy::guard

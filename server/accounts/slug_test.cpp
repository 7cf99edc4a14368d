#include "accounts/slug.hpp"

#include <gtest/gtest.h>

namespace probity::accounts {
namespace {

TEST(Slug, IsMadeOfPlainLetters) {
  EXPECT_EQ(slug_of("Müller & Söhne GmbH"), "muller-sohne-gmbh");
  EXPECT_EQ(slug_of("  Acme  "), "acme");
  EXPECT_EQ(slug_of("../../etc/passwd"), "etc-passwd");
  EXPECT_EQ(slug_of("株式会社"), "workspace");
  EXPECT_EQ(slug_of(""), "workspace");
  EXPECT_EQ(slug_of(std::string(100, 'a')), std::string(40, 'a'));
}

TEST(Slug, NeverNamesWhatTheProgramKeepsForItself) {
  EXPECT_EQ(slug_of("System"), "system-1");
  EXPECT_EQ(slug_of("API"), "api-1");
}

TEST(Slug, LaterOnesAreNumbered) {
  EXPECT_EQ(slug_of("Acme", 1), "acme");
  EXPECT_EQ(slug_of("Acme", 2), "acme-2");
  const std::string letters(33, 'a');
  EXPECT_EQ(slug_of(letters + " b", 2), letters + "-2");
}

}  // namespace
}  // namespace probity::accounts

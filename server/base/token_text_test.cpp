#include "base/token_text.hpp"

#include <gtest/gtest.h>

namespace probity {
namespace {

TEST(TokenText, GivesTheIdBackAndTheHashOfTheWhole) {
  const Id id = Id::make();
  const std::string text = make_token_text("probity_", id);
  const auto read = read_token_text("probity_", text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, id);
  EXPECT_EQ(read->hash, sha256(text));
}

TEST(TokenText, NoTwoAreAlike) {
  const Id id = Id::make();
  EXPECT_NE(make_token_text("", id), make_token_text("", id));
}

TEST(TokenText, AnythingElseIsNone) {
  const std::string text = make_token_text("", Id::make());
  EXPECT_FALSE(read_token_text("probity_", text));
  EXPECT_FALSE(read_token_text("", text.substr(1)));
  EXPECT_FALSE(read_token_text("", text + "A"));
  EXPECT_FALSE(read_token_text("", ""));
  EXPECT_FALSE(read_token_text("", "!" + text.substr(1)));
  EXPECT_FALSE(read_token_text("", std::string(64, '\0')));
}

TEST(TokenText, AChangedSecretHasAnotherHash) {
  std::string text = make_token_text("", Id::make());
  const auto before = read_token_text("", text);
  text.back() = text.back() == 'A' ? 'B' : 'A';
  const auto after = read_token_text("", text);
  EXPECT_EQ(before->id, after->id);
  EXPECT_NE(before->hash, after->hash);
}

}  // namespace
}  // namespace probity

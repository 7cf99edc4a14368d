#include "base/signature.hpp"

#include <gtest/gtest.h>

#include "base/crypto.hpp"

namespace probity {
namespace {

std::string from_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); i += 2) bytes.push_back(static_cast<char>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
  return bytes;
}

TEST(Signature, the_vectors_of_the_rfc_hold) {
  // RFC 8032, section 7.1, tests 1 and 3.
  const SigningKey first(from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
  EXPECT_EQ(hex(first.public_key()), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(hex(first.sign("")), "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
  const SigningKey third(from_hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"));
  EXPECT_EQ(hex(third.sign(from_hex("af82"))), "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
}

TEST(Signature, only_what_was_signed_by_that_key_is_signed) {
  const SigningKey key(std::string(32, 'k'));
  const std::string signature = key.sign("a message");
  EXPECT_TRUE(is_signed_by(key.public_key(), "a message", signature));
  EXPECT_FALSE(is_signed_by(key.public_key(), "another message", signature));
  EXPECT_FALSE(is_signed_by(SigningKey(std::string(32, 'x')).public_key(), "a message", signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string changed = signature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(is_signed_by(key.public_key(), "a message", changed)) << i;
  }
  EXPECT_FALSE(is_signed_by(key.public_key(), "a message", signature.substr(1)));
  EXPECT_FALSE(is_signed_by("", "a message", signature));
}

TEST(Signature, a_seed_of_another_length_is_a_bug) { EXPECT_THROW(SigningKey(std::string(31, 'k')), std::invalid_argument); }

}  // namespace
}  // namespace probity

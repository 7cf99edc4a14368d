#include "base/crypto.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace probity {
namespace {

TEST(Crypto, Sha256MatchesFips180) {
  EXPECT_EQ(hex(bytes_of(sha256("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("a", "bc"), sha256("abc"));
}

TEST(Crypto, KeyedHashMatchesRfc4231) {
  EXPECT_EQ(hex(bytes_of(keyed_hash("Jefe", "what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  const std::string long_key(131, '\xaa');
  EXPECT_EQ(hex(bytes_of(keyed_hash(long_key, "Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Crypto, ComparesWholeStrings) {
  EXPECT_TRUE(equal_in_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_in_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_in_constant_time("secret", "secre"));
  EXPECT_TRUE(equal_in_constant_time("", ""));
}

TEST(Crypto, TokensAreLongAndDifferent) {
  EXPECT_EQ(random_token().size(), 43u);
  EXPECT_NE(random_token(), random_token());
  EXPECT_EQ(random_bytes(0), "");
}

TEST(Crypto, Base64MatchesRfc4648) {
  EXPECT_EQ(base64("foob"), "Zm9vYg==");
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(decode_base64("Zm9vYg=="), "foob");
  EXPECT_EQ(decode_base64("Zm9vYg"), "foob");
  EXPECT_EQ(decode_base64(""), "");
  for (const char* text : {"Zm9vYg=", "Zm9v Yg==", "Zm9vYh==", "-_8", "=", "A", "Zm9vYg==x"}) {
    EXPECT_FALSE(decode_base64(text)) << text;
  }
}

TEST(Crypto, PasswordsVerifyOnlyThemselves) {
  const std::string hash = hash_password("correct horse");
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << hash;
  EXPECT_TRUE(verify_password("correct horse", hash));
  EXPECT_FALSE(verify_password("correct horsf", hash));
  EXPECT_FALSE(verify_password("", hash));
  EXPECT_FALSE(verify_password("correct horse", ""));
  EXPECT_FALSE(verify_password("correct horse", "$argon2id$nonsense"));
}

TEST(Crypto, SealedDataOpensOnlyWithItsKeyAndContext) {
  const std::string key = random_bytes(32);
  const std::string sealed = seal(key, "totp seed", "member/1");
  EXPECT_EQ(unseal(key, sealed, "member/1"), "totp seed");
  EXPECT_NE(seal(key, "totp seed", "member/1"), sealed);
  EXPECT_EQ(unseal(key, sealed, "member/2").error().code, "sealed_data_unreadable");
  EXPECT_FALSE(unseal(random_bytes(32), sealed, "member/1"));
  EXPECT_FALSE(unseal(key, "short", "member/1"));
  EXPECT_THROW(seal("short key", "plain", ""), std::invalid_argument);
}

TEST(Crypto, AnyChangedByteIsNoticed) {
  const std::string key = random_bytes(32);
  EXPECT_TRUE(rc::check("a flipped bit fails to open", [&key] {
    const auto plain = *rc::gen::arbitrary<std::string>();
    std::string sealed = seal(key, plain, "context");
    RC_ASSERT(unseal(key, sealed, "context").value() == plain);
    const auto position = *rc::gen::inRange<std::size_t>(0, sealed.size());
    sealed[position] = static_cast<char>(sealed[position] ^ 1);
    RC_ASSERT(!unseal(key, sealed, "context"));
  }));
}

TEST(Crypto, Base64RoundTrips) {
  EXPECT_TRUE(rc::check("decode(encode(bytes)) == bytes", [](const std::string& plain) {
    RC_ASSERT(decode_base64(base64(plain)).value() == plain);
  }));
}

}  // namespace
}  // namespace probity

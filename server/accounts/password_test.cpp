#include "accounts/password.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace probity::accounts {
namespace {

std::string code_of(std::string_view password, std::string_view own = {}) {
  const auto checked = check_password(password, own);
  return checked ? "" : checked.error().code;
}

TEST(Password, NeedsTwelveCharactersAndNothingElse) {
  EXPECT_EQ(code_of("lazy dog sun"), "");
  EXPECT_EQ(code_of("äöüßéèêàçñøå"), "");
  EXPECT_EQ(code_of("lazy dog su"), "weak_password");
  EXPECT_EQ(code_of(""), "weak_password");
  EXPECT_EQ(code_of("lazy dog sun\xff"), "weak_password");
  EXPECT_EQ(code_of(std::string("lazy dog sun\0", 13)), "weak_password");
  EXPECT_EQ(code_of(std::string(2000, 'a')), "weak_password");
}

TEST(Password, ThatManyPeopleHaveIsRefused) {
  for (const char* common : {"administrator", "unbelievable", "Password1234", "PASSWORD!!!!", "passwordpassword", "p@ssw0rd2024!", "aaaaaaaaaaaa", "123456789012", "abcabcabcabc", "abcdefghijklm",
                             "qwertyuiop[]", "zyxwvutsrqponm", "1234dragon1234", "111111111111111", "............"}) {
    EXPECT_EQ(code_of(common), "weak_password") << common;
  }
  for (const char* fine : {"correct horse battery", "a long sentence, easy to keep", "long enough for it", "ignored as well", "xkcd 936 staple"}) EXPECT_EQ(code_of(fine), "") << fine;
}

TEST(Password, OfOnesOwnAddressOrNameIsRefused) {
  EXPECT_EQ(code_of("ada@example.org", "ada@example.org\nAda"), "weak_password");
  EXPECT_EQ(code_of("Lovelace1815!!", "ada@example.org\nAda Lovelace"), "weak_password");
  EXPECT_EQ(code_of("lovelacelovelace", "ada@example.org\nAda Lovelace"), "weak_password");
  EXPECT_EQ(code_of("lovelace likes engines", "ada@example.org\nAda Lovelace"), "");
}

TEST(PasswordWork, KnowsRightFromWrong) {
  PasswordWork work;
  const std::string hash = work.hash("correct horse battery").value();
  EXPECT_TRUE(work.verify("correct horse battery", hash).value());
  EXPECT_FALSE(work.verify("correct horse batterz", hash).value());
  EXPECT_FALSE(work.verify("correct horse battery", "").value());
}

TEST(PasswordWork, HashesForNobodyAsForSomebody) {
  PasswordWork work;
  const std::string hash = work.hash("correct horse battery").value();
  for (const std::string& of : {hash, std::string()}) {
    const auto before = work.hashed();
    EXPECT_FALSE(work.verify("something else", of).value());
    EXPECT_EQ(work.hashed(), before + 1);
  }
}

TEST(PasswordWork, WhoFindsAllPlacesTakenIsTurnedAway) {
  PasswordWork work(1, 0);
  std::atomic<int> busy{0};
  std::atomic<int> done{0};
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int round = 0; round < 3; ++round) {
        const auto verified = work.verify("x", "");
        ++(verified ? done : busy);
        if (!verified) {
          EXPECT_EQ(verified.error().kind, ErrorKind::unavailable);
        }
      }
    });
  }
  threads.clear();
  EXPECT_GE(done, 1);
  EXPECT_EQ(done + busy, 12);
}

}  // namespace
}  // namespace probity::accounts

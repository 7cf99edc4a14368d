#include "meta/fields/phone_number.hpp"

#include <gtest/gtest.h>
#include <phonenumbers/phonenumberutil.h>

#include <random>

namespace probity::meta {
namespace {

namespace library = i18n::phonenumbers;

/// What the library says of a number, without any short cut.
std::optional<std::string> by_library(const std::string& typed, const std::string& country) {
  const auto& numbers = *library::PhoneNumberUtil::GetInstance();
  library::PhoneNumber number;
  if (numbers.Parse(typed, country, &number) != library::PhoneNumberUtil::NO_PARSING_ERROR || !numbers.IsValidNumber(number)) return std::nullopt;
  std::string e164;
  numbers.Format(number, library::PhoneNumberUtil::E164, &e164);
  return e164;
}

TEST(PhoneNumber, typed_as_plus_and_digits_is_what_the_library_makes_of_it) {
  std::mt19937 random(20'260'101);
  std::set<int> codes;
  library::PhoneNumberUtil::GetInstance()->GetSupportedCallingCodes(&codes);
  int valid = 0;
  for (const int code : codes) {
    for (int attempt = 0; attempt < 200; ++attempt) {
      std::string typed = fmt::format("+{}", code);
      const std::size_t digits = 4 + random() % 9;
      for (std::size_t i = 0; i < digits; ++i) typed += static_cast<char>('0' + random() % 10);
      const std::string country = attempt % 2 == 0 ? "US" : "DE";
      const auto parsed = parse_phone_number(typed, country);
      EXPECT_EQ(parsed ? std::optional(parsed->e164) : std::nullopt, by_library(typed, country)) << typed;
      valid += parsed ? 1 : 0;
    }
  }
  EXPECT_GT(valid, 1'000);
}

TEST(PhoneNumber, is_valid_only_as_a_whole) {
  EXPECT_EQ(parse_phone_number("+12025551234", "DE")->e164, "+12025551234");
  EXPECT_EQ(parse_phone_number("+4915112345678", "US")->e164, "+4915112345678");
  EXPECT_FALSE(parse_phone_number("+1202555123", "US"));
  EXPECT_FALSE(parse_phone_number("+", "US"));
  EXPECT_FALSE(parse_phone_number("+44", "US"));
}

}  // namespace
}  // namespace probity::meta

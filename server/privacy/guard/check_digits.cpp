#include "privacy/guard/check_digits.hpp"

#include <array>

namespace probity::privacy::guard {
namespace {

int digit(char mark) { return mark - '0'; }

}  // namespace

bool luhn(std::string_view digits) {
  int sum = 0;
  bool twice = false;
  for (auto mark = digits.rbegin(); mark != digits.rend(); ++mark, twice = !twice) {
    const int value = digit(*mark) * (twice ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return digits.size() > 1 && sum % 10 == 0;
}

bool iban_sum(std::string_view marks) {
  if (marks.size() < 5) return false;
  int rest = 0;
  const auto add = [&rest](char mark) { rest = mark <= '9' ? (rest * 10 + digit(mark)) % 97 : (rest * 100 + mark - 'A' + 10) % 97; };
  for (const char mark : marks.substr(4)) add(mark);
  for (const char mark : marks.substr(0, 4)) add(mark);
  return rest == 1;
}

bool mod_11_10(std::string_view digits) {
  if (digits.size() < 2) return false;
  int product = 10;
  for (const char mark : digits.substr(0, digits.size() - 1)) {
    int sum = (digit(mark) + product) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return (11 - product) % 10 == digit(digits.back());
}

bool verhoeff(std::string_view digits) {
  // Multiplication in the dihedral group of order ten, and its permutation.
  static constexpr std::array<std::string_view, 10> kTimes{"0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
                                                           "5987604321", "6598710432", "7659821043", "8765932104", "9876543210"};
  static constexpr std::array<std::string_view, 8> kTurned{"0123456789", "1576283094", "5803796142", "8916043527",
                                                           "9453126870", "4286573901", "2793806415", "7046913258"};
  int sum = 0;
  std::size_t place = 0;
  for (auto mark = digits.rbegin(); mark != digits.rend(); ++mark, ++place) {
    const int turned = digit(kTurned[place % 8][static_cast<std::size_t>(digit(*mark))]);
    sum = digit(kTimes[static_cast<std::size_t>(sum)][static_cast<std::size_t>(turned)]);
  }
  return digits.size() > 1 && sum == 0;
}

int weighted(std::string_view digits, std::initializer_list<int> weights, int modulus) {
  int sum = 0;
  auto weight = weights.begin();
  for (const char mark : digits) {
    if (weight == weights.end()) break;
    sum += digit(mark) * *weight++;
  }
  return sum % modulus;
}

int remainder(std::string_view digits, int modulus) {
  int rest = 0;
  for (const char mark : digits) rest = (rest * 10 + digit(mark)) % modulus;
  return rest;
}

bool is_day(std::string_view two_digit_month, std::string_view two_digit_day) {
  const int month = remainder(two_digit_month, 100);
  const int day = remainder(two_digit_day, 100);
  static constexpr std::array kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month >= 1 && month <= 12 && day >= 1 && day <= kDays[static_cast<std::size_t>(month - 1)];
}

}  // namespace probity::privacy::guard

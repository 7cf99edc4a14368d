#include <algorithm>
#include <string>

#include "privacy/guard/check_digits.hpp"
#include "privacy/guard/national_ids.hpp"

namespace probity::privacy::guard {
namespace {

int digit(char mark) { return mark - '0'; }
int number(std::string_view digits) { return remainder(digits, 1'000'000'000); }
bool all_alike(std::string_view marks) { return marks.find_first_not_of(marks.front()) == marks.npos; }
bool has(std::string_view marks, char mark) { return marks.find(mark) != marks.npos; }

/// "YYMMDD", with the day as it stands.
bool begins_with_date(std::string_view marks) { return is_day(marks.substr(2, 2), marks.substr(4, 2)); }

/// DNI, NIE: the letter is the number by 23.
bool has_spanish_letter(int value, char letter) { return std::string_view("TRWAGMYFPDXBNJZSQVHLCKE")[static_cast<std::size_t>(value % 23)] == letter; }

}  // namespace

/// SSA: no area 000, 666 or above 899, no group 00, no serial 0000.
bool is_us_ssn(std::string_view marks) {
  const std::string_view area = marks.substr(0, 3);
  if (area == "000" || area == "666" || area[0] == '9') return false;
  return marks.substr(3, 2) != "00" && marks.substr(5) != "0000" && !all_alike(marks);
}

/// HMRC NIM39110, with or without the suffix A to D.
bool is_uk_nino(std::string_view marks) {
  constexpr std::string_view kNever[] = {"BG", "GB", "NK", "KN", "NT", "TN", "ZZ"};
  if (has("DFIQUV", marks[0]) || has("DFIOQUV", marks[1])) return false;
  if (std::ranges::find(kNever, marks.substr(0, 2)) != std::end(kNever)) return false;
  return marks.size() == 8 || (marks[8] >= 'A' && marks[8] <= 'D');
}

/// § 139b AO: of the first ten digits exactly one stands twice or three times; the last checks.
bool is_german_tax_id(std::string_view marks) {
  if (marks[0] == '0') return false;
  int counts[10] = {};
  for (const char mark : marks.substr(0, 10)) ++counts[digit(mark)];
  const auto repeated = std::ranges::count_if(counts, [](int count) { return count == 2 || count == 3; });
  const bool more = std::ranges::any_of(counts, [](int count) { return count > 3; });
  return repeated == 1 && !more && mod_11_10(marks);
}

/// INSEE: sex, year, month, place, order and a key; Corsica's departments count as 19 and 18.
bool is_french_nir(std::string_view marks) {
  if (marks[0] < '1' || marks[0] > '2') return false;
  const int month = (marks[3] - '0') * 10 + digit(marks[4]);
  if (!((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50)) return false;
  std::string plain(marks.substr(0, 13));
  if (plain[6] == 'A' || plain[6] == 'B') {
    if (plain[5] != '2') return false;
    plain.replace(5, 2, plain[6] == 'A' ? "19" : "18");
  }
  if (plain.find_first_not_of("0123456789") != plain.npos) return false;
  return marks.size() == 13 || 97 - remainder(plain, 97) == number(marks.substr(13));
}

bool is_spanish_dni(std::string_view marks) { return has_spanish_letter(number(marks.substr(0, 8)), marks[8]) && !all_alike(marks.substr(0, 8)); }

bool is_spanish_nie(std::string_view marks) {
  if (marks[0] < 'X' || marks[0] > 'Z') return false;
  return has_spanish_letter((marks[0] - 'X') * 10'000'000 + number(marks.substr(1, 7)), marks[8]);
}

/// D.M. 23/12/1976: letters of the name, year, month, day, place, check letter.
bool is_italian_tax_code(std::string_view marks) {
  constexpr std::string_view kMonths = "ABCDEHLMPRST";
  // What a letter (or the digit of the same rank) is worth on the first, third, fifth ... place.
  constexpr int kOddValues[26] = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
  const int day = number(marks.substr(9, 2));
  if (!has(kMonths, marks[8]) || day < 1 || day > 71 || (day > 31 && day < 41)) return false;
  int sum = 0;
  for (std::size_t place = 0; place < 15; ++place) {
    const int value = marks[place] <= '9' ? digit(marks[place]) : marks[place] - 'A';
    sum += place % 2 == 0 ? kOddValues[value] : value;
  }
  return 'A' + sum % 26 == marks[15];
}

bool is_dutch_bsn(std::string_view marks) {
  const int sum = weighted(marks.substr(0, 8), {9, 8, 7, 6, 5, 4, 3, 2}, 11) - digit(marks[8]);
  return sum % 11 == 0 && !all_alike(marks);
}

/// Date of birth, order, and 97 less the rest by 97; a 2 in front for who was born since 2000.
bool is_belgian_number(std::string_view marks) {
  if (!begins_with_date(marks)) return false;
  const int key = number(marks.substr(9));
  return key == 97 - remainder(marks.substr(0, 9), 97) || key == 97 - remainder("2" + std::string(marks.substr(0, 9)), 97);
}

/// Personnummer and samordningsnummer (day and 60).
bool is_swedish_number(std::string_view marks) {
  std::string day(marks.substr(4, 2));
  if (day[0] >= '6') day[0] = static_cast<char>(day[0] - 6);
  return is_day(marks.substr(2, 2), day) && luhn(marks);
}
bool is_swedish_long_number(std::string_view marks) { return (marks.starts_with("19") || marks.starts_with("20")) && is_swedish_number(marks.substr(2)); }

/// The century is in the month: 80, 0, 20, 40 or 60 is added.
bool is_polish_pesel(std::string_view marks) {
  const int month = number(marks.substr(2, 2)) % 20;
  const char two[] = {static_cast<char>('0' + month / 10), static_cast<char>('0' + month % 10)};
  return is_day({two, 2}, marks.substr(4, 2)) && weighted(marks, {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}, 10) == 0;
}

bool is_swiss_ahv(std::string_view marks) { return marks.starts_with("756") && weighted(marks, {1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1}, 10) == 0; }

/// Day, month, year, sign of the century (left out where it is a dash), order, check mark.
bool is_finnish_number(std::string_view marks) {
  if (!is_day(marks.substr(2, 2), marks.substr(0, 2))) return false;
  const bool has_sign = marks.size() == 11;
  if (has_sign && !has("ABCDEFUVWXY", marks[6])) return false;
  const std::string digits = std::string(marks.substr(0, 6)) + std::string(marks.substr(has_sign ? 7 : 6, 3));
  return std::string_view("0123456789ABCDEFHJKLMNPRSTUVWXY")[static_cast<std::size_t>(number(digits) % 31)] == marks.back();
}

bool is_norwegian_number(std::string_view marks) {
  std::string day(marks.substr(0, 2));
  if (day[0] >= '4') day[0] = static_cast<char>(day[0] - 4);  // D-nummer
  return is_day(marks.substr(2, 2), day) && weighted(marks, {3, 7, 6, 1, 8, 9, 4, 5, 2, 1}, 11) == 0 && weighted(marks, {5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1}, 11) == 0;
}

/// Since 2007 without a check digit.
bool is_danish_cpr(std::string_view marks) { return is_day(marks.substr(2, 2), marks.substr(0, 2)); }

bool is_portuguese_nif(std::string_view marks) {
  const int rest = weighted(marks.substr(0, 8), {9, 8, 7, 6, 5, 4, 3, 2}, 11);
  return marks[0] != '0' && digit(marks[8]) == (rest < 2 ? 0 : 11 - rest);
}

bool is_austrian_number(std::string_view marks) {
  const int sum = weighted(marks, {3, 7, 9, 0, 5, 8, 4, 2, 1, 6}, 11);
  return marks[0] != '0' && is_day(marks.substr(6, 2), marks.substr(4, 2)) && sum == digit(marks[3]);
}

bool is_irish_pps(std::string_view marks) {
  int sum = weighted(marks.substr(0, 7), {8, 7, 6, 5, 4, 3, 2}, 23);
  if (marks.size() == 9) sum += (marks[8] == 'W' ? 0 : marks[8] - 'A' + 1) * 9;
  return std::string_view("WABCDEFGHIJKLMNOPQRSTUV")[static_cast<std::size_t>(sum % 23)] == marks[7];
}

/// Rodné číslo since 1954: women's months and 50, divisible by 11.
bool is_czech_number(std::string_view marks) {
  const int month = number(marks.substr(2, 2)) % 50 % 20;
  const char two[] = {static_cast<char>('0' + month / 10), static_cast<char>('0' + month % 10)};
  return is_day({two, 2}, marks.substr(4, 2)) && remainder(marks, 11) == 0;
}

bool is_canadian_sin(std::string_view marks) { return marks[0] != '8' && luhn(marks); }

bool is_brazilian_cpf(std::string_view marks) {
  const auto check = [](int rest) { return rest < 2 ? 0 : 11 - rest; };
  const int first = check(weighted(marks.substr(0, 9), {10, 9, 8, 7, 6, 5, 4, 3, 2}, 11));
  const int second = check(weighted(marks.substr(0, 10), {11, 10, 9, 8, 7, 6, 5, 4, 3, 2}, 11));
  return !all_alike(marks) && digit(marks[9]) == first && digit(marks[10]) == second;
}

bool is_indian_aadhaar(std::string_view marks) { return marks[0] >= '2' && verhoeff(marks); }

/// RENAPO: letters of the name, date, sex, state, consonants, homonym mark, check digit.
bool is_mexican_curp(std::string_view marks) {
  if (!is_day(marks.substr(6, 2), marks.substr(8, 2)) || !has("HMX", marks[10])) return false;
  int sum = 0;
  for (std::size_t place = 0; place < 17; ++place) {
    // Ñ stands between N and O in the official order of values.
    const int value = marks[place] <= '9' ? digit(marks[place]) : marks[place] - 'A' + 10 + (marks[place] > 'N' ? 1 : 0);
    sum += value * (18 - static_cast<int>(place));
  }
  return (10 - sum % 10) % 10 == digit(marks[17]);
}

/// GB 11643: place, date of birth, order, ISO 7064 MOD 11-2.
bool is_chinese_id(std::string_view marks) {
  if (marks[0] < '1' || marks[0] > '8' || !(marks.substr(6, 2) == "19" || marks.substr(6, 2) == "20") || !is_day(marks.substr(10, 2), marks.substr(12, 2))) return false;
  const int rest = weighted(marks.substr(0, 17), {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}, 11);
  return std::string_view("10X98765432")[static_cast<std::size_t>(rest)] == marks[17];
}

bool is_south_african_id(std::string_view marks) { return begins_with_date(marks) && (marks[10] == '0' || marks[10] == '1') && luhn(marks); }

bool is_korean_number(std::string_view marks) {
  const int rest = weighted(marks.substr(0, 12), {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5}, 11);
  return begins_with_date(marks) && (11 - rest) % 10 == digit(marks[12]);
}

bool is_turkish_number(std::string_view marks) {
  const int odd = weighted(marks, {1, 0, 1, 0, 1, 0, 1, 0, 1}, 1000);
  const int even = weighted(marks, {0, 1, 0, 1, 0, 1, 0, 1}, 1000);
  const int all = weighted(marks, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 10);
  return marks[0] != '0' && ((odd * 7 - even) % 10 + 10) % 10 == digit(marks[9]) && all == digit(marks[10]);
}

bool is_australian_tfn(std::string_view marks) { return weighted(marks, {1, 4, 3, 7, 5, 8, 6, 9, 10}, 11) == 0 && !all_alike(marks); }

}  // namespace probity::privacy::guard

#include "accounts/signing_in/common_passwords.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace probity::accounts {
namespace {

constexpr std::size_t kShortestPart = 4;

const std::vector<std::string_view>& common() {
  static const std::vector<std::string_view> sorted = [] {
    auto lines = split(common_passwords_text(), '\n');
    std::sort(lines.begin(), lines.end());
    return lines;
  }();
  return sorted;
}

bool is_listed(std::string_view text) { return std::binary_search(common().begin(), common().end(), text); }

bool is_letter(char c) { return static_cast<unsigned char>(c) >= 0x80 || (c >= 'a' && c <= 'z'); }

/// Without the digits and signs at both ends.
std::string_view core_of(std::string_view text) {
  while (!text.empty() && !is_letter(text.front())) text.remove_prefix(1);
  while (!text.empty() && !is_letter(text.back())) text.remove_suffix(1);
  return text;
}

/// The shortest text that it is repetitions of.
std::string_view unit_of(std::string_view text) {
  for (std::size_t length = 1; length * 2 <= text.size(); ++length) {
    bool repeats = true;
    for (std::size_t place = length; repeats && place < text.size(); ++place) repeats = text[place] == text[place - length];
    if (repeats) return text.substr(0, length);
  }
  return text;
}

/// p@ssw0rd is password.
std::string without_disguise(std::string text) {
  constexpr std::string_view kFrom = "@4301$5!7";
  constexpr std::string_view kTo = "aaeolssit";
  for (char& c : text) {
    const auto place = kFrom.find(c);
    if (place != kFrom.npos) c = kTo[place];
  }
  return text;
}

bool is_run(std::string_view text) {
  constexpr std::string_view kRows[] = {"abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop[]asdfghjkl;'zxcvbnm,./", "1234567890-=", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn"};
  std::string back(text.rbegin(), text.rend());
  return std::ranges::any_of(kRows, [&](std::string_view row) { return row.find(text) != row.npos || row.find(back) != row.npos; });
}

bool is_part_of(std::string_view own, std::string_view core) {
  const std::string words = fold_words(own);
  for (const std::string_view word : split(words, ' ')) {
    if (word.size() >= kShortestPart && word == core) return true;
  }
  const std::string address = lower_ascii(own.substr(0, own.find('\n')));
  return core.size() >= kShortestPart && (address == core || address.substr(0, address.find('@')) == core);
}

}  // namespace

bool is_common_password(std::string_view password, std::string_view own) {
  const std::string plain = lower_ascii(password);
  if (is_listed(plain) || is_run(plain) || is_part_of(own, plain)) return true;
  const std::string_view unit = unit_of(plain);
  if (unit.size() < plain.size() && (unit.size() <= kShortestPart || is_listed(unit) || is_run(unit))) return true;
  const std::string_view core = unit_of(core_of(plain));
  if (core.size() <= 1 || is_listed(core) || is_run(core) || is_part_of(own, core)) return true;
  const std::string undisguised = without_disguise(plain);
  return is_listed(undisguised) || is_listed(core_of(undisguised));
}

}  // namespace probity::accounts

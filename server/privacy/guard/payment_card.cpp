#include <algorithm>
#include <array>
#include <string>

#include "privacy/guard/check_digits.hpp"
#include "privacy/guard/detectors.hpp"
#include "privacy/guard/surroundings.hpp"

namespace probity::privacy::guard {
namespace {

constexpr std::size_t kShortest = 12;
constexpr std::size_t kLongest = 19;

constexpr std::uint32_t lengths(std::initializer_list<int> values) {
  std::uint32_t bits = 0;
  for (const int value : values) bits |= 1U << value;
  return bits;
}

/// Issuer numbers as their first six digits, the lengths in use, and those that count only beside a word for a
/// card: retired ones, and ones that phone numbers and dates have too.
struct Issuer {
  int from;
  int to;
  std::uint32_t certain;
  std::uint32_t beside_word;
};
constexpr std::array kIssuers{
    Issuer{400000, 499999, lengths({16, 19}), lengths({13, 18})},                  // Visa
    Issuer{510000, 559999, lengths({16}), 0},                                      // Mastercard
    Issuer{222100, 272099, lengths({16}), 0},                                      // Mastercard
    Issuer{220000, 220499, lengths({16}), lengths({17, 18, 19})},                  // Mir
    Issuer{340000, 349999, lengths({15}), 0},                                      // American Express
    Issuer{370000, 379999, lengths({15}), 0},                                      // American Express
    Issuer{300000, 305999, lengths({14, 16}), lengths({17, 18, 19})},              // Diners Club
    Issuer{309500, 309599, lengths({14, 16}), lengths({17, 18, 19})},              // Diners Club
    Issuer{360000, 369999, lengths({14, 16}), lengths({17, 18, 19})},              // Diners Club
    Issuer{380000, 399999, lengths({14, 16}), lengths({17, 18, 19})},              // Diners Club
    Issuer{601100, 601199, lengths({16, 19}), 0},                                  // Discover
    Issuer{644000, 659999, lengths({16, 19}), 0},                                  // Discover
    Issuer{620000, 629999, lengths({16, 18, 19}), lengths({17})},                  // UnionPay
    Issuer{352800, 358999, lengths({16, 19}), 0},                                  // JCB
    Issuer{501800, 501999, lengths({16, 18, 19}), lengths({12, 13, 14, 15, 17})},  // Maestro, Dankort
    Issuer{502000, 503899, lengths({16, 18, 19}), lengths({12, 13, 14, 15, 17})},  // Maestro
    Issuer{560000, 589999, lengths({16, 18, 19}), lengths({12, 13, 14, 15, 17})},  // Maestro
    Issuer{630400, 630499, lengths({16, 18, 19}), lengths({12, 13, 14, 15, 17})},  // Maestro
    Issuer{675900, 677099, lengths({16, 18, 19}), lengths({12, 13, 14, 15, 17})},  // Maestro
    Issuer{506099, 506198, lengths({16, 18, 19}), 0},                              // Verve
    Issuer{600000, 609999, 0, lengths({16})},                                      // RuPay, Hipercard
    Issuer{636000, 636999, lengths({16}), lengths({17, 18, 19})},                  // InterPayment
    Issuer{810000, 829999, 0, lengths({16, 17, 18, 19})},                          // UnionPay, RuPay
    Issuer{979200, 979299, lengths({16}), 0},                                      // Troy
};

constexpr std::array<std::string_view, 39> kCardWords{
    "CARD", "CARDS", "CARDNO", "CARDNUMBER", "CREDIT", "DEBIT", "CREDITCARD", "DEBITCARD", "CC", "CCN", "PAN", "VISA", "MASTERCARD", "MC",
    "AMEX", "MAESTRO", "DINERS", "DISCOVER", "JCB", "UNIONPAY", "RUPAY", "KARTE", "KARTENNUMMER", "KREDITKARTE", "KREDITKARTENNUMMER",
    "EC", "GIROCARD", "CARTE", "CB", "TARJETA", "CARTA", "CREDITO", "KAART", "CREDITCARDNUMMER", "KAARTNUMMER", "BANKKAART", "PAYMENT",
    "KORT", "KARTA"};

enum class Trust { none, beside_word, certain };

Trust trust_in(std::string_view digits) {
  const int prefix = remainder(digits.substr(0, 6), 1'000'000);
  const std::uint32_t length = 1U << digits.size();
  Trust trust = Trust::none;
  for (const Issuer& issuer : kIssuers) {
    if (prefix < issuer.from || prefix > issuer.to) continue;
    if (issuer.certain & length) return Trust::certain;
    if (issuer.beside_word & length) trust = Trust::beside_word;
  }
  return trust;
}

/// The sizes of the groups, as cards print them or people type them: all alike, but for the last.
bool is_grouped_like_a_card(const Tokens& tokens, std::size_t first, std::size_t last) {
  std::string sizes;
  for (std::size_t at = first; at <= last; ++at) sizes += static_cast<char>('0' + std::min<std::uint32_t>(tokens.groups[at].size, 20));
  constexpr std::array<std::string_view, 3> kPrinted{"465", "464", "4333"};
  if (std::ranges::find(kPrinted, sizes) != kPrinted.end() || (sizes.size() == 2 && sizes.front() == '6')) return true;
  const bool alike = std::all_of(sizes.begin(), sizes.end() - 1, [&](char size) { return size == sizes.front(); });
  return alike && sizes.back() <= sizes.front();
}

bool digits_follow(const Tokens& tokens, std::size_t group) {
  return tokens.groups[group].joint != 0 && group + 1 < tokens.groups.size() && tokens.groups[group + 1].digits;
}

/// Whether it is only a window on a longer row of such groups: several phone numbers, a row of figures. Groups of
/// four are what a card looks like, with a year or an expiry date beside it or not.
bool is_part_of_a_row(const Tokens& tokens, std::size_t first, std::size_t last) {
  const std::uint32_t size = tokens.groups[first].size;
  if (size == 4) return false;
  if (first > 0 && digits_follow(tokens, first - 1) && tokens.groups[first - 1].size == size) return true;
  return digits_follow(tokens, last) && tokens.groups[last].size == size;
}

/// A run of digits that is a decimal fraction, an amount, or what a prefix names ("INV-4...").
bool is_something_else(const Tokens& tokens, std::size_t at) {
  const Group& group = tokens.groups[at];
  if (digits_follow(tokens, at) && group.joint == '.' && tokens.groups[at + 1].size <= 2) return true;
  if (at == 0) return false;
  const Group& before = tokens.groups[at - 1];
  if (before.joint == '.' && before.digits) return true;
  const bool attached = (before.joint == '-' || before.joint == '/') && before.end + 1 == group.begin;
  const bool is_card_word = std::ranges::find(kCardWords, tokens.marks_of(before)) != kCardWords.end();
  return attached && !is_card_word;
}

bool fits(const Tokens& tokens, std::size_t first, std::size_t last, std::string_view digits) {
  const Trust trust = trust_in(digits);
  if (trust == Trust::none || !luhn(digits)) return false;
  const bool alone = first == last;
  if (alone ? is_something_else(tokens, first) : !is_grouped_like_a_card(tokens, first, last) || is_part_of_a_row(tokens, first, last)) return false;
  constexpr std::size_t kLongestPhoneNumber = 15;  // E.164
  if (digits.size() <= kLongestPhoneNumber && is_phone_number(tokens, first)) return false;
  return trust == Trust::certain || is_beside(tokens, first, last, kCardWords);
}

/// "card4111...exp": the digits of a group that begins with a word for a card.
std::optional<Found> glued_card_at(const Tokens& tokens, std::size_t first) {
  const Group& group = tokens.groups[first];
  const std::string_view marks = tokens.marks_of(group);
  const auto is_digit = [](char mark) { return mark >= '0' && mark <= '9'; };
  const auto begin = static_cast<std::size_t>(std::ranges::find_if(marks, is_digit) - marks.begin());
  const auto end = std::min(marks.find_first_not_of("0123456789", begin), marks.size());
  const bool plain = group.end - group.begin == group.size;
  const bool alone = std::ranges::none_of(marks.substr(end), is_digit);
  const bool after_word = std::ranges::find(kCardWords, marks.substr(0, begin)) != kCardWords.end();
  const std::string_view digits = marks.substr(begin, end - begin);
  if (!plain || !alone || !after_word || digits.size() < kShortest || digits.size() > kLongest || trust_in(digits) == Trust::none || !luhn(digits)) return std::nullopt;
  return Found{{.kind = Kind::payment_card, .what = "a payment card number", .begin = group.begin + begin, .end = group.begin + end, .in_groups = false}, first};
}

/// Four groups of four, held together by one loose sign, and no more of the kind on either side.
std::optional<Found> loosely_written_card_at(const Tokens& tokens, std::size_t first) {
  constexpr std::size_t kGroups = 4;
  constexpr std::uint32_t kSize = 4;
  const char sign = tokens.groups[first].loose;
  if (sign == 0 || first + kGroups > tokens.groups.size()) return std::nullopt;
  const auto belongs = [&](std::size_t at) { return at < tokens.groups.size() && tokens.groups[at].digits && tokens.groups[at].size == kSize; };
  std::string digits;
  for (std::size_t at = first; at < first + kGroups; ++at) {
    const bool held = at + 1 == first + kGroups || tokens.groups[at].loose == sign;
    if (!belongs(at) || !held) return std::nullopt;
    digits += tokens.marks_of(tokens.groups[at]);
  }
  const std::size_t last = first + kGroups - 1;
  const bool more_before = first > 0 && tokens.groups[first - 1].loose == sign && belongs(first - 1);
  const bool more_behind = tokens.groups[last].loose == sign && belongs(last + 1);
  if (more_before || more_behind || trust_in(digits) != Trust::certain || !luhn(digits)) return std::nullopt;
  return Found{{.kind = Kind::payment_card, .what = "a payment card number", .begin = tokens.groups[first].begin, .end = tokens.groups[last].end, .in_groups = true}, last};
}

}  // namespace

std::optional<Found> payment_card_at(const Tokens& tokens, std::size_t first) {
  if (!tokens.groups[first].digits && !tokens.groups[first].letters) return glued_card_at(tokens, first);
  if (const auto loose = loosely_written_card_at(tokens, first)) return loose;
  if (!tokens.groups[first].digits || tokens.groups[first].size > kLongest) return std::nullopt;
  std::optional<Found> longest;
  std::string digits;
  for (std::size_t at = first; at < tokens.groups.size(); ++at) {
    const Group& group = tokens.groups[at];
    if (!group.digits || digits.size() + group.size > kLongest) break;
    digits += tokens.marks_of(group);
    if (digits.size() >= kShortest && fits(tokens, first, at, digits)) {
      longest = Found{{.kind = Kind::payment_card, .what = "a payment card number", .begin = tokens.groups[first].begin, .end = group.end, .in_groups = at > first}, at};
    }
    if (group.joint != ' ' && group.joint != '-' && group.joint != '.') break;
  }
  return longest;
}

}  // namespace probity::privacy::guard

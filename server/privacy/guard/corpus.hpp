#pragma once
// Made-up text for measuring the guard, the same everywhere: numbers of daily work that are nobody's secret, and
// identifiers planted in running text. For tests and benchmarks only.
#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "privacy/guard/check_digits.hpp"
#include "privacy/guard/guard.hpp"
#include "privacy/guard/national_ids.hpp"

namespace probity::privacy::guard::corpus {

/// splitmix64: the same numbers on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t value = state_ += 0x9e3779b97f4a7c15U;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31);
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  template <typename List>
  auto one_of(const List& list) { return list[below(std::size(list))]; }
  std::string digits(int count) {
    std::string text;
    while (count-- > 0) text += static_cast<char>('0' + below(10));
    return text;
  }
  std::string hexadecimal(int count) {
    std::string text;
    while (count-- > 0) text += "0123456789abcdef"[below(16)];
    return text;
  }
  /// "n" becomes a digit, "a" a capital letter, "h" a hexadecimal digit, "N" a digit from 2; the rest stays.
  std::string filled(std::string_view pattern) {
    std::string text;
    for (const char sign : pattern) {
      switch (sign) {
        case 'n': text += static_cast<char>('0' + below(10)); break;
        case 'N': text += static_cast<char>('2' + below(8)); break;
        case 'a': text += static_cast<char>('A' + below(26)); break;
        case 'h': text += "0123456789abcdef"[below(16)]; break;
        default: text += sign;
      }
    }
    return text;
  }

 private:
  std::uint64_t state_;
};

/// A text, and the kind planted in it; nothing where there is nothing to find.
struct Sample {
  std::string text;
  std::optional<Kind> planted;
};

struct Class {
  std::string_view name;
  std::function<Sample(Random&)> make;
};

inline std::string regrouped(std::string_view marks, std::initializer_list<std::size_t> sizes, std::string_view joint) {
  std::string text;
  std::size_t at = 0;
  for (const std::size_t size : sizes) {
    if (at >= marks.size()) break;
    if (at > 0) text += joint;
    text += marks.substr(at, size);
    at += size;
  }
  return text;
}

inline std::string with_luhn(std::string digits) {
  for (char check = '0'; check <= '9'; ++check) {
    if (luhn(digits + check)) return digits + check;
  }
  return digits;
}

inline std::string card(Random& random) {
  constexpr std::string_view kIssuers[] = {"4nnnnnnnnnnnnnn", "5Nnnnnnnnnnnnnn", "34nnnnnnnnnnnn", "37nnnnnnnnnnnn", "6011nnnnnnnnnnn", "62nnnnnnnnnnnnn", "3528nnnnnnnnnnn", "36nnnnnnnnnnn"};
  std::string_view issuer = random.one_of(kIssuers);
  std::string digits = with_luhn(random.filled(issuer));
  if (digits[0] == '5' && digits[1] > '5') digits = with_luhn("51" + digits.substr(2, 13));
  if (digits.size() == 15) return random.below(2) ? digits : regrouped(digits, {4, 6, 5}, " ");
  if (digits.size() == 14) return random.below(2) ? digits : regrouped(digits, {4, 6, 4}, " ");
  constexpr std::string_view kJoints[] = {"", " ", "-", " ", "."};
  return regrouped(digits, {4, 4, 4, 4}, random.one_of(kJoints));
}

inline std::string iban(Random& random) {
  constexpr std::string_view kCountries[] = {"DEnnnnnnnnnnnnnnnnnn", "FRnnnnnnnnnnnnnnnnnnnnnnn", "NLaaaannnnnnnnnn", "ESnnnnnnnnnnnnnnnnnnnn", "ITannnnnnnnnnnnnnnnnnnnnn",
                                            "GBaaaannnnnnnnnnnnnn", "ATnnnnnnnnnnnnnnnn", "CHnnnnnnnnnnnnnnnnn", "PLnnnnnnnnnnnnnnnnnnnnnnnn", "BEnnnnnnnnnnnn"};
  const std::string_view country = random.one_of(kCountries);
  const std::string made = std::string(country.substr(0, 2)) + random.filled(country.substr(2));
  for (int check = 2; check <= 98; ++check) {
    const std::string whole = made.substr(0, 2) + fmt::format("{:02}", check) + made.substr(2);
    if (iban_sum(whole)) return random.below(2) ? whole : regrouped(whole, {4, 4, 4, 4, 4, 4, 4, 4}, " ");
  }
  return made;
}

/// Tries until the rule holds.
inline std::string valid(Random& random, std::string_view pattern, bool (*check)(std::string_view)) {
  std::string marks = random.filled(pattern);
  while (!check(marks)) marks = random.filled(pattern);
  return marks;
}

inline std::string nino(Random& random) {
  const std::string marks = valid(random, "aannnnnna", is_uk_nino);
  return random.below(2) ? marks : regrouped(marks, {2, 2, 2, 2, 1}, " ");
}

inline std::string national(Random& random) {
  switch (random.below(14)) {
    case 0: return "Steuer-ID " + valid(random, "nnnnnnnnnnn", is_german_tax_id);
    case 1: return regrouped(valid(random, "nnnnnnnnnnn", is_german_tax_id), {2, 3, 3, 3}, " ");
    case 2: return regrouped(valid(random, "1nnnn75nnnnnnnn", is_french_nir), {1, 2, 2, 2, 3, 3, 2}, " ");
    case 3: return "DNI " + valid(random, "nnnnnnnna", is_spanish_dni);
    case 4: return valid(random, "Xnnnnnnna", is_spanish_nie);
    case 5: return valid(random, "aaaaaannMnnannna", is_italian_tax_code);
    case 6: return "BSN " + valid(random, "nnnnnnnnn", is_dutch_bsn);
    case 7: return regrouped(valid(random, "nnnnnnnnnnn", is_belgian_number), {2, 2, 2, 3, 2}, ".");
    case 8: return regrouped(valid(random, "nnnnnnnnnn", is_swedish_number), {6, 4}, "-");
    case 9: return "PESEL " + valid(random, "nnnnnnnnnnn", is_polish_pesel);
    case 10: return regrouped(valid(random, "756nnnnnnnnnn", is_swiss_ahv), {3, 4, 4, 2}, ".");
    case 11: return valid(random, "nnnnnnnnnnn", is_norwegian_number);
    case 12: return "SIN " + regrouped(valid(random, "nnnnnnnnn", is_canadian_sin), {3, 3, 3}, " ");
    default: {
      const std::string cpf = valid(random, "nnnnnnnnnnn", is_brazilian_cpf);
      return fmt::format("{}-{}", regrouped(cpf.substr(0, 9), {3, 3, 3}, "."), cpf.substr(9));
    }
  }
}

inline std::string sentence(Random& random, std::string_view value) {
  constexpr std::string_view kFrames[] = {"She asked us to note {} for next time.", "Per Telefon durchgegeben: {}, bitte ablegen.", "{}", "Client a transmis {} hier, \xc3\xa0 v\xc3\xa9rifier",
                                          "Call of 2026-11-22, 14:30: customer gave {}. Follow up on Monday (see 12/2026).", "Re: order 100234 - paid with {}, thanks!", "datos: {}; enviado el 22.11.2026"};
  const std::string_view frame = random.one_of(kFrames);
  const auto at = frame.find("{}");
  return std::string(frame.substr(0, at)) + std::string(value) + std::string(frame.substr(at + 2));
}

inline Sample plain(std::string text) { return {std::move(text), std::nullopt}; }

inline std::string phone(Random& random) {
  constexpr std::string_view kPatterns[] = {"+1 Nnn-Nnn-nnnn", "(Nnn) Nnn-nnnn", "Nnn-Nnn-nnnn", "Nnn.Nnn.nnnn", "1-Nnn-Nnn-nnnn", "Nnn-Nnn-nnnn x1234", "+49 30 nnnnnnn", "+49 151 nnnnnnnn", "0151 nnnnnnnn",
                                            "030/nn nn nn", "+44 20 Nnnn nnnn", "07nnn nnnnnn", "06 nn nn nn nn", "+33 6 nn nn nn nn", "+34 6nn nnn nnn", "+39 06 nnnn nnnn", "+31 6 nnnnnnnn",
                                            "+41 44 nnn nn nn", "+46 8 nnn nnn nn", "+91 9nnnn nnnnn", "+55 11 9nnnn-nnnn", "(11) 9nnnn-nnnn", "+61 4nn nnn nnn", "+81 3-nnnn-nnnn", "+48 6nn nnn nnn", "0043 1 nnnnnnn",
                                            "+86 138 nnnn nnnn", "+49151nnnnnnnn", "+1Nnnnnnnnnn", "00442079nnnnnn", "Nnnnnnnnnn"};
  return random.filled(random.one_of(kPatterns));
}

inline std::string order_number(Random& random) {
  constexpr std::string_view kPatterns[] = {"ORD-2026-nnnnnn", "#nnnnnnnn", "order nnnnnnnnnn", "PO nnnnnnn", "nnnnnnnnnnnn", "SO-nnnnnnnn", "1Z999AA1nnnnnnnnnn", "9400 1nnn nnnn nnnn nnnn nn", "JJD00nnnnnnnnnnnnnn",
                                            "nnn-nnnnnnn-nnnnnnn", "aannnnnnnnnaa", "AB-nnnnnn-C", "20261122nnnnnn", "serial nnnnnnnna"};
  return random.filled(random.one_of(kPatterns));
}

inline std::string invoice(Random& random) {
  return fmt::format("Invoice {} of {}.{}.2026, customer {}, VAT ID DE{}: {} x article {} at {}.{} EUR = {},{}.{} EUR, due in 30 days, ref {}", random.filled("RE-2026-nnnnn"), 1 + random.below(28), 1 + random.below(12),
                     random.digits(6), random.digits(9), 1 + random.below(99), random.filled("4006381nnnnnn"), random.digits(3), random.digits(2), 1 + random.below(9), random.digits(3), random.digits(2), random.filled("nnnn nnnn nnnn"));
}

inline std::string other(Random& random) {
  constexpr std::string_view kPatterns[] = {"192.168.nn.nn:80nn", "2026-11-nnT12:nn:nnZ", "https://example.com/items/nnnnnnnnnn?page=nn", "ISBN 978-3-16-nnnnnn-n", "52.nnnnnn, 13.nnnnnn", "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh",
                                            "hh:hh:hh:hh:hh:hh", "17nnnnnnnnnnn", "17nnnnnnnn", "EAN 400638133nnnn", "version 12.nn.nnnn", "0.nnnnnnnnnnnnnnnn", "HRB nnnnnn, Amtsgericht Berlin", "1,nnn,nnn.nn USD", "room nnn, floor n, desk nn"};
  return random.filled(random.one_of(kPatterns));
}

inline std::vector<Class> classes() {
  const auto uuid = [](Random& random) { return random.filled("hhhhhhhh-hhhh-4hhh-8hhh-hhhhhhhhhhhh"); };
  const auto digits_only_uuid = [](Random& random) { return random.filled("nnnnnnnn-nnnn-4nnn-8nnn-nnnnnnnnnnnn"); };
  return {
      {"phone numbers", [](Random& random) { return plain(phone(random)); }},
      {"several phone numbers in a text", [](Random& random) { return plain(sentence(random, phone(random) + ", " + phone(random) + " / " + phone(random))); }},
      {"order, tracking and serial numbers", [](Random& random) { return plain(order_number(random)); }},
      {"order numbers of 16 random digits", [](Random& random) { return plain("Order " + random.digits(16)); }},
      {"UUIDs", [=](Random& random) { return plain(random.below(4) ? uuid(random) : digits_only_uuid(random)); }},
      {"invoices", [](Random& random) { return plain(invoice(random)); }},
      {"dates, addresses, hashes, amounts, places", [](Random& random) { return plain(sentence(random, other(random))); }},
      {"planted: payment cards", [](Random& random) { return Sample{sentence(random, card(random)), Kind::payment_card}; }},
      {"planted: IBAN", [](Random& random) { return Sample{sentence(random, iban(random)), Kind::iban}; }},
      {"planted: US SSN", [](Random& random) {
         const std::string marks = valid(random, "nnnnnnnnn", is_us_ssn);
         return Sample{sentence(random, random.below(2) ? regrouped(marks, {3, 2, 4}, "-") : "SSN " + marks), Kind::us_ssn};
       }},
      {"planted: UK NINO", [](Random& random) { return Sample{sentence(random, nino(random)), Kind::uk_nino}; }},
      {"planted: other national numbers", [](Random& random) { return Sample{sentence(random, national(random)), Kind::national_id}; }},
  };
}

/// Of samples of a class: how many had what was planted found, and how many had something found that was not.
struct Measured {
  int samples = 0;
  int planted = 0;
  int found = 0;
  int wrong = 0;
};

inline Measured measure(const Class& of, int samples, const Guard& guard, std::uint64_t seed = 20261122) {
  Random random(seed);
  Measured measured;
  for (; measured.samples < samples; ++measured.samples) {
    const Sample sample = of.make(random);
    const auto finds = guard.look(sample.text, Kinds::all().without(Kind::health));
    const auto is_planted = [&](const Find& find) { return sample.planted && find.kind == *sample.planted; };
    measured.planted += sample.planted ? 1 : 0;
    measured.found += std::any_of(finds.begin(), finds.end(), is_planted) ? 1 : 0;
    measured.wrong += std::all_of(finds.begin(), finds.end(), is_planted) ? 0 : 1;
  }
  return measured;
}

}  // namespace probity::privacy::guard::corpus

#pragma once
// What the guard looks for in text, and where it found it. A find says kind and place, never the value.
#include <array>
#include <bitset>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace probity::privacy::guard {

/// As policies name them: "payment_card", "iban", "us_ssn", "uk_nino", "national_id", "health".
enum class Kind { payment_card, iban, us_ssn, uk_nino, national_id, health };
inline constexpr std::array kKinds{Kind::payment_card, Kind::iban, Kind::us_ssn, Kind::uk_nino, Kind::national_id, Kind::health};
std::string_view name_of(Kind kind);
std::optional<Kind> kind_named(std::string_view name);

/// A set of kinds.
class Kinds {
 public:
  constexpr Kinds() = default;
  static Kinds all() { return Kinds().with(Kind::payment_card).with(Kind::iban).with(Kind::us_ssn).with(Kind::uk_nino).with(Kind::national_id).with(Kind::health); }
  Kinds with(Kind kind) const { return change(kind, true); }
  Kinds without(Kind kind) const { return change(kind, false); }
  bool has(Kind kind) const { return bits_.test(static_cast<std::size_t>(kind)); }
  bool any() const { return bits_.any(); }
  Kinds operator&(const Kinds& other) const {
    Kinds both = *this;
    both.bits_ &= other.bits_;
    return both;
  }

 private:
  Kinds change(Kind kind, bool value) const {
    Kinds other = *this;
    other.bits_.set(static_cast<std::size_t>(kind), value);
    return other;
  }
  std::bitset<kKinds.size()> bits_;
};

struct Find {
  Kind kind;
  std::string_view what;   ///< in words, with its article: "a payment card number"
  std::size_t begin = 0;   ///< bytes of the text
  std::size_t end = 0;
  bool in_groups = false;  ///< written in the groups that people and cards write it in
};

}  // namespace probity::privacy::guard

#include "privacy/guard/guard.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "privacy/guard/detectors.hpp"
#include "privacy/guard/surroundings.hpp"

namespace probity::privacy::guard {
namespace {

constexpr std::array<std::string_view, 6> kNames{"payment_card", "iban", "us_ssn", "uk_nino", "national_id", "health"};

/// No number that is looked for has fewer digits ("AB 12 34 56 C").
constexpr std::size_t kFewestDigits = 5;

bool wants_numbers(Kinds wanted) { return wanted.without(Kind::health).any(); }

/// The longest of what begins at this place.
std::optional<Found> number_at(const Tokens& tokens, std::size_t first, Kinds wanted) {
  std::optional<Found> longest;
  const auto take = [&longest](std::optional<Found> found) {
    if (found && (!longest || found->last > longest->last)) longest = found;
  };
  if (wanted.has(Kind::payment_card)) take(payment_card_at(tokens, first));
  if (wanted.has(Kind::iban)) take(iban_at(tokens, first));
  take(national_id_at(tokens, first, wanted));
  return longest;
}

void find_numbers(const Tokens& tokens, Kinds wanted, std::vector<Find>& finds) {
  const std::vector<bool> in_uuid = find_uuids(tokens);
  for (std::size_t first = 0; first < tokens.groups.size(); ++first) {
    if (!in_uuid.empty() && in_uuid[first]) continue;
    const auto found = number_at(tokens, first, wanted);
    if (!found) continue;
    finds.push_back(found->find);
    first = found->last;
  }
}

/// Adds a group of a find, with all but its last `shown` signs covered.
void cover(std::string_view text, std::size_t shown, std::string& out) {
  const Tokens tokens = take_apart(text);
  std::size_t left = tokens.marks.size();
  std::size_t at = 0;
  for (const Group& group : tokens.groups) {
    out.append(text.substr(at, group.begin - at));
    const std::size_t covered = left > shown ? std::min<std::size_t>(group.size, left - shown) : 0;
    out.append(covered, '*');
    // What is shown is shown in plain digits, whatever the script.
    out.append(tokens.marks_of(group).substr(covered));
    left -= group.size;
    at = group.end;
  }
  out.append(text.substr(at));
}

}  // namespace

std::string_view name_of(Kind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_named(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return kKinds[static_cast<std::size_t>(found - kNames.begin())];
}

std::vector<Find> Guard::look(std::string_view text, Kinds wanted) const {
  std::vector<Find> finds;
  const bool numbers = wants_numbers(wanted) && has_digits(text, kFewestDigits);
  const bool health = wanted.has(Kind::health) && health_.size() > 0;
  if (!numbers && !health) return finds;
  const Tokens tokens = take_apart(text);
  if (numbers) find_numbers(tokens, wanted, finds);
  if (!health) return finds;
  health_.find(tokens, finds);
  std::ranges::sort(finds, {}, &Find::begin);
  return finds;
}

std::string mask(std::string_view text, const std::vector<Find>& finds) {
  constexpr std::size_t kShownOfCard = 4;
  std::string masked;
  masked.reserve(text.size());
  std::size_t at = 0;
  for (const Find& find : finds) {
    masked.append(text.substr(at, find.begin - at));
    cover(text.substr(find.begin, find.end - find.begin), find.kind == Kind::payment_card ? kShownOfCard : 0, masked);
    at = find.end;
  }
  masked.append(text.substr(at));
  return masked;
}

}  // namespace probity::privacy::guard

#include "privacy/guard/surroundings.hpp"

#include <algorithm>
#include <array>

namespace probity::privacy::guard {
namespace {

constexpr std::size_t kWordsBefore = 6;
constexpr std::size_t kWordsBehind = 2;

bool is_one_of(std::string_view word, std::span<const std::string_view> words) { return std::ranges::find(words, word) != words.end(); }

bool is_uuid(const Tokens& tokens, std::size_t first) {
  constexpr std::array<std::uint32_t, 5> kSizes{8, 4, 4, 4, 12};
  if (first + kSizes.size() > tokens.groups.size()) return false;
  for (std::size_t part = 0; part < kSizes.size(); ++part) {
    const Group& group = tokens.groups[first + part];
    const bool joined = part + 1 == kSizes.size() || group.joint == '-';
    if (group.size != kSizes[part] || !joined) return false;
    if (!std::ranges::all_of(tokens.marks_of(group), [](char mark) { return mark <= '9' || (mark >= 'A' && mark <= 'F'); })) return false;
  }
  return true;
}

}  // namespace

bool is_beside(const Tokens& tokens, std::size_t first, std::size_t last, std::span<const std::string_view> words) {
  const std::size_t from = first > kWordsBefore ? first - kWordsBefore : 0;
  const std::size_t to = std::min(last + kWordsBehind, tokens.groups.size() - 1);
  for (std::size_t at = from; at <= to; ++at) {
    const bool own = at >= first && at <= last;
    if (!own && !tokens.groups[at].digits && is_one_of(tokens.marks_of(tokens.groups[at]), words)) return true;
  }
  return false;
}

bool is_phone_number(const Tokens& tokens, std::size_t first) {
  static constexpr std::array<std::string_view, 22> kWords{
      "TEL", "TELEPHONE", "TELEFON", "TELEFONO", "TELEFOON", "TELEFONNUMMER", "PHONE", "FAX", "TELEFAX", "MOBILE", "MOBIL",
      "MOBILFUNK", "MOBIEL", "HANDY", "CELL", "CELLULARE", "MOVIL", "PORTABLE", "CALL", "WHATSAPP", "FON", "PH"};
  static constexpr std::array<std::string_view, 8> kNumber{"NUMBER", "NO", "NR", "NUMMER", "NUMERO", "NUM", "NUMMERO", "N"};
  if (tokens.groups[first].after_plus) return true;
  std::size_t at = first;
  // Its own earlier groups: area code and the like.
  constexpr std::size_t kMostGroups = 6;
  while (at > 0 && first - at < kMostGroups && tokens.groups[at - 1].digits && tokens.groups[at - 1].joint != 0) --at;
  if (tokens.groups[at].after_plus) return true;
  // "Phone number 12345": the word for a number stands between.
  if (at > 0 && is_one_of(tokens.marks_of(tokens.groups[at - 1]), kNumber)) --at;
  return at > 0 && is_one_of(tokens.marks_of(tokens.groups[at - 1]), kWords);
}

std::vector<bool> find_uuids(const Tokens& tokens) {
  std::vector<bool> parts;
  for (std::size_t first = 0; first + 4 < tokens.groups.size(); ++first) {
    if (tokens.groups[first].size != 8 || tokens.groups[first].joint != '-' || !is_uuid(tokens, first)) continue;
    parts.resize(tokens.groups.size());
    std::fill_n(parts.begin() + static_cast<std::ptrdiff_t>(first), 5, true);
  }
  return parts;
}

}  // namespace probity::privacy::guard

#include "records/importing/name_parts.hpp"

#include <array>
#include <vector>

#include "base/text.hpp"

namespace probity::records::importing {
namespace {

constexpr std::array<std::string_view, 16> kHonorifics{"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev", "hon", "herr", "frau", "mme", "señor", "señora"};
constexpr std::array<std::string_view, 13> kSuffixes{"jr", "sr", "ii", "iii", "iv", "v", "phd", "md", "esq", "mba", "cpa", "dds", "obe"};
constexpr std::array<std::string_view, 22> kParticles{"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "la", "le", "du", "ten", "ter", "zu", "zur", "bin", "ibn", "al", "st"};

template <std::size_t Size>
bool is_one_of(std::string_view word, const std::array<std::string_view, Size>& list) {
  std::string plain;
  for (char character : lower_ascii(word)) {
    if (character != '.' && character != ',') plain += character;
  }
  return std::find(list.begin(), list.end(), plain) != list.end();
}

std::string join(const std::vector<std::string_view>& words, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t index = from; index < to; ++index) {
    if (!text.empty()) text += ' ';
    text += words[index];
  }
  return text;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::string_view word : split(text, ' ')) {
    if (!is_blank(word)) words.push_back(trim(word));
  }
  return words;
}

/// Takes what stands at either end off `words`, leaving at least one word.
void take_ends(std::vector<std::string_view>& words, NameParts& parts) {
  std::size_t begin = 0;
  while (begin + 1 < words.size() && is_one_of(words[begin], kHonorifics)) ++begin;
  parts.honorific = join(words, 0, begin);
  std::size_t end = words.size();
  while (end > begin + 1 && is_one_of(words[end - 1], kSuffixes)) --end;
  parts.suffix = join(words, end, words.size());
  words = {words.begin() + static_cast<std::ptrdiff_t>(begin), words.begin() + static_cast<std::ptrdiff_t>(end)};
  while (!words.empty() && words.back().ends_with(',')) words.back().remove_suffix(1);
}

/// "Doe, Jane Q.": the last name stands first.
NameParts split_inverted(std::string_view last, std::string_view rest) {
  NameParts parts;
  auto words = words_of(rest);
  take_ends(words, parts);
  parts.last = std::string(trim(last));
  parts.first = words.empty() ? "" : std::string(words.front());
  parts.middle = join(words, 1, words.size());
  return parts;
}

}  // namespace

NameParts split_name(std::string_view name) {
  const std::size_t comma = name.find(',');
  if (comma != std::string_view::npos && !is_blank(name.substr(comma + 1))) {
    const auto after = words_of(name.substr(comma + 1));
    const bool only_suffixes = std::all_of(after.begin(), after.end(), [](std::string_view word) { return is_one_of(word, kSuffixes); });
    if (!only_suffixes) return split_inverted(name.substr(0, comma), name.substr(comma + 1));
  }
  NameParts parts;
  auto words = words_of(name);
  take_ends(words, parts);
  if (words.size() == 1) {
    parts.last = std::string(words.front());
    return parts;
  }
  if (words.empty()) return parts;
  std::size_t last = words.size() - 1;
  while (last > 1 && is_one_of(words[last - 1], kParticles)) --last;
  parts.first = std::string(words.front());
  parts.middle = join(words, 1, last);
  parts.last = join(words, last, words.size());
  return parts;
}

std::vector<std::pair<const meta::Field*, std::string>> name_values(const meta::Entity& entity, std::string_view name) {
  NameParts parts = split_name(name);
  if (!entity.field("honorific") && !parts.honorific.empty()) parts.first = parts.honorific + " " + parts.first;
  if (!entity.field("middle_name") && !parts.middle.empty()) parts.first += " " + parts.middle;
  if (!entity.field("suffix") && !parts.suffix.empty()) parts.last += " " + parts.suffix;
  const std::pair<const char*, const std::string*> places[] = {{"honorific", &parts.honorific}, {"first_name", &parts.first}, {"middle_name", &parts.middle}, {"last_name", &parts.last}, {"suffix", &parts.suffix}};
  std::vector<std::pair<const meta::Field*, std::string>> values;
  for (const auto& [place, text] : places) {
    const meta::Field* field = entity.field(place);
    if (field && !is_blank(*text)) values.emplace_back(field, trim(*text));
  }
  return values;
}

}  // namespace probity::records::importing

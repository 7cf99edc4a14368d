#include "store/search_text.hpp"

#include "base/text.hpp"

namespace probity::store {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::size_t kLeastCharacters = 3;
constexpr std::size_t kMostTerms = 12;
constexpr std::size_t kMostCharactersOfTerm = 80;
constexpr std::size_t kMostTrigrams = 8;
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kNumberCharacters = "0123456789+-./()";
constexpr std::string_view kPunctuation = "<>,;:\"'()[]{}!?";

using Part = std::string;
using Parts = std::vector<Part>;

/// Calls `use` for each of the pieces between spaces.
template <typename Use>
void each_word(std::string_view words, Use&& use) {
  while (!words.empty()) {
    const std::size_t end = words.find(' ');
    if (end != 0) use(words.substr(0, end));
    if (end == std::string_view::npos) return;
    words.remove_prefix(end + 1);
  }
}

void append_words(std::string& text, std::string_view words) {
  each_word(words, [&](std::string_view word) { text.append(kGap).append(word); });
}

/// A word of one character of a script that is written without spaces.
bool is_ideograph(std::string_view word) {
  return length_in_characters(word) == 1 && static_cast<unsigned char>(word.front()) >= 0xe1;
}

bool is_number(std::string_view chunk) {
  return chunk.find_first_not_of(kNumberCharacters) == std::string_view::npos && chunk.find_first_of(kDigits) != std::string_view::npos;
}

/// A word as a part: its start where it is too short to be looked for anywhere.
Part part_of_word(std::string_view word) {
  return length_in_characters(word) < kLeastCharacters ? Part(kGap).append(word) : Part(word);
}

/// The parts of folded words; ideographs that follow each other are one.
Parts parts_of_words(std::string_view words) {
  Parts parts;
  bool in_run = false;
  each_word(words, [&](std::string_view word) {
    const bool ideograph = is_ideograph(word);
    if (ideograph && in_run) {
      parts.back().append(kGap).append(word);
    } else {
      parts.push_back(part_of_word(word));
    }
    in_run = ideograph;
  });
  return parts;
}

std::string_view without_punctuation(std::string_view chunk) {
  while (!chunk.empty() && kPunctuation.contains(chunk.front())) chunk.remove_prefix(1);
  while (!chunk.empty() && kPunctuation.contains(chunk.back())) chunk.remove_suffix(1);
  return chunk;
}

void add_alternative(SearchTerm& term, Parts parts) {
  if (!parts.empty() && std::ranges::find(term.alternatives, parts) == term.alternatives.end()) term.alternatives.push_back(std::move(parts));
}

void add_number(SearchTerm& term, std::string digits) {
  if (digits.size() >= kLeastCharacters) add_alternative(term, {std::move(digits)});
}

/// A number is looked for as its digits, also without what is dialled before it, and as it is written.
SearchTerm number_term(const std::vector<std::string_view>& chunks) {
  SearchTerm term;
  std::string written;
  for (const std::string_view chunk : chunks) written.append(written.empty() ? "" : " ").append(chunk);
  const std::string digits = digits_of(written);
  term.word = digits;
  add_number(term, digits);
  if (digits.starts_with("00")) {
    add_number(term, digits.substr(2));
  } else if (digits.starts_with("0")) {
    add_number(term, digits.substr(1));
  }
  if (const std::size_t trunk = written.find("(0)"); trunk != std::string::npos) {
    add_number(term, digits_of(written.substr(0, trunk)) + digits_of(written.substr(trunk + 3)));
  }
  add_alternative(term, parts_of_words(fold_words(written)));
  return term;
}

SearchTerm text_term(std::string_view chunk) {
  SearchTerm term;
  const std::string_view trimmed = without_punctuation(chunk);
  const std::string words = fold_words(trimmed);
  term.word = words;
  const bool has_signs = words != trimmed && words.find(' ') != std::string::npos;
  const bool is_address = trimmed.find('@') != std::string_view::npos;
  if ((has_signs || is_address) && length_in_characters(trimmed) >= kLeastCharacters) add_alternative(term, {std::string(trimmed)});
  if (!is_address) add_alternative(term, parts_of_words(words));
  return term;
}

bool has_all(const Parts& parts, std::string_view document) {
  return std::ranges::all_of(parts, [&](const Part& part) { return document.find(part) != std::string_view::npos; });
}

int rank_of_word(const std::string& word, std::string_view document, std::string_view title) {
  if (word.empty()) return 0;
  const std::string start = std::string(kGap) + word;
  const std::size_t at = document.find(start);
  if (at == std::string_view::npos) return 0;
  const bool whole = document.find(start + std::string(kGap), at) != std::string_view::npos;
  return (whole ? 4 : 2) + (title.starts_with(start) ? 1 : 0);
}

/// Offsets at which characters begin, and the end.
std::vector<std::size_t> character_offsets(std::string_view text) {
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xc0) != 0x80) offsets.push_back(i);
  }
  offsets.push_back(text.size());
  return offsets;
}

}  // namespace

std::string entity_mark(std::string_view entity) {
  constexpr std::uint32_t kFirstPrivate = 0xe000;
  constexpr std::uint32_t kPrivate = 6400;
  std::uint64_t hash = 14695981039346656037u;
  for (const char letter : entity) hash = (hash ^ static_cast<unsigned char>(letter)) * 1099511628211u;
  std::string mark;
  for (int i = 0; i < 3; ++i) {
    const auto code_point = kFirstPrivate + static_cast<std::uint32_t>(hash % kPrivate);
    hash /= kPrivate;
    mark.push_back(static_cast<char>(0xe0 | (code_point >> 12)));
    mark.push_back(static_cast<char>(0x80 | ((code_point >> 6) & 0x3f)));
    mark.push_back(static_cast<char>(0x80 | (code_point & 0x3f)));
  }
  return mark;
}

std::string document_text(std::string_view entity, std::string_view words, std::string_view exact) {
  std::string text = entity_mark(entity);
  text.reserve(text.size() + words.size() + exact.size() + 48);
  append_words(text, words);
  append_words(text, exact);
  return text.append(kGap);
}

SearchTerms parse_search(std::string_view typed) {
  SearchTerms found;
  const std::string folded = fold(typed);
  std::vector<std::string_view> number;
  const auto add = [&](SearchTerm term) {
    if (!term.alternatives.empty() && found.terms.size() < kMostTerms) found.terms.push_back(std::move(term));
  };
  const auto end_number = [&] {
    if (!number.empty()) add(number_term(std::exchange(number, {})));
  };
  std::string spaced = folded;
  std::ranges::replace_if(spaced, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  each_word(spaced, [&](std::string_view chunk) {
    chunk = first_characters(chunk, kMostCharactersOfTerm);
    if (is_number(chunk)) {
      number.push_back(chunk);
    } else {
      end_number();
      add(text_term(chunk));
    }
  });
  end_number();
  return found;
}

bool is_found(const SearchTerms& terms, std::string_view document) {
  if (terms.terms.empty()) return false;
  return std::ranges::all_of(terms.terms, [&](const SearchTerm& term) {
    return std::ranges::any_of(term.alternatives, [&](const Parts& parts) { return has_all(parts, document); });
  });
}

int rank_of(const SearchTerms& terms, std::string_view document) {
  const std::size_t mark = document.find(kGap);
  const std::string_view title = document.substr(mark == std::string_view::npos ? 0 : mark);
  int rank = 0;
  for (const SearchTerm& term : terms.terms) rank += rank_of_word(term.word, document, title);
  return rank;
}

std::vector<std::string_view> lookup_trigrams(std::string_view part) {
  const std::vector<std::size_t> offsets = character_offsets(part);
  std::vector<std::string_view> trigrams;
  if (offsets.size() <= kLeastCharacters) return trigrams;
  const std::size_t last = offsets.size() - 1 - kLeastCharacters;
  const auto add = [&](std::size_t at) { trigrams.push_back(part.substr(offsets[at], offsets[at + kLeastCharacters] - offsets[at])); };
  // Two spaces say little that one of them with two letters does not: they are in nearly every document.
  const std::size_t first = last > 0 && part.starts_with(kGap) ? 1 : 0;
  const std::size_t end = last > first && part.ends_with(kGap) ? last - 1 : last;
  // Every one, as any of them may be the rare one; of a very long part those that cover it side by side.
  const std::size_t step = end - first < kMostTrigrams ? 1 : kLeastCharacters;
  for (std::size_t at = first; at < end && trigrams.size() + 1 < kMostTrigrams; at += step) add(at);
  add(end);
  return trigrams;
}

}  // namespace probity::store

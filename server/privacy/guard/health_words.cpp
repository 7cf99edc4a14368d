#include "privacy/guard/health_words.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <numeric>

#include <fmt/format.h>

#include "base/text.hpp"

namespace probity::privacy::guard {
namespace {

constexpr std::size_t kShortestWord = 3;

/// Which of the pairs of letters a word begins with; -1 where it does not with two.
int beginning_of(std::string_view marks) {
  if (marks.size() < kShortestWord || marks[0] < 'A' || marks[0] > 'Z' || marks[1] < 'A' || marks[1] > 'Z') return -1;
  return (marks[0] - 'A') * 26 + (marks[1] - 'A');
}

}  // namespace

void HealthWords::add(std::string_view list) {
  for (std::string_view line : split(list, '\n')) {
    line = trim(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const Tokens tokens = take_apart(line);
    Entry entry{.words = {}, .prefix = line.ends_with('*')};
    for (const Group& group : tokens.groups) entry.words.emplace_back(tokens.marks_of(group));
    const int beginning = entry.words.empty() ? -1 : beginning_of(entry.words.front());
    if (beginning < 0) continue;
    entries_.push_back(std::move(entry));
  }
  std::ranges::sort(entries_, {}, &Entry::words);
  starts_.fill(0);
  for (const Entry& entry : entries_) ++starts_[static_cast<std::size_t>(beginning_of(entry.words.front())) + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
}

Result<HealthWords> HealthWords::load(const std::filesystem::path& folder) {
  HealthWords words;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with("health.") || !name.ends_with(".txt")) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    words.add(std::string(std::istreambuf_iterator<char>(file), {}));
  }
  if (words.entries_.empty()) return invalid("bad_guard_words", fmt::format("There is no list of health words (health.en.txt) in {}.", folder.string()));
  return words;
}

bool HealthWords::matches(const Entry& entry, const Tokens& tokens, std::size_t first) const {
  for (std::size_t at = 0; at < entry.words.size(); ++at) {
    if (first + at >= tokens.groups.size()) return false;
    const std::string_view marks = tokens.marks_of(tokens.groups[first + at]);
    const bool last = at + 1 == entry.words.size();
    if (last && entry.prefix ? !marks.starts_with(entry.words[at]) : marks != entry.words[at]) return false;
    if (!last && tokens.groups[first + at].joint == 0) return false;
  }
  return true;
}

/// Only the few entries of its own beginning can match; of these the last that does, which is the longest.
const HealthWords::Entry* HealthWords::entry_at(const Tokens& tokens, std::size_t first) const {
  const int beginning = beginning_of(tokens.marks_of(tokens.groups[first]));
  if (beginning < 0) return nullptr;
  const Entry* found = nullptr;
  for (std::size_t at = starts_[static_cast<std::size_t>(beginning)]; at < starts_[static_cast<std::size_t>(beginning) + 1]; ++at) {
    if (matches(entries_[at], tokens, first)) found = &entries_[at];
  }
  return found;
}

void HealthWords::find(const Tokens& tokens, std::vector<Find>& finds) const {
  for (std::size_t first = 0; first < tokens.groups.size(); ++first) {
    const Group& group = tokens.groups[first];
    const Entry* entry = group.letters ? entry_at(tokens, first) : nullptr;
    if (!entry) continue;
    const Group& last = tokens.groups[first + entry->words.size() - 1];
    finds.push_back({.kind = Kind::health, .what = "a word about health", .begin = group.begin, .end = last.end});
    first += entry->words.size() - 1;
  }
}

}  // namespace probity::privacy::guard

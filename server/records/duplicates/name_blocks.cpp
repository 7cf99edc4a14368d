#include "records/duplicates/name_blocks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace probity::records {
namespace {

/// Blocks up to this size are compared pair by pair.
constexpr std::size_t kLargestBlock = 300;
/// A block is divided by so many letters of the words beside the shared one before it is given up.
constexpr std::size_t kMostLetters = 3;
constexpr std::size_t kEndLetters = 4;

}  // namespace

void NameBlocks::add(const Id& id, const std::vector<std::string>& words) {
  if (words.empty()) return;
  const auto [entry, added] = name_numbers_.try_emplace(fmt::format("{}", fmt::join(words, " ")), static_cast<Number>(names_.size()));
  if (added) {
    Name& name = names_.emplace_back();
    for (const std::string& word : words) {
      const auto [number, is_new] = word_numbers_.try_emplace(word, static_cast<Number>(words_.size()));
      if (is_new) words_.push_back(word);
      name.words.push_back(number->second);
    }
  }
  names_[entry->second].ids.push_back(id);
}

std::vector<std::string> NameBlocks::texts_of(const Name& name) const {
  std::vector<std::string> texts;
  for (Number word : name.words) texts.push_back(words_[word]);
  return texts;
}

void NameBlocks::divide(std::vector<Number> block, std::size_t letters, std::string_view shared, std::vector<std::vector<Number>>& into) const {
  if (block.size() < 2) return;
  if (block.size() <= kLargestBlock) return into.push_back(std::move(block));
  if (letters > kMostLetters) return;
  std::map<std::string, std::vector<Number>> parts;
  for (Number name : block) {
    for (Number word : names_[name].words) {
      if (words_[word] != shared) parts[words_[word].substr(0, letters)].push_back(name);
    }
  }
  for (auto& [beginning, part] : parts) divide(std::move(part), letters + 1, shared, into);
}

std::vector<std::vector<NameBlocks::Number>> NameBlocks::blocks() const {
  std::vector<Place> places;
  for (Number name = 0; name < names_.size(); ++name) {
    const auto& words = names_[name].words;
    for (Number word : words) places.push_back({words_[word], name});
    const std::string_view only = words_[words.front()];
    if (words.size() > 1 || only.size() <= kEndLetters) continue;
    places.push_back({only.substr(0, kEndLetters), name});
    places.push_back({only.substr(only.size() - kEndLetters), name});
  }
  std::ranges::sort(places, [](const Place& left, const Place& right) { return std::tie(left.key, left.name) < std::tie(right.key, right.name); });
  std::vector<std::vector<Number>> blocks;
  for (std::size_t first = 0; first < places.size();) {
    std::size_t last = first;
    std::vector<Number> block;
    for (; last < places.size() && places[last].key == places[first].key; ++last) {
      if (block.empty() || block.back() != places[last].name) block.push_back(places[last].name);
    }
    divide(std::move(block), 1, places[first].key, blocks);
    first = last;
  }
  return blocks;
}

void NameBlocks::each_alike(std::size_t most, const Visit& visit) const {
  for (const Name& name : names_) {
    if (name.ids.size() > 1 && name.ids.size() <= most && !visit(Likeness::same, name.ids)) return;
  }
  std::set<std::pair<Number, Number>> told;
  for (const auto& block : blocks()) {
    std::vector<std::vector<std::string>> words;
    for (Number name : block) words.push_back(texts_of(names_[name]));
    for (std::size_t left = 0; left < block.size(); ++left) {
      for (std::size_t right = left + 1; right < block.size(); ++right) {
        if (likeness(words[left], words[right]) != Likeness::similar) continue;
        if (!told.insert(std::minmax(block[left], block[right])).second) continue;
        if (!visit(Likeness::similar, {names_[block[left]].ids.front(), names_[block[right]].ids.front()})) return;
      }
    }
  }
}

}  // namespace probity::records

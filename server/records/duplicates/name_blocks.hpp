#pragma once
// Finds like names among very many: only names that share a word (or, of one word, its beginning or end) are
// compared, and a word that very many share is divided by the words beside it.
#include <functional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/id.hpp"
#include "records/names.hpp"

namespace probity::records {

class NameBlocks {
 public:
  /// Words as name_words() gives them.
  void add(const Id& id, const std::vector<std::string>& words);

  /// Groups of the same name, then pairs of similar ones; each once. Same names of more than `most` records
  /// are left out. Until `visit` returns false.
  using Visit = std::function<bool(Likeness, std::vector<Id>)>;
  void each_alike(std::size_t most, const Visit& visit) const;

 private:
  using Number = std::uint32_t;
  struct Name {
    std::vector<Number> words;  ///< of words_, ascending by text
    std::vector<Id> ids;        ///< the records of that name
  };
  struct Place {
    std::string_view key;
    Number name;
  };
  std::vector<std::string> texts_of(const Name& name) const;
  std::vector<std::vector<Number>> blocks() const;
  void divide(std::vector<Number> block, std::size_t letters, std::string_view shared, std::vector<std::vector<Number>>& into) const;

  std::unordered_map<std::string, Number> word_numbers_;
  std::vector<std::string> words_;
  std::unordered_map<std::string, Number> name_numbers_;  ///< by words, joined
  std::vector<Name> names_;
};

}  // namespace probity::records

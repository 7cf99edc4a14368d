#pragma once
// What tells a person's bytes wherever they lie: their addresses, numbers and own texts, collected before anything
// goes. Kept in memory, and sealed under the installation's key while an erasure is under way; never in a log, a
// message or a certificate. Letters of ASCII are compared whatever their case.
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"

namespace probity::erasure {

class Needles {
 public:
  /// Tells the person alone wherever it is found: an address, a number, a text of their own. Shorter ones than
  /// kLeastStrong bytes are left out; of a long one its longest part that is written alike in JSON and in CSV counts.
  void add_strong(std::string_view text);
  /// Tells nobody after all: others say the same, word for word.
  void forget(std::string_view text);
  /// A name: goes from records that concern the person, but is looked for nowhere else, for others bear it too.
  void add_weak(std::string_view text);
  void add_id(const Id& id) { ids_.insert(id); }
  void add_file(const Id& file) { files_.insert(file); }
  /// Everything of another's but the names: of many people each common name would be one of them.
  void add_all_but_names(const Needles& others);

  static constexpr std::size_t kLeastStrong = 6;
  static constexpr std::size_t kLongestStrong = 120;

  using Texts = std::set<std::string, std::less<>>;
  const Texts& strong() const { return strong_; }
  const std::set<Id>& ids() const { return ids_; }
  const std::set<Id>& files() const { return files_; }

  /// Whether bytes hold a strong needle.
  bool in(std::string_view bytes) const;
  /// Whether a text holds the id of a record of theirs, as people and JSON write it.
  bool names_id(std::string_view text) const;
  /// Whether a text is a name of the person's, or holds a strong needle.
  bool is_or_in(std::string_view text) const;
  /// `text` with every strong needle replaced by "[erased]"; the same text where there is none. Quotes and
  /// backslashes stay, so that JSON stays JSON.
  std::string without(std::string_view text) const;
  /// The same, and names as whole words.
  std::string without_names(std::string_view text) const;

  /// As JSON, to be sealed; and back. Anything that is no such JSON gives no needles.
  std::string packed() const;
  static Needles unpacked(std::string_view packed);

 private:
  /// The longest needle that stands at `at`; empty for none.
  std::string_view strong_at(std::string_view bytes, std::size_t at) const;
  std::string_view weak_at(std::string_view bytes, std::size_t at) const;
  std::string replaced(std::string_view text, bool names) const;

  /// Whether a strong needle may begin with these six bytes, in lower case.
  bool may_begin(std::uint64_t six) const;
  void note_begin(std::string_view needle);

  Texts strong_;                  ///< in lower case
  std::set<std::string> weak_;    ///< in lower case
  std::set<Id> ids_;
  std::set<Id> files_;
  std::vector<bool> begins_;      ///< by the hash of the first six bytes of strong needles; many times as many as there are needles
};

/// What stands where something was erased.
inline constexpr std::string_view kErased = "[erased]";

}  // namespace probity::erasure

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
  /// A telephone number as it was typed or in E.164: found however it is written, national, with 00, with (0), with
  /// whatever stands between its digits.
  void add_number(std::string_view number);
  /// A name in full, as it stands in a text: found as whole words with its capitals alone, for "Ann Lee" is nothing in
  /// "Joann Leeds", and "Will Rose" nobody in "it will rose".
  void add_full_name(std::string_view name);
  /// Part of a name: goes from records that concern the person, in its own case and as a whole word, but is looked for
  /// nowhere else, for others bear it too.
  void add_weak(std::string_view text);
  /// Takes back an address or a number, with every way it is written: it is another record's own as well.
  void forget_address(std::string_view text);
  void add_id(const Id& id) { ids_.insert(id); }
  void add_file(const Id& file) { files_.insert(file); }
  /// Everything of another's but the names: of many people each common name would be one of them.
  void add_all_but_names(const Needles& others);

  static constexpr std::size_t kLeastStrong = 6;
  /// Fewer digits than these are no number of a telephone.
  static constexpr std::size_t kLeastDigits = 7;
  static constexpr std::size_t kMostDigits = 24;
  static constexpr std::size_t kLongestStrong = 120;

  using Texts = std::set<std::string, std::less<>>;
  const Texts& strong() const { return strong_; }
  const std::set<Id>& ids() const { return ids_; }
  const std::set<Id>& files() const { return files_; }

  /// Whether bytes hold a strong needle.
  bool in(std::string_view bytes) const;
  /// Whether a text holds the id of a record of theirs, as people and JSON write it.
  bool names_id(std::string_view text) const;
  /// `text` with every strong needle replaced by "[erased]"; the same text where there is none. Quotes and
  /// backslashes stay, so that JSON stays JSON.
  std::string without(std::string_view text) const;
  /// The same, and names as whole words.
  std::string without_names(std::string_view text) const;

  /// As JSON, to be sealed; and back. Anything that is no such JSON gives no needles.
  std::string packed() const;
  static Needles unpacked(std::string_view packed);

 private:
  /// How many bytes a needle takes that stands at `at`, of several the longest; 0 for none.
  std::size_t strong_at(std::string_view bytes, std::size_t at) const;
  std::size_t number_at(std::string_view bytes, std::size_t at) const;
  std::size_t weak_at(std::string_view bytes, std::size_t at) const;
  bool has_number(std::string_view bytes) const;
  std::string replaced(std::string_view text, bool names) const;

  /// Whether a strong needle may begin with these six bytes, in lower case.
  bool may_begin(std::uint64_t six) const;
  void note_begin(std::string_view needle);

  Texts strong_;                  ///< in lower case
  /// Those of `strong_` that count as whole words alone, and with a capital wherever the name has one ("prices will rose").
  std::map<std::string, std::string, std::less<>> full_names_;
  Texts numbers_;                 ///< as digits, in each way one is dialled
  std::set<std::string> weak_;
  std::set<Id> ids_;
  std::set<Id> files_;
  std::vector<bool> begins_;      ///< by the hash of the first six bytes of strong needles; many times as many as there are needles
};

/// What stands where something was erased.
inline constexpr std::string_view kErased = "[erased]";

}  // namespace probity::erasure

#pragma once
// What tells a person's bytes wherever they lie: their addresses, numbers, names and own texts, and the ids of what
// is theirs, collected before anything goes. Kept in memory, and sealed under the installation's key while an erasure
// is under way; never in a log, a message or a certificate.
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"

namespace probity::erasure {

class Needles {
 public:
  /// Tells the person alone wherever it is found: an address, a number, a text of some length. Shorter ones than
  /// kLeastStrong are no strong needle.
  void add_strong(std::string_view text);
  /// A name or another short text: goes from records that concern the person, but is looked for nowhere else.
  void add_weak(std::string_view text);
  void add_id(const Id& id);
  void add_file(const Id& file);

  static constexpr std::size_t kLeastStrong = 6;

  const std::set<std::string>& strong() const { return strong_; }
  const std::set<std::string>& weak() const { return weak_; }
  const std::set<Id>& ids() const { return ids_; }
  const std::set<Id>& files() const { return files_; }

  /// Whether a text holds a strong needle, whatever the case; as written, or within JSON.
  bool in(std::string_view text) const;
  /// The same, or the id of a record of theirs, as text.
  bool or_id_in(std::string_view text) const;
  /// `text` with every needle, weak ones as whole words, replaced by "[erased]"; the same text where there is none.
  std::string without(std::string_view text) const;

  /// As JSON, to be sealed; and back. Anything that is no such JSON gives no needles.
  std::string packed() const;
  static Needles unpacked(std::string_view packed);

 private:
  std::set<std::string> strong_;  ///< folded
  std::set<std::string> weak_;    ///< folded
  std::set<Id> ids_;
  std::set<Id> files_;
};

}  // namespace probity::erasure

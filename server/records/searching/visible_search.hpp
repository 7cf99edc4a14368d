#pragma once
// Search as one access may use it. The index holds every searched field of a live record; where this access
// may not read them all, or older rows show less, what the index finds is looked at again, so that nobody learns by searching
// what they may not read. What is in the bin is in no index and always looked at.
#include <string>

#include "records/context.hpp"
#include "store/search_text.hpp"

namespace probity::records {

class VisibleSearch {
 public:
  /// `text` as typed; blank: everything is found.
  VisibleSearch(const Context& context, std::string_view text, bool indexed = true);
  /// Whether found() has to be asked at all.
  bool must_look() const { return must_look_; }
  /// Whether the readable fields of a record (Entity::columns order) hold what is searched for.
  bool found(const Row& row) const;

 private:
  const meta::Entity* entity_;
  std::shared_ptr<const privacy::Decision> decision_;
  std::vector<int> readable_;
  store::SearchTerms terms_;
  bool must_look_ = false;
};

/// What a record is found by: these fields of a row in Entity::columns order.
meta::SearchText search_text(const meta::Entity& entity, std::span<const int> fields, const Row& row);

}  // namespace probity::records

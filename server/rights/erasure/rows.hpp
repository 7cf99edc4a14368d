#pragma once
// The rows of records in an erasure: what goes, what is emptied, what loses its link, each through the record service
// with its keys, links, search document and history. Every step may be done again.
#include "rights/erasure/elsewhere.hpp"
#include "rights/reach/reach.hpp"

namespace probity::erasure {

class Rows {
 public:
  /// `context` is the program's; all must outlive it. Changes belong to `group`.
  Rows(records::Records& records, const records::Context& context, const Needles& needles, const Id& group)
      : records_(records), context_(context), needles_(needles), group_(group) {}

  /// What concerns the people, but for themselves. Afterwards no row says any more that it concerned them.
  Result<> take_linked(const reach::Reach& reach);
  /// The people themselves, and what came to link to them meanwhile. "held" (conflict).
  Result<> take_people(const reach::Reach& reach);
  /// Records that concern nobody of the reach and hold a needle all the same lose it, and nothing else: what stands around
  /// it is theirs, and so are addresses and numbers of their own. Nobody else's own record is touched.
  Result<> clean_elsewhere(const std::vector<Elsewhere>& found);

 private:
  Result<> take(const std::vector<reach::Reached>& records);
  Result<> release(const Id& id);
  Result<> let_go(const reach::Reached& one, const std::vector<Id>& people, records::Draft& draft) const;

  records::Records& records_;
  const records::Context& context_;
  const Needles& needles_;
  Id group_;
};

/// Empties every personal field; a required text says "[erased]".
void empty(const records::Context& context, records::Draft& draft);
/// Takes the needles out of every text, address and number, and parts of the person's name out of texts.
void clean(const records::Context& context, const Needles& needles, records::Draft& draft);
/// The same, but parts of names stay: in a record that concerns nobody of the reach they may be anybody's.
void clean_of_others(const records::Context& context, const Needles& needles, records::Draft& draft);

}  // namespace probity::erasure

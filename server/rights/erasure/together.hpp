#pragma once
// Many people erased at once: each batch of them has its intent, its lines in the ledger and its certificate, but what
// every database and place is looked through for is looked for once for many batches, so that tens of thousands are
// certified in minutes and not in days.
#include "rights/erasure/work.hpp"

namespace probity::erasure {

/// People whose erasures are certified by one look through everything: as many as fit in some tens of megabytes.
inline constexpr std::size_t kMostTogether = 50'000;
/// People of one batch.
inline constexpr std::size_t kBatch = 250;

class Together {
 public:
  /// `context` is the program's; all must outlive it.
  Together(const Erasures::Parts& parts, const std::vector<Place>& places, Ledger& ledger, const records::Context& context)
      : parts_(parts), places_(places), ledger_(ledger), context_(context), book_(parts.records, context, parts.secret) {}

  /// The intent, on disk and in the ledger, and the people hidden, whatever is left of what concerns them soon after.
  /// Those who are gone are left out; nothing where all are. "held" (conflict) where one of them is held.
  Result<std::optional<Record>> begin(const std::string& entity, const std::vector<Id>& people, const std::string& ground, const Id& run);
  /// Their rows go, and what concerns them. May be done again.
  Result<> take(Record& record);
  /// What is left of all that were begun: bytes, places, the look through everything, certificates. `is_taken` says of
  /// which the rows are known to be gone. "something_left" (unavailable).
  Result<> certify(const std::function<bool(const Id&)>& is_taken);

 private:
  Result<std::vector<std::pair<disclosure::Recipient, Needles>>> who_got(const std::vector<Id>& people);
  Result<> certify_some(std::span<const Pending> some, const std::function<bool(const Id&)>& is_taken);

  const Erasures::Parts& parts_;
  const std::vector<Place>& places_;
  Ledger& ledger_;
  const records::Context& context_;
  Book book_;
};

}  // namespace probity::erasure

#pragma once
// One erasure, carried out from wherever it stands to its certificate.
#include <array>

#include "rights/erasure/certificate.hpp"
#include "rights/erasure/erasures.hpp"
#include "rights/erasure/rows.hpp"

namespace probity::erasure {

class Work {
 public:
  /// By name, for leaving one out in a test; those of the places come to them.
  static constexpr std::array<std::string_view, 8> kSteps{"request_keys", "linked.remove", "linked.mask", "linked.unlink", "people", "other_records", "histories", "scrub"};
  static std::string step_of(const Place& place) { return "place." + place.name; }

  /// `context` is the program's; all must outlive it.
  Work(const Erasures::Parts& parts, const std::vector<Place>& places, Ledger& ledger, const records::Context& context)
      : parts_(parts), places_(places), ledger_(ledger), context_(context), book_(parts.records, context, parts.secret) {}

  /// Idempotent. Nothing to do for one that is certified and in the ledger.
  Result<> carry_out(const Id& erasure);

  /// The parts of it, for those who go together.
  /// All that says what the record looks for goes, wherever it is; then it is looked for again. What is left then is told.
  Result<Rescan> clear(const Record& record);
  Result<> certify(Record& record, const Rescan& rescan);
  Result<> enter_in_ledger(const Record& record);

 private:
  Result<> prepare(Record& record);
  Result<> take_records(const Record& record);
  Result<> take_values(const Record& record);
  Result<> forget_keys();
  Result<Rescan> rescan(const Record& record);
  Result<reach::Reach> reach_now(const Record& record);

  const Erasures::Parts& parts_;
  const std::vector<Place>& places_;
  Ledger& ledger_;
  const records::Context& context_;
  Book book_;
  reach::Reach reach_;
  std::map<Id, const meta::Entity*> cleaned_;  ///< records that no link led to
};

/// See Erasures::Parts::kept_apart.
Result<std::vector<KeptApart>> kept_apart(const Erasures::Parts& parts, const records::Context& context, const std::vector<Id>& people);

/// Records that no link leads to from the people and that hold something of them: reads everything there is.
Result<std::vector<Elsewhere>> look_elsewhere(const records::Context& context, const Needles& needles, const reach::Reach& reach);

/// What was left, in words.
std::string words_of_left(const std::vector<std::string>& left);

/// Takes out what is reached only by a link that a test leaves out.
void leave_out_skipped(reach::Reach& reach);

/// What each place holds.
Result<std::map<std::string, std::vector<Find>>> look_through(const std::vector<Place>& places, const Target& target);

}  // namespace probity::erasure

#pragma once
// A breach of personal data as the register holds it, its clock, and what is to be written about it: pure functions.
// GDPR Art. 33 (the authority, within 72 hours of becoming aware) and Art. 34 (the people, where the risk is high).
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "privacy/policy/policy.hpp"

namespace probity::incidents {

/// Hours of the wall clock, on weekends and holidays too (Art. 33(1), Regulation 1182/71 does not stretch it).
inline constexpr Timestamp kReportWithin = 72 * kHour;
/// The last day of them is announced.
inline constexpr Timestamp kWarnBefore = 24 * kHour;

struct Breach {
  Id id;
  std::string title, description;
  std::vector<std::string> kinds;       ///< labels
  std::vector<std::string> categories;  ///< labels
  std::string people_kinds;
  std::optional<std::int64_t> people_count, records_count;
  std::string consequences, measures, advice, contact;
  std::string risk;                     ///< "", "unlikely", "likely", "high"
  std::string delay_reason, authority;
  std::string state, people_state;
  Timestamp aware_at = 0, happened_at = 0, due_at = 0, reported_at = 0, people_told_at = 0, closed_at = 0;  ///< 0: not

  /// Whether the authority still has to hear of it, or somebody has to decide that it need not.
  bool waits_for_report() const { return state == "open" && reported_at == 0; }
  bool overdue(Timestamp at) const { return waits_for_report() && at > due_at; }
  bool reported_late() const { return reported_at > due_at; }
};

/// The clock in words: "41 hours left of 72, until 2026-01-31 10:00 UTC".
std::string clock_in_words(const Breach& breach, Timestamp at);
/// What has to be done next, in one sentence; empty once it is closed.
std::string next_step(const Breach& breach, Timestamp at);

/// What Art. 33(3) wants a notice to say and nobody wrote down yet, by labels of the fields.
std::vector<std::string> missing_for_authority(const Breach& breach);
/// The same for Art. 34(2).
std::vector<std::string> missing_for_people(const Breach& breach);
/// What is not decided yet, and keeps it from being closed.
std::vector<std::string> undecided(const Breach& breach);

/// Whom to ask: what the breach says, else the officer, else the controller.
std::string contact_of(const Breach& breach, const privacy::Controller& controller);
/// The draft of the notice, plain text; what is not known yet is said to follow (Art. 33(4)).
std::string notice_to_authority(const Breach& breach, const privacy::Controller& controller, std::string_view authority);
std::string notice_to_people(const Breach& breach, const privacy::Controller& controller);

}  // namespace probity::incidents

#pragma once
// What may not be done with a row now, as one integer: the bits of every person it concerns, together.
// Kept in `_subject_state` of each record; 0 is a person who is free and has agreed to nothing.
//
//   bit  0       restricted: kept, not used (GDPR Art. 18)
//   bit  1       a minor under the policy's limit, without a parent's consent
//   bit  2       held: nothing of it may be deleted
//   bit  3       being erased: seen by nobody, for no purpose (GDPR Art. 17)
//   bits 8-31    objected to the purpose with id 1..24 (GDPR Art. 21)
//   bits 32-55   agreed to the purpose with id 1..24 (GDPR Art. 7)
#include <cstdint>

namespace probity::privacy {

using SubjectState = std::int64_t;

inline constexpr SubjectState kRestricted = 1;
inline constexpr SubjectState kMinor = 2;
inline constexpr SubjectState kHeld = 4;
inline constexpr SubjectState kErasing = 8;
inline constexpr int kPurposes = 24;

constexpr SubjectState objected_to(int purpose_id) { return SubjectState{1} << (7 + purpose_id); }
constexpr SubjectState agreed_to(int purpose_id) { return SubjectState{1} << (31 + purpose_id); }
inline constexpr SubjectState kEveryObjection = ((SubjectState{1} << kPurposes) - 1) << 8;
inline constexpr SubjectState kEveryAgreement = ((SubjectState{1} << kPurposes) - 1) << 32;

/// The state of a record that concerns both: what stands against either stands, and both must have agreed.
constexpr SubjectState together(SubjectState one, SubjectState other) {
  return ((one | other) & ~kEveryAgreement) | (one & other & kEveryAgreement);
}
/// A record that concerns nobody: nothing stands against it and nobody has to agree.
inline constexpr SubjectState kNobody = kEveryAgreement;

/// Whether something stands against the data after that did not before, or somebody no longer agrees.
constexpr bool is_stricter(SubjectState before, SubjectState after) {
  return (after & ~before & ~kEveryAgreement) != 0 || (before & ~after & kEveryAgreement) != 0;
}

}  // namespace probity::privacy

#pragma once
// May this actor, for this purpose, touch this category, of this subject? Answered once per
// (grants, purpose, policy, model version) as a mask of fields, two integers of bits and a version, never
// per cell.
//
//   field   readable where its role lets it, the model says it is for the purpose, and the policy lets the
//           purpose use its category. Duties under the law (legal_obligation) reach every field whose category
//           the policy gives them: what must be shown by law was not collected for that.
//   row     seen where nothing stands against the people it concerns: not restricted and not a minor's, but for
//           legal_obligation (GDPR Art. 18(2)); no objection to the purpose (Art. 21); and where the purpose
//           rests on consent, everybody it concerns has agreed (Art. 7).
//   version what was collected before the policy let the purpose use a category does not show it.
//   reach   of one's own, one's teams' or all records, for each act; whose a record is the row itself tells, so
//           that this, too, is a condition in the store and one comparison in memory (records/context.hpp).
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "meta/model.hpp"
#include "privacy/access.hpp"
#include "privacy/policy/policy.hpp"
#include "privacy/refusals.hpp"
#include "privacy/subject_state.hpp"

namespace probity::privacy {

struct Decision {
  Reach may_read = false;
  Reach may_create = false;
  Reach may_update = false;
  Reach may_remove = false;
  Reach may_export = false;
  Reach may_bulk = false;
  Reach privates = Reach::all;       ///< of whose records the private ones are seen
  bool shared_are_seen = true;       ///< what is shared with the actor is read as if it were their own
  std::vector<bool> readable;        ///< by field position
  std::vector<bool> writable;
  bool every_field_readable = false;
  bool only_own = false;             ///< of the rows that are one member's alone, only this actor's are seen
  SubjectState forbidden_state = 0;  ///< rows whose subject state has one of these bits are not seen
  SubjectState required_state = 0;   ///< nor rows that lack one of these
  std::int64_t since_version = 1;    ///< nor rows collected under an older version of the policy
  /// The first version whose rows show a field, by its position; empty: every row shows all.
  std::vector<std::int64_t> shown_since;
  /// Categories of the entity that the policy does not let the purpose use.
  std::vector<std::string> refused;

  bool sees(SubjectState state, std::int64_t version) const {
    return (state & (forbidden_state | required_state)) == required_state && version >= since_version;
  }
  bool shows(int position, std::int64_t version) const {
    return shown_since.empty() || version >= shown_since[static_cast<std::size_t>(position)];
  }
};

/// Of no row: newer than any.
inline constexpr std::int64_t kNoVersion = INT64_MAX;

/// Compiles and caches decisions. Thread-safe; the pointers stay valid while the model lives.
class Decisions {
 public:
  std::shared_ptr<const Decision> decide(const Access& access, const PolicyInForce& policy, const meta::Model& model,
                                         const meta::Entity& entity);
  /// What was asked for all the same.
  Refusals& refusals() { return refusals_; }

 private:
  struct Key {
    std::uint64_t grants;
    std::uint64_t policy;
    std::uint64_t model;
    const meta::Entity* entity;
    std::string purpose;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  Refusals refusals_;
  std::mutex mutex_;
  std::unordered_map<Key, std::shared_ptr<const Decision>, KeyHash> cache_;
};

}  // namespace probity::privacy

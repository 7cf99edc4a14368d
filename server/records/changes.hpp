#pragma once
// What was just committed, told to whoever listens: open pages, above all. Ids only.
#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "privacy/subject_state.hpp"

namespace probity::records {

struct Change {
  std::string workspace;
  std::string entity;
  Id id;               ///< nil: many records of the entity
  std::string operation;
  Id only_for = {};    ///< the one member who may see it; nil: everybody who may read the entity
  /// What stands against the people of the record; whoever may not see it is not told of it.
  privacy::SubjectState state = privacy::kNobody;
  /// More stands against a person's data than before: what was written down of it elsewhere is no longer to be used.
  bool stricter = false;
  /// Whose the record was and is; nil where it was not or is not there, or is nobody's. Both are told.
  std::array<Id, 2> owners = {};
};

/// The operation of the change, of entity "policy_version", that is told when another policy governs the workspace.
inline constexpr std::string_view kPolicyInForce = "policy_in_force";

/// Thread-safe. Listeners must return at once and must not throw.
class Changes {
 public:
  using Listener = std::function<void(const Change&)>;
  std::uint64_t listen(Listener listener);
  void forget(std::uint64_t listener);
  void tell(const Change& change) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::uint64_t, Listener> listeners_;
  std::uint64_t last_ = 0;
};

}  // namespace probity::records

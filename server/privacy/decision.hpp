#pragma once
// May this actor, for this purpose, touch this category, of this subject? Answered once per
// (grants, purpose, policy, model version) as a mask of fields and one integer of subject state, never per cell.
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "meta/model.hpp"
#include "privacy/access.hpp"
#include "privacy/policy/policy.hpp"

namespace probity::privacy {

struct Decision {
  bool may_read = false;
  bool may_create = false;
  bool may_update = false;
  bool may_remove = false;
  bool may_export = false;
  std::vector<bool> readable;        ///< by field position
  std::vector<bool> writable;
  bool every_field_readable = false;
  bool only_own = false;             ///< of the rows that are one member's alone, only this actor's are seen
  std::int64_t forbidden_state = 0;  ///< rows whose subject state has one of these bits are not seen
};

/// Compiles and caches decisions. Thread-safe; the pointers stay valid while the model lives.
class Decisions {
 public:
  std::shared_ptr<const Decision> decide(const Access& access, const PolicyInForce& policy, const meta::Model& model,
                                         const meta::Entity& entity);

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
  std::mutex mutex_;
  std::unordered_map<Key, std::shared_ptr<const Decision>, KeyHash> cache_;
};

}  // namespace probity::privacy

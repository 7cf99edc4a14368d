#pragma once
// Who was let in, kept in memory, so that a request costs a lookup and a hash and never touches the
// database. Each change of what it was made from drops it. Thread-safe.
#include <atomic>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

#include "accounts/accounts.hpp"
#include "base/crypto.hpp"

namespace probity::accounts {

struct Known {
  Hash hash{};                            ///< of the whole token text
  Timestamp expires_at = 0;               ///< 0: never
  SessionPointer session;                 ///< of a cookie
  std::optional<privacy::Access> access;  ///< of a token
  std::atomic<Timestamp> seen_at{0};
  std::atomic<Timestamp> noted_at{0};     ///< when `seen_at` was last written to the database
};
using KnownPointer = std::shared_ptr<Known>;

class KnownOnes {
 public:
  explicit KnownOnes(records::Changes& changes);
  ~KnownOnes();
  KnownOnes(const KnownOnes&) = delete;

  KnownPointer find(const Id& id) const;
  /// Ask before reading what an entry is made of, and hand it to put(): what changed meanwhile is not kept.
  std::uint64_t generation() const { return generation_; }
  void put(const Id& id, KnownPointer known, std::uint64_t generation);

 private:
  void forget(const records::Change& change);

  records::Changes& changes_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<Id, KnownPointer> known_;
  std::atomic<std::uint64_t> generation_{0};
  std::uint64_t listener_;
};

}  // namespace probity::accounts

#pragma once
// A Merkle tree that only grows (RFC 9162, section 2.1), kept as its frontier: the roots of the perfect
// subtrees that the leaves so far make, largest first. Appending costs a hash or two, and nothing of the
// past is read again.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.hpp"

namespace probity::store {

/// SHA256(0x00 || entry).
Hash leaf_hash(std::string_view entry);
/// SHA256(0x01 || left || right).
Hash node_hash(const Hash& left, const Hash& right);

class Frontier {
 public:
  void append(const Hash& leaf);
  std::uint64_t size() const { return size_; }
  /// The tree head. Of no leaves: SHA256 of nothing.
  Hash root() const;

  /// The hashes one after another, as stored.
  std::string bytes() const;
  /// Nothing where `bytes` cannot be the frontier of `size` leaves.
  static std::optional<Frontier> from_bytes(std::uint64_t size, std::string_view bytes);

 private:
  std::uint64_t size_ = 0;
  std::vector<Hash> peaks_;
};

}  // namespace probity::store

#pragma once
// Proofs about an audit log that are short and need nothing of the log itself (RFC 9162, section 2.1): that a leaf is
// under a checkpoint, and that the log of one checkpoint is the beginning of that of a later one. What is proved is
// ids and hashes; an erasure changes none of them, so that a proof stays true.
//
// As JSON:
//   {"format":"probity audit proof 1","kind":"inclusion","origin":"probity/acme","size":1234,"root":"9f86...",
//    "leaf":{"sequence":17,"at":...,"hash":"5feb..."},"path":["e3b0...",..]}
//   {"format":"probity audit proof 1","kind":"consistency","origin":"probity/acme","first":1000,"first_root":"6b86...",
//    "size":1234,"root":"9f86...","path":["d473...",..]}
#include "audit/leaves.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"

namespace probity::audit {

struct Inclusion {
  Leaf leaf;
  std::int64_t size = 0;      ///< of the tree it is in
  Hash root{};
  std::vector<Hash> path;     ///< from the leaf upwards
};

struct Consistency {
  std::int64_t first = 0, size = 0;
  Hash first_root{}, root{};
  std::vector<Hash> path;
};

/// "not_found" where the first `size` leaves have no such one, or there are not so many.
Result<Inclusion> prove_inclusion(store::Database& database, std::int64_t sequence, std::int64_t size);
/// "not_found" unless 0 < first < size, and there are so many leaves.
Result<Consistency> prove_consistency(store::Database& database, std::int64_t first, std::int64_t size);

void write(const Inclusion& proof, std::string_view origin, JsonWriter& writer);
void write(const Consistency& proof, std::string_view origin, JsonWriter& writer);

/// As whoever is given one checks it: whether the leaf with this hash, or the first root, leads to the root.
bool holds(const Inclusion& proof);
bool holds(const Consistency& proof);

}  // namespace probity::audit

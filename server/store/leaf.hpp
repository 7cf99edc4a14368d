#pragma once
// What an audit leaf commits to, as bytes.
//
// The entry of a leaf is the byte 1 (version of this encoding), then its columns from `at` to
// `commitment` in that order, each as
//   0                                   null
//   1, then 8 bytes                     integer, two's complement, big endian
//   3, then 8 bytes of length, bytes    text, UTF-8
//   4, then 8 bytes of length, bytes    bytes
// so that two different leaves never have the same entry. The place of a leaf is committed to by the
// tree, not by the entry. Sizes are big endian.
#include <span>
#include <string>
#include <string_view>

#include "base/cell.hpp"
#include "base/crypto.hpp"
#include "store/merkle.hpp"

namespace probity::store {

/// at, entity, record, operation, actor, group_id, history, commitment.
inline constexpr std::size_t kLeafCells = 8;

std::string leaf_entry(std::span<const Cell> cells);

/// The seal of a head: HMAC-SHA-256 over size, root and frontier under a key that is not in the database.
std::string head_seal(std::string_view key, const Frontier& frontier);

}  // namespace probity::store

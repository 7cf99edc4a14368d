#include "store/merkle.hpp"

#include <span>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace probity::store {
namespace {

/// The tree head as RFC 9162 (section 2.1.1) defines it.
Hash defined_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return sha256({});
  if (leaves.size() == 1) return leaves.front();
  std::size_t split = 1;
  while (split * 2 < leaves.size()) split *= 2;
  return node_hash(defined_root(leaves.first(split)), defined_root(leaves.subspan(split)));
}

std::vector<Hash> leaves_of(std::size_t count) {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
  return leaves;
}

TEST(Merkle, hashes_are_those_of_the_rfc) {
  EXPECT_EQ(hex(bytes_of(leaf_hash(""))), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(leaf_hash("x"), sha256(std::string("\0x", 2)));
  const Hash left = leaf_hash("l");
  const Hash right = leaf_hash("r");
  EXPECT_EQ(node_hash(left, right), sha256("\1" + std::string(bytes_of(left)) + std::string(bytes_of(right))));
}

TEST(Merkle, no_leaves_have_the_hash_of_nothing) { EXPECT_EQ(Frontier{}.root(), sha256({})); }

RC_GTEST_PROP(Merkle, the_frontier_gives_the_defined_root, ()) {
  const auto leaves = leaves_of(*rc::gen::inRange<std::size_t>(0, 300));
  Frontier frontier;
  for (const Hash& leaf : leaves) frontier.append(leaf);
  RC_ASSERT(frontier.size() == leaves.size());
  RC_ASSERT(frontier.root() == defined_root(leaves));
}

RC_GTEST_PROP(Merkle, a_stored_frontier_goes_on_as_if_it_had_never_stopped, ()) {
  const auto leaves = leaves_of(*rc::gen::inRange<std::size_t>(1, 200));
  const auto stop = *rc::gen::inRange<std::size_t>(0, leaves.size());
  Frontier before;
  for (std::size_t i = 0; i < stop; ++i) before.append(leaves[i]);
  std::optional<Frontier> after = Frontier::from_bytes(before.size(), before.bytes());
  RC_ASSERT(after.has_value());
  for (std::size_t i = stop; i < leaves.size(); ++i) after->append(leaves[i]);
  RC_ASSERT(after->root() == defined_root(leaves));
}

TEST(Merkle, bytes_that_are_no_frontier_are_refused) {
  EXPECT_FALSE(Frontier::from_bytes(3, std::string(32, 'x')));
  EXPECT_FALSE(Frontier::from_bytes(0, std::string(32, 'x')));
  EXPECT_TRUE(Frontier::from_bytes(4, std::string(32, 'x')));
}

}  // namespace
}  // namespace probity::store

#include "audit/proofs.hpp"

#include <bit>

#include "store/leaf.hpp"
#include "store/merkle.hpp"

namespace probity::audit {
namespace {

/// Leaves from `begin` to before `end`: a subtree.
struct Range {
  std::int64_t begin = 0, end = 0;
};

/// The largest power of two below n.
std::int64_t split_of(std::int64_t n) { return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(n - 1))); }

/// PATH of RFC 9162, section 2.1.3.1: the subtrees beside the way from a leaf to the root.
void add_path(std::int64_t leaf, Range tree, std::vector<Range>& path) {
  const std::int64_t size = tree.end - tree.begin;
  if (size == 1) return;
  const std::int64_t middle = tree.begin + split_of(size);
  const bool is_left = leaf < middle;
  const Range left{tree.begin, middle}, right{middle, tree.end};
  add_path(leaf, is_left ? left : right, path);
  path.push_back(is_left ? right : left);
}

/// SUBPROOF of section 2.1.4.1. `whole`: the first log is this very subtree, whose root the asker has.
void add_subproof(std::int64_t first, Range tree, bool whole, std::vector<Range>& path) {
  const std::int64_t size = tree.end - tree.begin;
  if (first == size) {
    if (!whole) path.push_back(tree);
    return;
  }
  const std::int64_t half = split_of(size);
  const Range left{tree.begin, tree.begin + half}, right{tree.begin + half, tree.end};
  if (first <= half) {
    add_subproof(first, left, whole, path);
    path.push_back(right);
  } else {
    add_subproof(first - half, right, false, path);
    path.push_back(left);
  }
}

Hash hash_of(std::string_view bytes) {
  Hash hash{};
  std::memcpy(hash.data(), bytes.data(), std::min(hash.size(), bytes.size()));
  return hash;
}

/// The roots of ranges, in one reading of the hashes, so that a long log needs little memory.
Result<std::vector<Hash>> roots_of(store::Reader& reader, const std::vector<Range>& ranges) {
  std::vector<store::Frontier> trees(ranges.size());
  PROBITY_TRY(each_hash(reader, 0, [&](std::int64_t sequence, std::string_view hash) -> Result<> {
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      if (sequence >= ranges[i].begin && sequence < ranges[i].end) trees[i].append(hash_of(hash));
    }
    return {};
  }));
  std::vector<Hash> roots;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (static_cast<std::int64_t>(trees[i].size()) != ranges[i].end - ranges[i].begin) return fail(ErrorKind::not_found, "not_found", "The audit log has not so many leaves.");
    roots.push_back(trees[i].root());
  }
  return roots;
}

/// Walks a path up to the root from what was hashed so far, as sections 2.1.3.2 and 2.1.4.2 tell it.
struct Climb {
  std::uint64_t node, last;
  bool fits = true;

  /// Whether the next hash of the path stands left of what there is.
  bool is_left() {
    if (last == 0) fits = false;
    return (node & 1) != 0 || node == last;
  }
  void up(bool was_left) {
    if (was_left) {
      while ((node & 1) == 0 && node != 0) rise();
    }
    rise();
  }
  void rise() {
    node >>= 1;
    last >>= 1;
  }
};

void write_path(const std::vector<Hash>& path, JsonWriter& writer) {
  key(writer, "path");
  writer.StartArray();
  for (const Hash& hash : path) put(writer, hex(bytes_of(hash)));
  writer.EndArray();
}

void write_head(std::string_view kind, std::string_view origin, JsonWriter& writer) {
  key(writer, "format");
  put(writer, "probity audit proof 1");
  key(writer, "kind");
  put(writer, kind);
  key(writer, "origin");
  put(writer, origin);
}

void write_tree(std::string_view size_name, std::int64_t size, std::string_view root_name, const Hash& root, JsonWriter& writer) {
  key(writer, size_name);
  writer.Int64(size);
  key(writer, root_name);
  put(writer, hex(bytes_of(root)));
}

}  // namespace

Result<Inclusion> prove_inclusion(store::Database& database, std::int64_t sequence, std::int64_t size) {
  if (sequence < 0 || sequence >= size) return fail(ErrorKind::not_found, "not_found", fmt::format("There is no leaf {} among the first {}.", sequence, size));
  Inclusion proof{.leaf = {}, .size = size};
  std::vector<Range> path;
  add_path(sequence, {0, size}, path);
  path.push_back({0, size});
  PROBITY_TRY(database.read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(proof.path, roots_of(reader, path));
    PROBITY_ASSIGN(proof.leaf, leaf_at(reader, sequence));
    return {};
  }));
  proof.root = proof.path.back();
  proof.path.pop_back();
  return proof;
}

Result<Consistency> prove_consistency(store::Database& database, std::int64_t first, std::int64_t size) {
  if (first <= 0 || first >= size) return fail(ErrorKind::not_found, "not_found", "Name two sizes of the log, the smaller first, and none of them 0.");
  Consistency proof{.first = first, .size = size};
  std::vector<Range> path;
  add_subproof(first, {0, size}, true, path);
  path.push_back({0, first});
  path.push_back({0, size});
  PROBITY_TRY(database.read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(proof.path, roots_of(reader, path));
    return {};
  }));
  proof.root = proof.path.back();
  proof.path.pop_back();
  proof.first_root = proof.path.back();
  proof.path.pop_back();
  return proof;
}

void write(const Inclusion& proof, std::string_view origin, JsonWriter& writer) {
  writer.StartObject();
  write_head("inclusion", origin, writer);
  write_tree("size", proof.size, "root", proof.root, writer);
  key(writer, "leaf");
  write(proof.leaf, writer);
  write_path(proof.path, writer);
  writer.EndObject();
}

void write(const Consistency& proof, std::string_view origin, JsonWriter& writer) {
  writer.StartObject();
  write_head("consistency", origin, writer);
  write_tree("first", proof.first, "first_root", proof.first_root, writer);
  write_tree("size", proof.size, "root", proof.root, writer);
  write_path(proof.path, writer);
  writer.EndObject();
}

bool holds(const Inclusion& proof) {
  if (proof.leaf.sequence < 0 || proof.leaf.sequence >= proof.size) return false;
  Climb climb{static_cast<std::uint64_t>(proof.leaf.sequence), static_cast<std::uint64_t>(proof.size - 1)};
  Hash hash = hash_of(proof.leaf.hash);
  for (const Hash& next : proof.path) {
    const bool left = climb.is_left();
    hash = left ? store::node_hash(next, hash) : store::node_hash(hash, next);
    climb.up(left);
  }
  return climb.fits && climb.last == 0 && hash == proof.root;
}

bool holds(const Consistency& proof) {
  if (proof.first <= 0 || proof.first >= proof.size) return false;
  std::vector<Hash> path = proof.path;
  if (std::has_single_bit(static_cast<std::uint64_t>(proof.first))) path.insert(path.begin(), proof.first_root);
  if (path.empty()) return false;
  Climb climb{static_cast<std::uint64_t>(proof.first - 1), static_cast<std::uint64_t>(proof.size - 1)};
  while ((climb.node & 1) != 0) climb.rise();
  Hash first = path.front(), second = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    const bool left = climb.is_left();
    if (left) first = store::node_hash(path[i], first);
    second = left ? store::node_hash(path[i], second) : store::node_hash(second, path[i]);
    climb.up(left);
  }
  return climb.fits && climb.last == 0 && first == proof.first_root && second == proof.root;
}

}  // namespace probity::audit

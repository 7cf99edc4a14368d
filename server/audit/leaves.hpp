#pragma once
// The leaves of a workspace's audit log in their order, and as a file that can be judged without this program.
//
// The file is UTF-8 text, one JSON object a line. The first line is
//   {"format":"probity audit leaves 1","origin":"probity/acme","size":1234}
// and each line after it a leaf, oldest first:
//   {"sequence":0,"at":1700000000000000,"entity":"contact","record":"0197...","operation":"create",
//    "actor":"0197...","group":null,"history":"0197...","commitment":"e3b0...","hash":"5feb..."}
// `at` is in microseconds UTC; bytes are hexadecimal. The hash of a leaf is SHA256(0x00 || entry), and its entry
// is made of `at` to `commitment` as store/leaf.hpp says (docs/proof.md says it too). There is no personal value
// in it: ids, and commitments whose salts are erased with what they commit to.
#include <functional>
#include <string_view>

#include "base/json.hpp"
#include "store/database.hpp"

namespace probity::audit {

struct Leaf {
  std::int64_t sequence = 0;
  std::vector<Cell> cells;  ///< at, entity, record, operation, actor, group_id, history, commitment
  std::string hash;         ///< as stored
};

/// A leaf as a line of the file has it.
void write(const Leaf& leaf, JsonWriter& writer);

/// From that sequence on, in order, as they stand; nothing is checked.
Result<> each_leaf(store::Reader& reader, std::int64_t from, const std::function<Result<>(const Leaf&)>& visit);
/// One of them. "not_found".
Result<Leaf> leaf_at(store::Reader& reader, std::int64_t sequence);
/// The same, with the hashes alone.
Result<> each_hash(store::Reader& reader, std::int64_t from, const std::function<Result<>(std::int64_t sequence, std::string_view hash)>& visit);

/// Writes the file whole or not at all. How many leaves it holds. "cannot_write" (unavailable); "audit_broken"
/// (internal) for a leaf that is none.
Result<std::int64_t> export_leaves(store::Database& database, std::string_view origin, const std::filesystem::path& file);

}  // namespace probity::audit

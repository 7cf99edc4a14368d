#include "audit/histories.hpp"

#include "base/crypto.hpp"
#include "store/tables.hpp"

namespace probity::audit {
namespace {

constexpr int kAtATime = 1000;

struct Committed {
  std::int64_t sequence;
  Cell record;
  Cell history;
  std::string commitment;
};

Result<std::vector<Committed>> leaves_after(store::Reader& reader, std::int64_t sequence) {
  static const auto columns = store::Projection::make(store::kLeaf, {"sequence", "record", "history", "commitment"});
  const store::Query query{.columns = columns,
                           .where = store::Condition::compare_with("sequence", store::Comparison::greater, Cell{sequence}),
                           .order = store::Order{.column = "sequence"},
                           .tie_column = "sequence",
                           .limit = kAtATime};
  std::vector<Committed> leaves;
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    leaves.push_back({row.integer(0), row.cell(1), row.cell(2), std::string(row.text(3))});
    return true;
  }));
  return leaves;
}

Result<bool> holds(store::Reader& reader, const Committed& leaf) {
  static const auto columns = store::Projection::make(store::kHistory, {"changes", "salt"});
  const store::Query query{.columns = columns,
                           .where = store::Condition::all_of({store::Condition::equals("record", leaf.record), store::Condition::equals("id", leaf.history)}),
                           .order = std::nullopt,
                           .tie_column = "id",
                           .limit = 1};
  bool same = true;
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    if (!row.null(0) && !row.null(1)) same = bytes_of(sha256(row.text(1), row.text(0))) == leaf.commitment;
    return false;
  }));
  return same;
}

}  // namespace

Result<std::string> check_histories(store::Database& database) {
  std::string problem;
  PROBITY_TRY(database.read([&](store::Reader& reader) -> Result<> {
    std::int64_t last = -1;
    while (true) {
      PROBITY_ASSIGN(const auto leaves, leaves_after(reader, last));
      for (const Committed& leaf : leaves) {
        PROBITY_ASSIGN(const bool same, holds(reader, leaf));
        if (same) continue;
        problem = fmt::format("the history that leaf {} speaks of was changed", leaf.sequence);
        return {};
      }
      if (leaves.size() < kAtATime) return {};
      last = leaves.back().sequence;
    }
  }));
  return problem;
}

}  // namespace probity::audit

#include "audit/histories.hpp"

#include <map>

#include "base/crypto.hpp"
#include "base/id.hpp"
#include "store/tables.hpp"

namespace probity::audit {
namespace {

constexpr int kAtATime = 1000;

/// What stands where an erasure took something out of a text.
constexpr std::string_view kErased = "[erased]";

/// What the log tells of erasures.
struct Erasures {
  std::map<Id, std::int64_t> of_records;  ///< the last leaf by which a record was emptied or went
  std::int64_t last = -1;                 ///< the last leaf of an erasure of people
  std::set<Id> ids;                       ///< of those

  bool covers(const Id& record, std::int64_t sequence) const {
    const auto found = of_records.find(record);
    return found != of_records.end() && found->second >= sequence;
  }
};

Result<Erasures> erasures_in(store::Reader& reader) {
  static const auto columns = store::Projection::make(store::kLeaf, {"sequence", "record", "entity", "operation"});
  const auto tells = store::Condition::any_of({store::Condition::equals("entity", cell("erasure")), store::Condition::is_in("operation", {cell("erase"), cell("purge")})});
  Erasures erasures;
  PROBITY_TRY(reader.each({.columns = columns, .where = tells, .order = store::Order{.column = "sequence"}, .tie_column = "sequence", .limit = INT_MAX}, [&](const Row& row) {
    if (row.text(2) == "erasure") {
      erasures.last = row.integer(0);
      erasures.ids.insert(row.id(1));
    } else {
      erasures.of_records[row.id(1)] = row.integer(0);
    }
    return true;
  }));
  return erasures;
}

struct Committed {
  std::int64_t sequence;
  Cell record;
  Cell history;
  std::string commitment;
  Id group;
  bool creates;
};

Result<std::vector<Committed>> leaves_after(store::Reader& reader, std::int64_t sequence) {
  static const auto columns = store::Projection::make(store::kLeaf, {"sequence", "record", "history", "commitment", "group_id", "operation"});
  const store::Query query{.columns = columns,
                           .where = store::Condition::compare_with("sequence", store::Comparison::greater, Cell{sequence}),
                           .order = store::Order{.column = "sequence"},
                           .tie_column = "sequence",
                           .limit = kAtATime};
  std::vector<Committed> leaves;
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    leaves.push_back({row.integer(0), row.cell(1), row.cell(2), std::string(row.text(3)), row.null(4) ? Id() : row.id(4), row.text(5) == "create"});
    return true;
  }));
  return leaves;
}

/// What is wrong with a history whose salt is gone, in words.
std::string_view without_salt(const Committed& leaf, const Row& row, const Erasures& erasures) {
  if (erasures.covers(id_of(leaf.record), leaf.sequence) || erasures.ids.contains(leaf.group) || erasures.ids.contains(id_of(leaf.record))) return {};
  const bool in_part = !row.null(0) && row.text(0).find(kErased) != std::string_view::npos && erasures.last > leaf.sequence;
  return in_part ? std::string_view() : "was emptied, and the log tells of no erasure of it";
}

/// What is wrong with the history of a leaf, in words; empty: nothing.
Result<std::string_view> wrong_with(store::Reader& reader, const Committed& leaf, const Erasures& erasures) {
  static const auto columns = store::Projection::make(store::kHistory, {"changes", "salt"});
  const store::Query query{.columns = columns,
                           .where = store::Condition::all_of({store::Condition::equals("record", leaf.record), store::Condition::equals("id", leaf.history)}),
                           .order = std::nullopt,
                           .tie_column = "id",
                           .limit = 1};
  std::string_view wrong = "was removed";
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    if (row.null(1)) wrong = without_salt(leaf, row, erasures);
    else if (row.null(0)) wrong = leaf.creates ? std::string_view() : "was emptied, and the log tells of no erasure of it";
    else wrong = bytes_of(sha256(row.text(1), row.text(0))) == leaf.commitment ? std::string_view() : "was changed";
    return false;
  }));
  return wrong;
}

}  // namespace

Result<std::string> check_histories(store::Database& database) {
  std::string problem;
  PROBITY_TRY(database.read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const Erasures erasures, erasures_in(reader));
    std::int64_t last = -1;
    while (true) {
      PROBITY_ASSIGN(const auto leaves, leaves_after(reader, last));
      for (const Committed& leaf : leaves) {
        PROBITY_ASSIGN(const std::string_view wrong, wrong_with(reader, leaf, erasures));
        if (wrong.empty()) continue;
        problem = fmt::format("the history that leaf {} speaks of {}", leaf.sequence, wrong);
        return {};
      }
      if (leaves.size() < kAtATime) return {};
      last = leaves.back().sequence;
    }
  }));
  return problem;
}

}  // namespace probity::audit

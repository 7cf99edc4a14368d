#include "store/sqlite/audit_trail.hpp"

#include "base/log.hpp"

namespace probity::store::sqlite {
namespace {

struct StoredHead {
  std::optional<Frontier> frontier;
  std::string problem;
};

Result<StoredHead> read_head(Connection& connection, const std::string& seal_key) {
  PROBITY_ASSIGN(const std::int64_t migrated, connection.integer("SELECT count(*) FROM sqlite_schema WHERE name='audit_head'"));
  if (migrated == 0) return StoredHead{Frontier{}, {}};
  PROBITY_ASSIGN(Statement statement, connection.statement("SELECT size,frontier,root,seal FROM audit_head WHERE id=1"));
  PROBITY_ASSIGN(const bool found, statement.step());
  if (!found) return StoredHead{Frontier{}, {}};
  const auto frontier = Frontier::from_bytes(static_cast<std::uint64_t>(statement.integer(0)), statement.text(1));
  if (!frontier) return StoredHead{std::nullopt, "the stored head of the audit trail is malformed"};
  if (!equal_in_constant_time(statement.text(3), head_seal(seal_key, *frontier)) ||
      statement.text(2) != bytes_of(frontier->root())) {
    return StoredHead{frontier, "the head of the audit trail does not bear our seal"};
  }
  return StoredHead{frontier, {}};
}

AuditHead head_of(const Frontier& frontier) {
  return {static_cast<std::int64_t>(frontier.size()), std::string(bytes_of(frontier.root()))};
}

/// Follows the stored leaves; the first thing wrong is described in `problem`.
Result<Frontier> follow_leaves(Connection& connection, std::string& problem) {
  Frontier frontier;
  PROBITY_ASSIGN(Statement statement,
                 connection.statement("SELECT sequence,at,entity,record,operation,actor,group_id,history,commitment,hash "
                                      "FROM leaf ORDER BY sequence"));
  std::vector<Cell> cells(kLeafCells);
  for (;;) {
    PROBITY_ASSIGN(const bool row, statement.step());
    if (!row) return frontier;
    const auto expected = static_cast<std::int64_t>(frontier.size());
    if (statement.integer(0) != expected) {
      problem = fmt::format("leaf {} is missing", expected);
      return frontier;
    }
    for (std::size_t i = 0; i < kLeafCells; ++i) cells[i] = statement.cell(static_cast<int>(i) + 1);
    const Hash hash = leaf_hash(leaf_entry(cells));
    if (statement.text(kLeafCells + 1) != bytes_of(hash)) {
      problem = fmt::format("leaf {} was changed", expected);
      return frontier;
    }
    frontier.append(hash);
  }
}

}  // namespace

Result<> AuditTrail::load(Connection& connection) {
  PROBITY_ASSIGN(StoredHead stored, read_head(connection, seal_key_));
  problem_ = std::move(stored.problem);
  if (!problem_.empty()) log::error("audit: {}; writes are refused", problem_);
  frontier_ = stored.frontier.value_or(Frontier{});
  stored_ = frontier_;
  return {};
}

Result<> AuditTrail::append(Connection& connection, std::span<const Cell> cells) {
  if (cells.size() != kLeafCells) return internal("an audit leaf has the wrong number of columns");
  PROBITY_ASSIGN(Statement statement,
                 connection.statement("INSERT INTO leaf(sequence,at,entity,record,operation,actor,group_id,history,commitment,hash) "
                                      "VALUES(?,?,?,?,?,?,?,?,?,?)"));
  const Hash hash = leaf_hash(leaf_entry(cells));
  int parameter = 1;
  statement.bind(parameter++, static_cast<std::int64_t>(frontier_.size()));
  for (const Cell& cell : cells) statement.bind(parameter++, cell);
  statement.bind_blob(parameter, bytes_of(hash));
  PROBITY_TRY(statement.run());
  frontier_.append(hash);
  return {};
}

Result<> AuditTrail::store_head(Connection& connection) {
  if (frontier_.size() == stored_.size()) return {};
  PROBITY_ASSIGN(Statement statement,
                 connection.statement("INSERT OR REPLACE INTO audit_head(id,size,frontier,root,seal) VALUES(1,?,?,?,?)"));
  const std::string frontier = frontier_.bytes();
  const Hash root = frontier_.root();
  const std::string seal = head_seal(seal_key_, frontier_);
  statement.bind(1, static_cast<std::int64_t>(frontier_.size()));
  statement.bind_blob(2, frontier);
  statement.bind_blob(3, bytes_of(root));
  statement.bind_blob(4, seal);
  return statement.run();
}

AuditHead AuditTrail::head() const { return head_of(stored_); }

Result<AuditCheck> verify_audit(Connection& connection, const std::string& seal_key) {
  PROBITY_ASSIGN(const StoredHead stored, read_head(connection, seal_key));
  AuditCheck check;
  if (stored.frontier) check.head = head_of(*stored.frontier);
  check.problem = stored.problem;
  if (!check.problem.empty()) return check;
  PROBITY_ASSIGN(const Frontier found, follow_leaves(connection, check.problem));
  if (!check.problem.empty()) return check;
  if (found.size() != stored.frontier->size()) {
    check.problem = fmt::format("there are {} leaves, and the head says {}", found.size(), stored.frontier->size());
  } else if (found.root() != stored.frontier->root()) {
    check.problem = fmt::format("the {} leaves do not make the sealed root", found.size());
  }
  check.ok = check.problem.empty();
  return check;
}

}  // namespace probity::store::sqlite

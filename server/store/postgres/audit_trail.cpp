#include "store/postgres/audit_trail.hpp"

#include "store/tables.hpp"

namespace probity::store::postgres {
namespace {

constexpr std::string_view kLeafColumns = "sequence,at,entity,record,operation,actor,group_id,history,commitment,hash";
constexpr std::int64_t kLeavesAtOnce = 10'000;

AuditHead head_of(const Frontier& frontier) {
  return {static_cast<std::int64_t>(frontier.size()), std::string(bytes_of(frontier.root()))};
}

Cell bytes_cell(std::string_view bytes) { return Blob{std::string(bytes)}; }

}  // namespace

Result<AuditTrail::Stored> AuditTrail::load() {
  Sql sql(schema_);
  sql.add("SELECT size,frontier,root,seal FROM ").table(kAuditHead).add(" WHERE id=1");
  PROBITY_ASSIGN(const Answer answer, connection_.ask(sql));
  if (answer.rows() == 0) return Stored{Frontier{}, {}};
  const AnswerRow row(answer, 0);
  const auto frontier = Frontier::from_bytes(static_cast<std::uint64_t>(row.integer(0)), row.text(1));
  if (!frontier) return Stored{std::nullopt, "the stored head of the audit trail is malformed"};
  if (!equal_in_constant_time(row.text(3), head_seal(seal_key_, *frontier)) || row.text(2) != bytes_of(frontier->root())) {
    return Stored{frontier, "the head of the audit trail does not bear our seal"};
  }
  return Stored{frontier, {}};
}

Result<> AuditTrail::append(std::span<const Cell> cells) {
  if (cells.size() != kLeafCells) return internal("an audit leaf has the wrong number of columns");
  if (!frontier_) {
    PROBITY_ASSIGN(const Stored stored, load());
    if (!stored.problem.empty()) return internal("audit: " + stored.problem + "; writes are refused");
    frontier_ = stored.frontier;
  }
  const Hash hash = leaf_hash(leaf_entry(cells));
  Sql sql(schema_);
  sql.add("INSERT INTO ").table(kLeaf).add("(").add(kLeafColumns).add(") VALUES(");
  sql.made_value(static_cast<std::int64_t>(frontier_->size()));
  for (const Cell& cell : cells) sql.add(",").value(cell);
  sql.add(",").made_value(bytes_cell(bytes_of(hash))).add(")");
  PROBITY_TRY(connection_.ask(sql));
  frontier_->append(hash);
  return {};
}

Result<> AuditTrail::store_head() {
  if (!frontier_) return {};
  Sql sql(schema_);
  sql.add("INSERT INTO ").table(kAuditHead).add("(id,size,frontier,root,seal) VALUES(1,");
  sql.made_value(static_cast<std::int64_t>(frontier_->size()));
  sql.add(",").made_value(bytes_cell(frontier_->bytes())).add(",").made_value(bytes_cell(bytes_of(frontier_->root())));
  sql.add(",").made_value(bytes_cell(head_seal(seal_key_, *frontier_)));
  sql.add(") ON CONFLICT (id) DO UPDATE SET size=excluded.size,frontier=excluded.frontier,root=excluded.root,seal=excluded.seal");
  PROBITY_TRY(connection_.ask(sql));
  return {};
}

Result<AuditCheck> AuditTrail::head() {
  PROBITY_ASSIGN(const Stored stored, load());
  return AuditCheck{stored.problem.empty(), head_of(stored.frontier.value_or(Frontier{})), stored.problem};
}

Result<Frontier> AuditTrail::follow_leaves(std::string& problem) {
  Frontier frontier;
  std::vector<Cell> cells(kLeafCells);
  for (;;) {
    const auto start = static_cast<std::int64_t>(frontier.size());
    Sql sql(schema_);
    sql.add("SELECT ").add(kLeafColumns).add(" FROM ").table(kLeaf).add(" WHERE sequence>=").made_value(start);
    sql.add(" ORDER BY sequence LIMIT ").made_value(kLeavesAtOnce);
    PROBITY_ASSIGN(const Answer answer, connection_.ask(sql));
    if (answer.rows() == 0) return frontier;
    for (int i = 0; i < answer.rows(); ++i) {
      const AnswerRow row(answer, i);
      if (row.integer(0) != start + i) {
        problem = fmt::format("leaf {} is missing", start + i);
        return frontier;
      }
      for (std::size_t k = 0; k < kLeafCells; ++k) cells[k] = row.cell(static_cast<int>(k) + 1);
      const Hash hash = leaf_hash(leaf_entry(cells));
      if (row.text(kLeafCells + 1) != bytes_of(hash)) {
        problem = fmt::format("leaf {} was changed", start + i);
        return frontier;
      }
      frontier.append(hash);
    }
  }
}

Result<AuditCheck> AuditTrail::verify() {
  PROBITY_ASSIGN(AuditCheck check, head());
  if (!check.ok) return check;
  PROBITY_ASSIGN(const Frontier followed, follow_leaves(check.problem));
  const AuditHead found = head_of(followed);
  if (check.problem.empty() && (found.size != check.head.size || found.root != check.head.root)) {
    check.problem = fmt::format("the head is of {} leaves, but {} are stored, or others", check.head.size, found.size);
  }
  check.ok = check.problem.empty();
  return check;
}

}  // namespace probity::store::postgres

#pragma once
// The audit tree of one workspace while it is written to: the frontier stays in memory, each leaf moves
// it on, and the head is stored once per transaction under a seal. For the writer of the file only.
#include <span>
#include <string>

#include "store/database.hpp"
#include "store/leaf.hpp"
#include "store/sqlite/connection.hpp"

namespace probity::store::sqlite {

class AuditTrail {
 public:
  explicit AuditTrail(std::string seal_key) : seal_key_(std::move(seal_key)) {}

  /// Reads the stored head. A head whose seal does not fit is remembered: nothing is appended to it.
  Result<> load(Connection& connection);
  /// Stores a leaf; `cells` are the columns from `at` to `commitment`.
  Result<> append(Connection& connection, std::span<const Cell> cells);
  /// Stores the head where leaves were appended since the last commit.
  Result<> store_head(Connection& connection);
  void committed() { stored_ = frontier_; }
  void rolled_back() { frontier_ = stored_; }

  AuditHead head() const;
  /// Empty where the head can be trusted.
  const std::string& problem() const { return problem_; }

 private:
  std::string seal_key_;
  Frontier frontier_;
  Frontier stored_;
  std::string problem_;
};

/// Recomputes every leaf and the tree, and compares with the head stored under `seal_key`.
Result<AuditCheck> verify_audit(Connection& connection, const std::string& seal_key);

}  // namespace probity::store::sqlite

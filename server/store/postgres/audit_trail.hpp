#pragma once
// The audit tree of one workspace, within one transaction that holds the workspace's lock.
#include <span>

#include "store/database.hpp"
#include "store/leaf.hpp"
#include "store/postgres/connection.hpp"

namespace probity::store::postgres {

class AuditTrail {
 public:
  AuditTrail(Connection& connection, std::string_view schema, const std::string& seal_key)
      : connection_(connection), schema_(schema), seal_key_(seal_key) {}

  /// Stores a leaf; `cells` are the columns from `at` to `commitment`. Refused where the stored head does
  /// not bear our seal.
  Result<> append(std::span<const Cell> cells);
  /// Stores the head where leaves were appended.
  Result<> store_head();

  /// The stored head, or what is wrong with it.
  Result<AuditCheck> head();
  /// Recomputes every leaf and the tree, and compares with the stored head.
  Result<AuditCheck> verify();

 private:
  struct Stored {
    std::optional<Frontier> frontier;
    std::string problem;
  };
  Result<Stored> load();
  /// Follows the stored leaves; the first thing wrong is described in `problem`.
  Result<Frontier> follow_leaves(std::string& problem);

  Connection& connection_;
  std::string_view schema_;
  const std::string& seal_key_;
  std::optional<Frontier> frontier_;  // once something was appended
};

}  // namespace probity::store::postgres

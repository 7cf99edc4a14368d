#pragma once
// Applies plans inside a transaction that holds the workspace's lock.
#include "store/plan.hpp"
#include "store/postgres/audit_trail.hpp"

namespace probity::store::postgres {

class PlanWriter {
 public:
  PlanWriter(Connection& connection, std::string_view schema, const Schema& stored, const std::string& seal_key)
      : connection_(connection), schema_(schema), stored_(stored), audit_(connection, schema, seal_key) {}

  /// Where the outcome is not committed, nothing was written.
  Result<Outcome> apply(const Plan& plan);

 private:
  Result<bool> holds(const Precondition& precondition);
  Result<> apply(const Operation& operation);
  Result<> insert(const Operation& operation);
  Result<> update(const Operation& operation);
  Result<> remove(const Operation& operation);
  Result<> put_document(const Operation& operation);
  Result<> remove_document(const Operation& operation);

  Connection& connection_;
  std::string_view schema_;
  const Schema& stored_;
  AuditTrail audit_;
};

}  // namespace probity::store::postgres

#pragma once
// Applies plans inside a transaction that somebody else begins and ends.
#include "store/plan.hpp"
#include "store/sqlite/audit_trail.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/documents.hpp"

namespace probity::store::sqlite {

class PlanWriter {
 public:
  PlanWriter(Connection& connection, AuditTrail& audit, Documents& documents)
      : connection_(connection), audit_(audit), documents_(documents) {}

  /// Checks the preconditions, then does everything. After an error part of the plan may be done: the
  /// transaction must be rolled back.
  Result<Outcome> apply(const Plan& plan);
  /// What is put down once at the end of the transaction.
  Result<> finish();

 private:
  Result<bool> holds(const Precondition& precondition);
  Result<> apply(const Operation& operation);
  Result<> insert(const Operation& operation, std::string_view verb);
  Result<> update(const Operation& operation);
  Result<> remove(const Operation& operation);

  Connection& connection_;
  AuditTrail& audit_;
  Documents& documents_;
};

}  // namespace probity::store::sqlite

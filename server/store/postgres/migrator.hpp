#pragma once
// Carries out what store/migration.hpp found, as far as nothing stored is taken away or converted.
#include "store/migration.hpp"
#include "store/postgres/connection.hpp"

namespace probity::store::postgres {

/// Works inside a transaction of the workspace's role.
class Migrator {
 public:
  Migrator(Connection& connection, std::string schema) : connection_(connection), schema_(std::move(schema)) {}

  /// Compares, and counts the rows that destructive steps concern.
  Result<MigrationPlan> plan(const Schema& wanted);
  Result<> apply(const MigrationPlan& plan, const Schema& wanted);

 private:
  Result<> count_rows(MigrationStep& step);
  Result<> apply_step(const MigrationStep& step, const Schema& wanted);
  Result<> rename_columns(const std::vector<MigrationStep>& steps);
  Result<> rename_column(const MigrationStep& step, std::string_view from, std::string_view to);
  Result<> store_registry(const std::vector<RegisteredField>& registry);

  Connection& connection_;
  const std::string schema_;
};

}  // namespace probity::store::postgres

#pragma once
// One workspace: a schema, and the role that alone has rights on it.
#include "store/database.hpp"
#include "store/postgres/pool.hpp"
#include "store/postgres/postgres.hpp"
#include "store/postgres/writers.hpp"

namespace probity::store::postgres {

inline constexpr std::size_t kWriterThreads = 4;

/// What the workspaces of one backend have in common.
struct Shared {
  explicit Shared(PostgresOptions given) : options(std::move(given)), pool(options.connection), writers(kWriterThreads) {}
  const PostgresOptions options;
  Pool pool;
  Writers writers;  // last: its threads use the rest
};

/// Keeps every other writer of the workspace away, those of other servers too, until the transaction ends.
Result<> lock_workspace(Connection& connection, std::string_view schema);

class Workspace final : public Database, public std::enable_shared_from_this<Workspace> {
 public:
  Workspace(std::string schema, std::string role, std::shared_ptr<Shared> shared)
      : schema_(std::move(schema)), role_(std::move(role)), shared_(std::move(shared)) {}

  /// Reads the stored shape; before anything else.
  Result<> load();
  /// Everything is refused from now on: the workspace is destroyed.
  void retire() { gone_ = true; }

  Result<> read(const std::function<Result<>(Reader&)>& use) override;
  void write(Plan plan, std::function<void(Result<Outcome>)> done) override;
  Result<MigrationPlan> plan_migration(const Schema& wanted) override;
  /// Makes no copy: the steps done here touch no value that is stored.
  Result<MigrationPlan> migrate(const Schema& wanted, bool allow_destructive, bool copy_first) override;
  Result<std::optional<PastMigration>> last_migration() override;
  Result<std::vector<MigrationStep>> undo_migration() override;
  Result<AuditHead> audit_head() override;
  Result<AuditCheck> verify_audit() override;
  Result<> copy_to(const std::filesystem::path& file) override;
  Result<> scrub() override;
  Result<std::int64_t> size_in_bytes() override;
  Result<std::string> check_integrity() override;

 private:
  Result<Outcome> apply(const Plan& plan);
  Result<> check_there() const;
  std::shared_ptr<const Schema> stored() const;
  void set_stored(Schema schema);

  const std::string schema_;
  const std::string role_;
  const std::shared_ptr<Shared> shared_;
  std::atomic<bool> gone_{false};
  mutable std::mutex mutex_;
  std::shared_ptr<const Schema> stored_ = std::make_shared<const Schema>();
};

}  // namespace probity::store::postgres

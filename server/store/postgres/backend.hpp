#pragma once
// Workspaces as schemas of one database.
#include <map>
#include <mutex>

#include "store/postgres/workspace.hpp"

namespace probity::store::postgres {

class PostgresBackend final : public Backend {
 public:
  explicit PostgresBackend(PostgresOptions options) : shared_(std::make_shared<Shared>(std::move(options))) {}
  ~PostgresBackend() override { shared_->writers.stop(); }

  /// Refuses servers before 15 and databases that do not keep UTF-8.
  Result<> check_server();

  Result<std::shared_ptr<Database>> open(std::string_view name, bool create) override;
  Result<bool> exists(std::string_view name) override;
  Result<> destroy(std::string_view name) override;
  Result<std::vector<std::string>> list() override;

 private:
  /// The role of the workspace, once it is there.
  Result<std::string> create(std::string_view name);

  const std::shared_ptr<Shared> shared_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Workspace>, std::less<>> workspaces_;
};

}  // namespace probity::store::postgres

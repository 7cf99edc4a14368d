#pragma once
// Workspaces as files in one folder.
#include <map>
#include <mutex>

#include "store/sqlite/copies.hpp"
#include "store/sqlite/workspace.hpp"

namespace probity::store::sqlite {

class SqliteBackend final : public Backend {
 public:
  explicit SqliteBackend(SqliteOptions options);
  ~SqliteBackend() override;
  Result<std::shared_ptr<Database>> open(std::string_view name, bool create) override;
  Result<bool> exists(std::string_view name) override;
  Result<> destroy(std::string_view name) override;
  Result<std::vector<std::string>> list() override;

 private:
  Result<> remove_files(std::string_view name);

  const std::shared_ptr<Shared> shared_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Workspace>, std::less<>> workspaces_;
};

}  // namespace probity::store::sqlite

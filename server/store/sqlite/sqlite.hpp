#pragma once
// The SQLite backend: one file per workspace under a folder, system.db beside them.
#include <filesystem>
#include <memory>

#include "store/database.hpp"

namespace probity::store {

struct SqliteOptions {
  std::filesystem::path folder;   ///< made with mode 700 where it does not exist
  Keys keys;
  int writers = 2;                ///< threads shared by all workspaces
  int open_workspaces = 64;       ///< least recently used closes beyond it
  int reader_cache_kibibytes = 8192;  ///< page cache of one read connection
  int writer_cache_kibibytes = 32768; ///< page cache of a workspace's write connection
  std::int64_t maximum_bytes = 0;     ///< a workspace never grows beyond it ("storage_full"); 0: no limit
};

Result<std::unique_ptr<Backend>> open_sqlite(SqliteOptions options);

}  // namespace probity::store

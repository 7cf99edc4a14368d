#pragma once
// Folders for tests of the SQLite backend.
#include <stdlib.h>

#include <filesystem>

#include "base/crypto.hpp"
#include "store/contract/contract.hpp"
#include "store/sqlite/sqlite.hpp"

namespace probity::store::sqlite {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "probity-store-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline SqliteOptions test_options(const std::filesystem::path& folder, bool encrypted) {
  SqliteOptions options{.folder = folder, .keys = {}};
  options.keys.seal = std::string(32, 's');
  if (encrypted) {
    options.keys.encryption = [](std::string_view name) -> Result<std::string> {
      return std::string(bytes_of(keyed_hash("a key for tests", name)));
    };
  }
  return options;
}

class SqlitePlace final : public contract::Place {
 public:
  explicit SqlitePlace(bool encrypted) : encrypted_(encrypted) { start_crypto(); }
  std::unique_ptr<Backend> open() override { return contract::value(open_sqlite(test_options(folder_.path(), encrypted_))); }

 private:
  TemporaryFolder folder_;
  bool encrypted_;
};

inline std::vector<contract::Flavor> flavors() {
  return {{"plain", [] { return std::make_unique<SqlitePlace>(false); }}, {"encrypted", [] { return std::make_unique<SqlitePlace>(true); }}};
}

}  // namespace probity::store::sqlite

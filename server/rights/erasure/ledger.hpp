#pragma once
// The ledger of erasures outside the databases: one line of JSON for each, in FOLDER/SLUG.jsonl, with ids and nothing
// that tells who they were. A database restored from a copy cannot take it along, so what it brings back is erased again.
#include <filesystem>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace probity::erasure {

struct Entry {
  Id erasure;
  std::string entity;
  std::vector<Id> people;
  std::string ground;
  Timestamp at = 0;
  bool certified = false;  ///< else it was begun
};

/// Thread-safe.
class Ledger {
 public:
  explicit Ledger(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// On disk when it returns. "ledger_unwritable" (unavailable).
  Result<> append(const std::string& workspace, const Entry& entry);
  /// In the order written; a line that was cut short by a kill is left out.
  Result<std::vector<Entry>> read(const std::string& workspace) const;
  std::vector<std::string> workspaces() const;

 private:
  std::filesystem::path file_of(const std::string& workspace) const { return folder_ / (workspace + ".jsonl"); }
  std::filesystem::path folder_;
  mutable std::mutex mutex_;
};

}  // namespace probity::erasure

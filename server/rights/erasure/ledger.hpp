#pragma once
// The ledger of erasures outside the databases: one line of JSON for each, in FOLDER/SLUG.jsonl, with ids and nothing
// that tells who they were. A database restored from a copy cannot take it along, so what it brings back is erased again.
#include <filesystem>
#include <map>
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
  /// The same, where no line says that of this erasure yet.
  Result<> append_once(const std::string& workspace, const Entry& entry);
  /// In the order written; a line that was cut short by a kill is left out. `from`: bytes that are passed over, where a
  /// line ends there; else all is read.
  Result<std::vector<Entry>> read(const std::string& workspace, std::uint64_t from = 0) const;
  /// Erasures that were begun and have no line of their end.
  Result<std::vector<Id>> unfinished(const std::string& workspace) const;
  /// In bytes.
  std::uint64_t size(const std::string& workspace) const;
  std::vector<std::string> workspaces() const;

 private:
  /// What the lines of a file say, as long as it has that size; read anew where somebody else changed it.
  struct Known {
    std::uint64_t size = 0;
    std::map<Id, bool> certified;
  };
  std::filesystem::path file_of(const std::string& workspace) const { return folder_ / (workspace + ".jsonl"); }
  Result<> write(const std::string& workspace, const Entry& entry);
  std::vector<Entry> lines(const std::string& workspace, std::uint64_t from) const;
  Known& known(const std::string& workspace) const;
  std::filesystem::path folder_;
  mutable std::mutex mutex_;
  mutable std::map<std::string, Known> known_;
};

}  // namespace probity::erasure

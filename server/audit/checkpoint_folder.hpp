#pragma once
// Checkpoints of one audit log in a folder: SIZE.note each, with the size in twelve digits so that they stand in
// their order, and leaf-hashes, the hashes of all leaves one after another (32 bytes each), which tell an auditor
// which leaf is not what it was. For one thread at a time.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "audit/note.hpp"
#include "base/time.hpp"
#include "store/database.hpp"

namespace probity::audit {

struct Kept {
  Checkpoint checkpoint;
  std::string note;
  Timestamp at = 0;  ///< when it was signed
};

class CheckpointFolder {
 public:
  CheckpointFolder(std::filesystem::path folder, std::string origin, std::string public_key)
      : folder_(std::move(folder)), origin_(std::move(origin)), public_key_(std::move(public_key)) {}

  const std::filesystem::path& path() const { return folder_; }
  /// Sizes of those that are there, ascending, by their names.
  std::vector<std::int64_t> sizes() const;
  /// "not_found"; "bad_checkpoint" where it is not what it says.
  Result<Kept> find(std::int64_t size) const;
  /// The last by size; nothing where there are none.
  Result<std::optional<Kept>> newest() const;

  /// One that is there already stays as it is. "cannot_write".
  Result<> keep(const Kept& kept) const;
  /// Adds the hashes of leaves that are missing in leaf-hashes. "cannot_write".
  Result<> keep_hashes(store::Database& database) const;

 private:
  std::filesystem::path file_of(std::int64_t size) const;
  std::filesystem::path folder_;
  std::string origin_;
  std::string public_key_;
};

}  // namespace probity::audit

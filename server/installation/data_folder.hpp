#pragma once
// The folder that holds everything an installation keeps: databases, files and sealed keys. One
// program at a time works in it.
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity::installation {

/// What was settled when the folder was made and cannot be changed by a flag later.
struct FolderSettings {
  bool encrypted = true;
  bool test = false;  ///< the clock may be shifted; every page says so
  int format = 2;     ///< 1: made before what is derived had a secret of its own beside the installation's key
};

class DataFolder {
 public:
  /// Makes the folder (mode 700) where it does not exist, with `wanted`; else its own settings hold,
  /// and a different `encrypted` is refused. Takes its lock: "data_folder_in_use" when another program
  /// has it; "bad_data_folder" when there are databases and no settings. The lock goes with the process, so that a kill leaves nothing in the way.
  static Result<std::unique_ptr<DataFolder>> open(const std::filesystem::path& path, const FolderSettings& wanted);
  ~DataFolder();

  const std::filesystem::path& path() const { return path_; }
  const FolderSettings& settings() const { return settings_; }
  /// Whether something is there already, sound or not; looks only.
  static bool is_used(const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::exists(path, error) && (!std::filesystem::is_directory(path, error) || !std::filesystem::is_empty(path, error));
  }
  std::filesystem::path socket() const { return socket_in(path_); }
  /// Where the server that works in this folder listens for commands.
  static std::filesystem::path socket_in(const std::filesystem::path& folder) { return folder / "probity.socket"; }

 private:
  DataFolder() = default;
  std::filesystem::path path_;
  FolderSettings settings_;
  int lock_ = -1;
};

}  // namespace probity::installation

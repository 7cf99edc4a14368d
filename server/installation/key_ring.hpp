#pragma once
// The key of the installation, and what it seals: the keys of the workspaces, and one secret from which all that the
// program seals itself is derived. The installation's key can therefore change without anything else changing.
//
// keys/NAME.key       key of one workspace's file, sealed
// keys/secret.sealed  what derive() starts from, sealed
// keys/rotation       while the key changes: the old one sealed under the new, the new one under the old, so that
//                     whichever the next start has ends what was begun
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "installation/key_source.hpp"

namespace probity::installation {

class KeyRing {
 public:
  /// Makes a key where there is none and nothing that one would open. Ends a change of the key that a kill left.
  /// `format` is the data folder's. "key_missing", "bad_key", "sealed_data_unreadable" for a key of another folder.
  static Result<std::unique_ptr<KeyRing>> open(const std::filesystem::path& folder, int format = 2);
  /// The key of one workspace's file; made and sealed when first asked for, where `may_make` says so: never
  /// for a file that is there already ("key_missing"). Thread-safe.
  Result<std::string> workspace_key(std::string_view name, bool may_make = true);
  /// Without it the workspace's file is noise.
  Result<> destroy_workspace_key(std::string_view name);
  /// Empty where the key comes from the environment.
  const std::filesystem::path& file() const { return source_.file; }
  const KeySource& source() const { return source_; }
  /// A secret for one use. It stays the same when the installation's key changes.
  std::string derive(std::string_view use) const;

  struct Rotated {
    int sealed = 0;           ///< how many keys and secrets are sealed under the new key now
    bool was_done = false;    ///< they were before
    bool key_written = false; ///< the new key stands where the program looks for it; else who hands it over must change it
  };
  /// Seals everything under `new_key` (nothing: a random one, where the program may write it), after which the old key
  /// opens nothing here. A kill at any point loses nothing: the next open(), with the old key or the new, ends it.
  /// "key_from_outside" without a key where another hands it over; nothing is begun unless every key opens now.
  Result<Rotated> rotate(std::optional<std::string> new_key);

 private:
  Result<> read_or_make_key(const std::filesystem::path& data_folder);
  Result<> read_or_make_secret(bool made_before);
  Result<> finish_rotation();
  Result<Rotated> seal_anew(const std::string& old_key, const std::string& new_key);
  std::vector<std::filesystem::path> sealed_files() const;

  std::filesystem::path folder_;
  KeySource source_;
  std::string key_;
  std::string secret_;
  std::mutex mutex_;
};

}  // namespace probity::installation

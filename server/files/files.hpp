#pragma once
// Bytes that people upload: kept on disk outside the database, under
// <folder>/<workspace>/<two characters>/<id>, mode 600, never under a name that somebody chose. The id
// is random, not counted. Beside the bytes lies `<id>.json` with what is known of them.
// An upload may be broken off and taken up again (tus 1.0); once complete it never changes. What no
// record keeps is deleted a day after its last byte. Thread-safe.
#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace probity::files {

struct StoredFile {
  Id id;
  Id owner;                ///< who uploaded it
  std::string name;        ///< as the uploader called it, without folders and control characters
  std::string media_type;  ///< as its content says, not as its name does; empty until complete
  std::int64_t length = 0;
  std::int64_t received = 0;
  Timestamp created_at = 0;
  bool kept = false;       ///< a record holds it
  Timestamp spared_until = 0;  ///< not deleted before, kept or not
  bool complete() const { return received == length; }
};

struct Limits {
  std::int64_t largest = std::int64_t{2} * 1024 * 1024 * 1024;  ///< bytes of one file
  std::int64_t unfinished_per_owner = 100;
  Timestamp unkept_for = kDay;
};

/// Every error leaves what was stored before as it was. A workspace is named by its slug.
class Files {
 public:
  explicit Files(std::filesystem::path folder, Limits limits = {});

  /// Errors: "file_too_large", "too_many_uploads", "storage_full".
  Result<StoredFile> begin(std::string_view workspace, Id owner, std::string_view name, std::int64_t length);
  /// Appends at `offset`, which must be where the upload stands ("wrong_offset", conflict). What was
  /// acknowledged is on disk. Bytes beyond the announced length: "too_long".
  Result<StoredFile> append(std::string_view workspace, Id id, std::int64_t offset, std::string_view bytes);
  /// "no_such_file" (not_found) where there is none.
  Result<StoredFile> find(std::string_view workspace, Id id) const;
  /// Where the bytes of a complete file lie, to be read only. "upload_incomplete" (conflict) before.
  Result<std::filesystem::path> content(std::string_view workspace, Id id) const;

  /// A record holds it from now on. Only complete files. Where a record holds it already, the same bytes get
  /// a second id, so that each record can let go of its own.
  Result<StoredFile> keep(std::string_view workspace, Id id);
  /// No record holds it any more: deleted a day later, unless kept again.
  Result<> release(std::string_view workspace, Id id);
  /// Some work reads it: it stays at least until then.
  Result<> spare(std::string_view workspace, Id id, Timestamp until);
  /// Every file of a workspace, with the path of its bytes, unfinished ones included; to be read only.
  Result<std::vector<std::pair<StoredFile, std::filesystem::path>>> list(std::string_view workspace) const;
  /// Deletes it now. Nothing there is no error.
  Result<> destroy(std::string_view workspace, Id id);
  Result<> destroy_workspace(std::string_view workspace);
  /// Deletes what no record kept and whose time is over, in every workspace. Returns how many.
  Result<std::int64_t> sweep();

  const Limits& limits() const { return limits_; }

 private:
  std::filesystem::path path_of(std::string_view workspace, Id id) const;
  Result<StoredFile> keep_again(std::string_view workspace, const StoredFile& file);
  std::filesystem::path facts_path_of(std::string_view workspace, Id id) const;
  Result<> write_facts(std::string_view workspace, const StoredFile& file) const;
  Result<StoredFile> change(std::string_view workspace, Id id, const std::function<void(StoredFile&)>& change);
  Result<> remove(std::string_view workspace, Id id) const;
  bool is_over(const StoredFile& file) const;
  std::mutex& lock_of(Id id) const;

  std::filesystem::path folder_;
  Limits limits_;
  mutable std::array<std::mutex, 32> locks_;
};

/// A name that is safe to show and to offer for download: no folders, no control characters, at most
/// 255 characters; "file" where nothing is left.
std::string clean_file_name(std::string_view name);

}  // namespace probity::files

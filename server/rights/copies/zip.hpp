#pragma once
// A ZIP file written piece by piece: what is put in it is never in memory as a whole. With a password every entry is
// encrypted (AES-256, as 7-Zip and WinZip do it); names and sizes of entries are not, so they must tell nothing.
// For one thread.
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity::copies {

class Zip {
 public:
  /// `password` may be empty: nothing is encrypted then. The file is made for its owner alone (mode 600); one that is
  /// there is written over. "cannot_write" (unavailable) here and below where the disk does not take it.
  static Result<Zip> create(const std::filesystem::path& file, const std::string& password);
  Zip(Zip&&) noexcept;
  ~Zip();

  /// `name` is ASCII, with "/" between folders; the caller's own, never somebody's input.
  Result<> add(std::string_view name, std::string_view bytes);
  Result<> add_file(std::string_view name, const std::filesystem::path& file);
  /// Nothing is whole before.
  Result<> finish();

 private:
  struct Writer;
  explicit Zip(std::unique_ptr<Writer> writer);
  Result<> begin(std::string_view name, std::int64_t size);
  std::unique_ptr<Writer> writer_;
};

}  // namespace probity::copies

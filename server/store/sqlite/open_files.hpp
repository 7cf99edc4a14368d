#pragma once
// Keeps the number of open files in bounds: the one that was used least recently closes first.
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace probity::store::sqlite {

class ClosableFile {
 public:
  virtual ~ClosableFile() = default;
  /// Closes the file unless it is in use this moment. True: it is closed now.
  virtual bool close_if_idle() = 0;
  /// Larger is later.
  virtual std::int64_t last_use() const = 0;
};

class OpenFiles {
 public:
  explicit OpenFiles(std::size_t limit) : limit_(limit) {}
  /// `file` was opened; closes idle ones while there are too many. Files in use may exceed the limit.
  void opened(const std::shared_ptr<ClosableFile>& file);
  /// `file` closed by itself.
  void closed(const std::shared_ptr<ClosableFile>& file);
  std::size_t count();

 private:
  std::vector<std::shared_ptr<ClosableFile>> oldest_first();

  const std::size_t limit_;
  std::mutex mutex_;
  std::vector<std::weak_ptr<ClosableFile>> files_;
};

}  // namespace probity::store::sqlite

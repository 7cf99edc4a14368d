#include "store/sqlite/open_files.hpp"

#include <algorithm>

namespace probity::store::sqlite {

void OpenFiles::opened(const std::shared_ptr<ClosableFile>& file) {
  std::vector<std::shared_ptr<ClosableFile>> candidates;
  {
    const std::scoped_lock lock(mutex_);
    files_.push_back(file);
    if (files_.size() <= limit_) return;
    candidates = oldest_first();
  }
  // Closing happens without the lock: a file that closes writes its log back first.
  for (const auto& candidate : candidates) {
    if (count() <= limit_) return;
    if (candidate == file || !candidate->close_if_idle()) continue;
    closed(candidate);
  }
}

void OpenFiles::closed(const std::shared_ptr<ClosableFile>& file) {
  const std::scoped_lock lock(mutex_);
  // One entry only: it may have been opened again meanwhile, and that one counts.
  const auto entry = std::ranges::find_if(files_, [&](const auto& weak) { return weak.lock() == file; });
  if (entry != files_.end()) files_.erase(entry);
}

std::size_t OpenFiles::count() {
  const std::scoped_lock lock(mutex_);
  return files_.size();
}

std::vector<std::shared_ptr<ClosableFile>> OpenFiles::oldest_first() {
  std::vector<std::shared_ptr<ClosableFile>> files;
  std::erase_if(files_, [](const auto& entry) { return entry.expired(); });
  for (const auto& entry : files_) {
    if (auto file = entry.lock()) files.push_back(std::move(file));
  }
  std::ranges::sort(files, {}, [](const auto& file) { return file->last_use(); });
  return files;
}

}  // namespace probity::store::sqlite

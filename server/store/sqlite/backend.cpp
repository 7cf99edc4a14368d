#include "store/sqlite/backend.hpp"

#include <system_error>

namespace probity::store {
namespace sqlite {
namespace {

constexpr std::string_view kSuffix = ".db";

Error no_such_workspace() {
  return {.kind = ErrorKind::not_found, .code = "no_such_workspace", .message = "There is no such workspace."};
}

/// Names become file names: letters, digits, hyphen and underscore only.
bool is_name(std::string_view name) {
  if (name.empty() || name.size() > 100) return false;
  return std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace

SqliteBackend::SqliteBackend(SqliteOptions options) : shared_(std::make_shared<Shared>(std::move(options))) {}

SqliteBackend::~SqliteBackend() {
  std::unique_ptr<Writers> writers;
  {
    const std::scoped_lock lock(shared_->writers_mutex);
    writers = std::move(shared_->writers);
  }
  writers.reset();
  shared_->flushers.reset();
  for (const auto& [name, workspace] : workspaces_) {
    workspace->retire({.kind = ErrorKind::unavailable,
                       .code = "shutting_down",
                       .message = "The server is shutting down. Nothing was written; try again in a moment."});
  }
}

Result<std::shared_ptr<Database>> SqliteBackend::open(std::string_view name, bool create) {
  if (!is_name(name)) return invalid("workspace_name", "A workspace's name has letters, digits, hyphens and underscores only.");
  const std::scoped_lock lock(mutex_);
  if (const auto found = workspaces_.find(name); found != workspaces_.end()) return found->second;
  if (!create && !std::filesystem::exists(shared_->file_of(name))) return fail(no_such_workspace());
  auto workspace = std::make_shared<Workspace>(std::string(name), shared_);
  PROBITY_TRY(workspace->check_open());
  workspaces_.emplace(name, workspace);
  return workspace;
}

Result<bool> SqliteBackend::exists(std::string_view name) {
  return is_name(name) && std::filesystem::exists(shared_->file_of(name));
}

Result<> SqliteBackend::destroy(std::string_view name) {
  if (!is_name(name)) return fail(no_such_workspace());
  const std::scoped_lock lock(mutex_);
  if (const auto found = workspaces_.find(name); found != workspaces_.end()) {
    found->second->retire(no_such_workspace());
    workspaces_.erase(found);
  }
  // Where a kill came in between, its key and its copies may be left alone.
  const bool there = std::filesystem::exists(shared_->file_of(name));
  PROBITY_TRY(remove_files(name));
  return there ? Result<>{} : fail(no_such_workspace());
}

Result<> SqliteBackend::remove_files(std::string_view name) {
  const std::string file = shared_->file_of(name).string();
  std::error_code failed;
  for (const char* part : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(file + part, failed);
    if (failed) return internal("cannot remove a database file: " + failed.message());
  }
  PROBITY_TRY(remove_copies(shared_->copies(), name));
  if (shared_->options.keys.forget) PROBITY_TRY(shared_->options.keys.forget(name));
  return {};
}

Result<std::vector<std::string>> SqliteBackend::list() {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(shared_->options.folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(kSuffix) && entry.is_regular_file()) names.push_back(name.substr(0, name.size() - kSuffix.size()));
  }
  if (failed) return internal("cannot list the data folder: " + failed.message());
  std::ranges::sort(names);
  return names;
}

}  // namespace sqlite

Result<std::unique_ptr<Backend>> open_sqlite(SqliteOptions options) {
  std::error_code failed;
  std::filesystem::create_directories(options.folder, failed);
  if (!failed) std::filesystem::permissions(options.folder, std::filesystem::perms::owner_all, failed);
  if (failed) {
    return fail({.kind = ErrorKind::unavailable,
                 .code = "data_folder",
                 .message = "The data folder cannot be used: " + failed.message() + ".",
                 .cause = failed.message()});
  }
  return std::make_unique<sqlite::SqliteBackend>(std::move(options));
}

}  // namespace probity::store

#include "store/sqlite/copies.hpp"

#include <sqlite3.h>

#include <charconv>
#include <functional>

namespace probity::store::sqlite {
namespace {

constexpr Timestamp kKept = 7 * kDay;
constexpr std::string_view kSuffix = ".db";

/// When a copy of that workspace was made, from its file's name "NAME-MICROSECONDS.db".
std::optional<Timestamp> made_at(const std::filesystem::path& file, std::string_view name) {
  const std::string text = file.filename().string();
  if (!text.starts_with(name) || !text.ends_with(kSuffix) || text.size() < name.size() + 1 + kSuffix.size()) return std::nullopt;
  if (text[name.size()] != '-') return std::nullopt;
  Timestamp at = 0;
  const char* end = text.data() + text.size() - kSuffix.size();
  const auto parsed = std::from_chars(text.data() + name.size() + 1, end, at);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return at;
}

Result<> remove_where(const std::filesystem::path& folder, std::string_view name, const std::function<bool(Timestamp)>& wanted) {
  std::error_code failed;
  if (!std::filesystem::exists(folder, failed)) return {};
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const auto at = made_at(entry.path(), name);
    if (!at || !wanted(*at)) continue;
    std::filesystem::remove(entry.path(), failed);
    if (failed) break;
  }
  if (failed) return internal("cannot remove a copy: " + failed.message());
  return {};
}

Result<> run_backup(Connection& source, Connection& target) {
  sqlite3_backup* backup = sqlite3_backup_init(target.raw(), "main", source.raw(), "main");
  if (!backup) return fail(error_of(target.raw(), sqlite3_errcode(target.raw()), "beginning a copy"));
  sqlite3_backup_step(backup, -1);
  const int code = sqlite3_backup_finish(backup);
  if (code != SQLITE_OK) return fail(error_of(target.raw(), code, "copying"));
  return {};
}

Result<> write_copy(const ConnectionOptions& source, const std::filesystem::path& target) {
  PROBITY_ASSIGN(const auto from, Connection::open(source));
  ConnectionOptions options{.file = target, .key = source.key, .create = true, .write_ahead = false};
  PROBITY_ASSIGN(const auto to, Connection::open(options));
  return run_backup(*from, *to);
}

}  // namespace

Result<> copy_database(const ConnectionOptions& source, const std::filesystem::path& target) {
  std::error_code failed;
  if (std::filesystem::exists(target, failed)) {
    return fail(ErrorKind::conflict, "file_exists", "There is a file of that name already; nothing was overwritten.");
  }
  PROBITY_TRY(make_private_file(target));
  Result<> written = write_copy(source, target);
  if (!written) std::filesystem::remove(target, failed);
  return written;
}

std::filesystem::path copy_path(const std::filesystem::path& folder, std::string_view name, Timestamp at) {
  return folder / fmt::format("{}-{}{}", name, at, kSuffix);
}

Result<> remove_copies(const std::filesystem::path& folder, std::string_view name) {
  return remove_where(folder, name, [](Timestamp) { return true; });
}

Result<> remove_old_copies(const std::filesystem::path& folder, std::string_view name, Timestamp now) {
  return remove_where(folder, name, [now](Timestamp at) { return at + kKept < now; });
}

}  // namespace probity::store::sqlite

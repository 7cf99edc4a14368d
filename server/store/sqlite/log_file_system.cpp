#include "store/sqlite/log_file_system.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <cstring>

namespace probity::store::sqlite {
namespace {

constexpr const char* kBelow = "unix-excl";  // the files are ours alone: locks and the log's index stay in memory
constexpr const char* kName = "gathered";
constexpr const char* kNameWithCiphers = "multipleciphers-gathered";
constexpr std::size_t kGathered = 0x1ffff;  // more than this the layer below does not write at once

thread_local bool flush_later = false;

/// A log of which the last writes may still be in `gathered`; the file below follows in the same memory.
struct LogFile {
  sqlite3_file face;
  char* gathered;  ///< made with the first write: most connections only read
  std::size_t size;
  sqlite3_int64 begin;  ///< offset of `gathered` in the file
  bool began_anew;      ///< its header was written, which must be on disk before any frame (SQLite's ticket ff5be73dee)
  sqlite3_file* below() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

LogFile& log_of(sqlite3_file* file) { return *reinterpret_cast<LogFile*>(file); }

int write_out(LogFile& log) {
  if (log.size == 0) return SQLITE_OK;
  const int code = log.below()->pMethods->xWrite(log.below(), log.gathered, static_cast<int>(log.size), log.begin);
  // After a failure the transaction is rolled back: what could not be written must not come again.
  log.size = 0;
  return code;
}

int close_log(sqlite3_file* file) {
  LogFile& log = log_of(file);
  write_out(log);
  std::free(log.gathered);
  return log.below()->pMethods->xClose(log.below());
}

int read_log(sqlite3_file* file, void* to, int count, sqlite3_int64 offset) {
  LogFile& log = log_of(file);
  if (const int code = write_out(log); code != SQLITE_OK) return code;
  return log.below()->pMethods->xRead(log.below(), to, count, offset);
}

int write_log(sqlite3_file* file, const void* from, int count, sqlite3_int64 offset) {
  LogFile& log = log_of(file);
  const auto bytes = static_cast<std::size_t>(count);
  if (offset == 0) log.began_anew = true;
  const bool follows = log.size == 0 || offset == log.begin + static_cast<sqlite3_int64>(log.size);
  if (!follows || log.size + bytes > kGathered) {
    if (const int code = write_out(log); code != SQLITE_OK) return code;
  }
  if (bytes > kGathered) return log.below()->pMethods->xWrite(log.below(), from, count, offset);
  if (!log.gathered) log.gathered = static_cast<char*>(std::malloc(kGathered));
  if (!log.gathered) return SQLITE_NOMEM;
  if (log.size == 0) log.begin = offset;
  std::memcpy(log.gathered + log.size, from, bytes);
  log.size += bytes;
  return SQLITE_OK;
}

int truncate_log(sqlite3_file* file, sqlite3_int64 size) {
  LogFile& log = log_of(file);
  if (const int code = write_out(log); code != SQLITE_OK) return code;
  return log.below()->pMethods->xTruncate(log.below(), size);
}

int sync_log(sqlite3_file* file, int flags) {
  LogFile& log = log_of(file);
  if (const int code = write_out(log); code != SQLITE_OK) return code;
  if (flush_later && !log.began_anew) return SQLITE_OK;
  log.began_anew = false;
  return log.below()->pMethods->xSync(log.below(), flags);
}

int size_of_log(sqlite3_file* file, sqlite3_int64* size) {
  LogFile& log = log_of(file);
  if (const int code = write_out(log); code != SQLITE_OK) return code;
  return log.below()->pMethods->xFileSize(log.below(), size);
}

int lock_log(sqlite3_file* file, int lock) { return log_of(file).below()->pMethods->xLock(log_of(file).below(), lock); }
int unlock_log(sqlite3_file* file, int lock) { return log_of(file).below()->pMethods->xUnlock(log_of(file).below(), lock); }
int check_lock(sqlite3_file* file, int* held) {
  return log_of(file).below()->pMethods->xCheckReservedLock(log_of(file).below(), held);
}
int control_log(sqlite3_file* file, int operation, void* argument) {
  return log_of(file).below()->pMethods->xFileControl(log_of(file).below(), operation, argument);
}
int sector_size(sqlite3_file* file) { return log_of(file).below()->pMethods->xSectorSize(log_of(file).below()); }
int characteristics(sqlite3_file* file) { return log_of(file).below()->pMethods->xDeviceCharacteristics(log_of(file).below()); }

constexpr sqlite3_io_methods kLogMethods = {
    .iVersion = 1,
    .xClose = close_log,
    .xRead = read_log,
    .xWrite = write_log,
    .xTruncate = truncate_log,
    .xSync = sync_log,
    .xFileSize = size_of_log,
    .xLock = lock_log,
    .xUnlock = unlock_log,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_log,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

sqlite3_vfs* below_of(sqlite3_vfs* files) { return static_cast<sqlite3_vfs*>(files->pAppData); }

int open_file(sqlite3_vfs* files, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* below = below_of(files);
  if (!(flags & SQLITE_OPEN_WAL)) return below->xOpen(below, name, file, flags, out_flags);
  LogFile& log = log_of(file);
  log = {};
  const int code = below->xOpen(below, name, log.below(), flags, out_flags);
  if (code == SQLITE_OK) log.face.pMethods = &kLogMethods;
  return code;
}

const char* add_file_system() {
  static sqlite3_vfs gathered;
  sqlite3_initialize();
  sqlite3_vfs* below = sqlite3_vfs_find(kBelow);
  gathered = *below;
  gathered.zName = kName;
  gathered.pNext = nullptr;
  gathered.pAppData = below;
  gathered.szOsFile = static_cast<int>(sizeof(LogFile)) + below->szOsFile;
  gathered.xOpen = open_file;
  sqlite3_vfs_register(&gathered, 0);
  sqlite3mc_vfs_create(kName, 0);
  return kNameWithCiphers;
}

}  // namespace

FlushLater::FlushLater() { flush_later = true; }
FlushLater::~FlushLater() { flush_later = false; }

const char* log_file_system() {
  static const char* const name = add_file_system();
  return name;
}

}  // namespace probity::store::sqlite

// The databases of a data folder through its keys, page by page: what is free or was deleted stays in what is read, so
// that a scan of it means the same as a scan of a folder that is not encrypted. No server may run meanwhile.
// Usage: canary_reader read|write FOLDER NAME FILE
//   read   FOLDER/workspaces/NAME.db to FILE, in plain
//   write  the other way: the database becomes what FILE holds, which is encrypted by it
#include <fstream>
#include <iostream>

#include <sqlite3.h>

#include "base/crypto.hpp"
#include "installation/key_ring.hpp"
#include "store/sqlite/connection.hpp"

namespace {

using namespace probity;
using store::sqlite::Connection;

template <typename T>
T take(Result<T>&& result) {
  if (!result) throw std::runtime_error(result.error().message + " " + result.error().cause);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

void check(bool done, std::string_view doing) {
  if (!done) throw std::runtime_error(fmt::format("{} failed", doing));
}

/// SQLite hands out each page as it keeps it in memory: behind the cipher.
void read(Connection& database, const std::string& file) {
  sqlite3_int64 size = 0;
  unsigned char* const bytes = sqlite3_serialize(database.raw(), "main", &size, 0);
  check(bytes != nullptr, "reading every page");
  std::ofstream stream(file, std::ios::binary);
  stream.write(reinterpret_cast<const char*>(bytes), size);
  sqlite3_free(bytes);
  check(stream.good(), "writing the file");
}

/// SQLite copies no page between a plain file and an encrypted one; it encrypts one where it is.
void write(const std::filesystem::path& target, const std::string& key, const std::string& file) {
  {
    const auto database = take(Connection::open({.file = file, .write_ahead = false}));
    take(database->text("PRAGMA journal_mode=DELETE"));
    check(sqlite3mc_config(database->raw(), "cipher", sqlite3mc_cipher_index("aegis")) > 0, "choosing the cipher");
    const std::string raw = "raw:" + key;
    check(sqlite3_rekey(database->raw(), raw.data(), static_cast<int>(raw.size())) == SQLITE_OK, "encrypting");
  }
  std::filesystem::copy_file(file, target, std::filesystem::copy_options::overwrite_existing);
}

}  // namespace

int main(int count, char** words) {
  if (count != 5) return 2;
  const std::string task = words[1], name = words[3];
  const std::filesystem::path folder = words[2];
  try {
    start_crypto();
    const auto keys = take(installation::KeyRing::open(folder));
    const std::filesystem::path file = folder / "workspaces" / (name + ".db");
    const std::string key = take(keys->workspace_key(name, false));
    if (task == "read") {
      read(*take(Connection::open({.file = file, .key = key, .read_only = true})), words[4]);
    } else {
      write(file, key, words[4]);
    }
  } catch (const std::exception& error) {
    std::cerr << error.what() << "\n";
    return 1;
  }
  return 0;
}

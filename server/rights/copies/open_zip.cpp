#include "rights/copies/open_zip.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <memory>

namespace probity::copies {
namespace {

struct EndArchive {
  void operator()(archive* zip) const { archive_read_free(zip); }
};

/// False where the entry is damaged or the password is wrong.
bool read_entry(archive* zip, std::string& bytes) {
  char piece[64 * 1024];
  for (;;) {
    const auto read = archive_read_data(zip, piece, sizeof piece);
    if (read < 0) return false;
    if (read == 0) return true;
    bytes.append(piece, static_cast<std::size_t>(read));
  }
}

}  // namespace

std::map<std::string, std::string> open_zip(const std::filesystem::path& file, const std::string& password) {
  const std::unique_ptr<archive, EndArchive> zip(archive_read_new());
  archive_read_support_format_zip(zip.get());
  if (!password.empty()) archive_read_add_passphrase(zip.get(), password.c_str());
  if (archive_read_open_filename(zip.get(), file.c_str(), 64 * 1024) != ARCHIVE_OK) return {};
  std::map<std::string, std::string> entries;
  archive_entry* entry = nullptr;
  for (;;) {
    const int next = archive_read_next_header(zip.get(), &entry);
    if (next == ARCHIVE_EOF) return entries;
    if (next != ARCHIVE_OK) return {};
    if (!read_entry(zip.get(), entries[archive_entry_pathname(entry)])) return {};
  }
}

}  // namespace probity::copies

#include "rights/copies/zip.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <vector>

#include "base/time.hpp"

namespace probity::copies {
namespace {

constexpr std::size_t kPiece = 256 * 1024;

struct EndEntry {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

std::unexpected<Error> cannot_write(std::string cause) {
  return fail({.kind = ErrorKind::unavailable, .code = "cannot_write", .message = "The copy cannot be written: the disk is full, or the folder is not writable. Nothing is left of it; make room and try again.", .cause = std::move(cause)});
}

}  // namespace

struct Zip::Writer {
  archive* zip = archive_write_new();
  int file = -1;
  ~Writer() {
    archive_write_free(zip);
    if (file >= 0) ::close(file);
  }
  std::unexpected<Error> failure() const {
    const char* why = archive_error_string(zip);
    return cannot_write(why ? why : "archive");
  }
};

Zip::Zip(std::unique_ptr<Writer> writer) : writer_(std::move(writer)) {}
Zip::Zip(Zip&&) noexcept = default;
Zip::~Zip() = default;

Result<Zip> Zip::create(const std::filesystem::path& file, const std::string& password) {
  auto writer = std::make_unique<Writer>();
  writer->file = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (writer->file < 0) return cannot_write("open");
  ::fchmod(writer->file, 0600);
  if (archive_write_set_format_zip(writer->zip) != ARCHIVE_OK) return writer->failure();
  if (!password.empty()) {
    if (archive_write_set_options(writer->zip, "zip:encryption=aes256") != ARCHIVE_OK) return writer->failure();
    if (archive_write_set_passphrase(writer->zip, password.c_str()) != ARCHIVE_OK) return writer->failure();
  }
  if (archive_write_open_fd(writer->zip, writer->file) != ARCHIVE_OK) return writer->failure();
  return Zip(std::move(writer));
}

Result<> Zip::begin(std::string_view name, std::int64_t size) {
  const std::unique_ptr<archive_entry, EndEntry> entry(archive_entry_new());
  archive_entry_set_pathname(entry.get(), std::string(name).c_str());
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  archive_entry_set_perm(entry.get(), 0600);
  archive_entry_set_mtime(entry.get(), now() / kSecond, 0);
  archive_entry_set_size(entry.get(), size);
  return archive_write_header(writer_->zip, entry.get()) == ARCHIVE_OK ? Result<>{} : writer_->failure();
}

Result<> Zip::add(std::string_view name, std::string_view bytes) {
  PROBITY_TRY(begin(name, static_cast<std::int64_t>(bytes.size())));
  while (!bytes.empty()) {
    const auto written = archive_write_data(writer_->zip, bytes.data(), bytes.size());
    if (written <= 0) return writer_->failure();
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return archive_write_finish_entry(writer_->zip) == ARCHIVE_OK ? Result<>{} : writer_->failure();
}

Result<> Zip::add_file(std::string_view name, const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  std::ifstream stream(file, std::ios::binary);
  if (error || !stream) return internal("a stored file cannot be read");
  PROBITY_TRY(begin(name, static_cast<std::int64_t>(size)));
  std::vector<char> piece(kPiece);
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())).gcount() > 0) {
    std::string_view rest(piece.data(), static_cast<std::size_t>(stream.gcount()));
    while (!rest.empty()) {
      const auto written = archive_write_data(writer_->zip, rest.data(), rest.size());
      if (written <= 0) return writer_->failure();
      rest.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  return archive_write_finish_entry(writer_->zip) == ARCHIVE_OK ? Result<>{} : writer_->failure();
}

Result<> Zip::finish() {
  if (archive_write_close(writer_->zip) != ARCHIVE_OK) return writer_->failure();
  if (::fsync(writer_->file) != 0) return cannot_write("fsync");
  return {};
}

}  // namespace probity::copies

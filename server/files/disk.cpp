#include "files/disk.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace probity::files {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool open() const { return number_ >= 0; }

 private:
  int number_;
};

std::unexpected<Error> disk_failed(std::string_view act) {
  const int code = errno;
  if (code == ENOSPC || code == EDQUOT) {
    return fail(ErrorKind::unavailable, "storage_full",
                "The disk is full. Nothing of this was kept; make room and send it again.");
  }
  return internal(fmt::format("files: {} failed: {}", act, std::strerror(code)));
}

bool write_all(int file, std::int64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), offset);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    offset += written;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

Result<> sync_folder(const std::filesystem::path& folder) {
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.open() || ::fsync(directory.number()) != 0) return disk_failed("sync of a folder");
  return {};
}

}  // namespace

Result<> make_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  if (std::filesystem::is_directory(folder, failed)) return {};
  if (folder.has_parent_path()) PROBITY_TRY(make_folder(folder.parent_path()));
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return disk_failed("making a folder");
  return {};
}

Result<> make_file(const std::filesystem::path& file) {
  const Descriptor made(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!made.open()) return disk_failed("making a file");
  return sync_folder(file.parent_path());
}

Result<> write_at(const std::filesystem::path& file, std::int64_t offset, std::string_view bytes) {
  const Descriptor open(::open(file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!open.open()) return disk_failed("opening a file");
  if (!write_all(open.number(), offset, bytes) || ::fdatasync(open.number()) != 0) {
    auto failure = disk_failed("writing a file");
    (void)::ftruncate(open.number(), offset);
    return failure;
  }
  return {};
}

Result<> replace_file(const std::filesystem::path& file, std::string_view bytes) {
  const std::filesystem::path fresh = file.string() + ".new";
  {
    const Descriptor open(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!open.open() || !write_all(open.number(), 0, bytes) || ::fsync(open.number()) != 0) return disk_failed("writing a file");
  }
  if (::rename(fresh.c_str(), file.c_str()) != 0) return disk_failed("renaming a file");
  return sync_folder(file.parent_path());
}

std::optional<std::string> read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

}  // namespace probity::files

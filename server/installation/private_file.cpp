#include "installation/private_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace probity::installation {
namespace {

/// A file's name outlives a power failure only once its folder is on disk too.
bool name_is_on_disk(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  return done;
}

std::unexpected<Error> cannot_write(const std::filesystem::path& path, int error) {
  return fail(Error{.kind = ErrorKind::unavailable, .code = "cannot_write", .message = fmt::format("Cannot write {}: {}. Check the rights of its folder and the free space.", path.string(), std::strerror(error))});
}

}  // namespace

std::optional<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

Result<> write_private_file(const std::filesystem::path& path, std::string_view content) {
  const std::filesystem::path unfinished = path.string() + ".new";
  const int descriptor = ::open(unfinished.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const bool written = descriptor >= 0 && ::write(descriptor, content.data(), content.size()) == static_cast<ssize_t>(content.size()) && ::fsync(descriptor) == 0;
  const int error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!written) return cannot_write(path, error);
  if (::rename(unfinished.c_str(), path.c_str()) != 0 || !name_is_on_disk(path.parent_path())) return cannot_write(path, errno);
  return {};
}

Result<> remove_file(const std::filesystem::path& path) {
  if (::unlink(path.c_str()) == 0 ? name_is_on_disk(path.parent_path()) : errno == ENOENT) return {};
  return cannot_write(path, errno);
}

bool holds_data(const std::filesystem::path& folder) {
  std::error_code error;
  const std::filesystem::directory_iterator files(folder / "workspaces", error);
  return !error && files != std::filesystem::directory_iterator();
}

}  // namespace probity::installation

#include "audit/whole_file.hpp"

#include <cerrno>
#include <fstream>
#include <iterator>

namespace probity::audit {

std::unexpected<Error> cannot_write(const std::filesystem::path& file, std::string_view why) {
  return fail(ErrorKind::unavailable, "cannot_write", fmt::format("Cannot write {}: {}. Check that the folder is there, its rights and its free space.", file.string(), why));
}

Result<> write_whole(const std::filesystem::path& file, const std::function<Result<>(std::ostream&)>& write) {
  const std::filesystem::path unfinished = file.string() + ".new";
  std::error_code error;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), error);
  {
    std::ofstream stream(unfinished, std::ios::binary | std::ios::trunc);
    if (!stream) return cannot_write(file, std::strerror(errno));
    const Result<> written = write(stream);
    stream.close();
    if (!written || !stream) {
      std::filesystem::remove(unfinished, error);
      return written ? Result<>(cannot_write(file, std::strerror(errno))) : written;
    }
  }
  std::filesystem::rename(unfinished, file, error);
  if (error) return cannot_write(file, error.message());
  return {};
}

Result<std::string> read_whole(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code error;
  if (!stream || std::filesystem::is_directory(file, error)) return invalid("cannot_read", fmt::format("{} cannot be read.", file.string()));
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

}  // namespace probity::audit

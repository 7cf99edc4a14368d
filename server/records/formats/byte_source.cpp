#include "records/formats/byte_source.hpp"

#include <fstream>
#include <memory>
#include <string>

namespace probity::formats {

ByteSource memory_source(std::string_view bytes, std::size_t piece) {
  return [rest = bytes, piece]() mutable -> Result<std::string_view> {
    const std::string_view next = rest.substr(0, piece);
    rest.remove_prefix(next.size());
    return next;
  };
}

ByteSource file_source(const std::filesystem::path& path, std::uint64_t offset) {
  constexpr std::size_t kPiece = 256 * 1024;
  auto file = std::make_shared<std::ifstream>(path, std::ios::binary);
  file->seekg(static_cast<std::streamoff>(offset));
  auto buffer = std::make_shared<std::string>(kPiece, '\0');
  return [file, buffer]() -> Result<std::string_view> {
    if (file->eof()) return std::string_view{};
    file->read(buffer->data(), static_cast<std::streamsize>(buffer->size()));
    if (file->bad() || (file->fail() && !file->eof())) {
      return fail(ErrorKind::unavailable, "file_unreadable",
                  "The file could not be read to its end. What was read so far is safe; try again.");
    }
    return std::string_view(buffer->data(), static_cast<std::size_t>(file->gcount()));
  };
}

}  // namespace probity::formats

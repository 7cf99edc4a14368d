#include "rights/erasure/places/bytes.hpp"

#include <fstream>

namespace probity::erasure {
namespace {

constexpr std::size_t kPiece = 1 << 20;

/// Of UTF-16 the letters of ASCII are what is left without its zeros, in either order of bytes.
std::string without_zeros(std::string_view bytes) {
  std::string left;
  std::ranges::copy_if(bytes, std::back_inserter(left), [](char byte) { return byte != 0; });
  return left;
}

}  // namespace

bool file_holds(const std::filesystem::path& file, const Needles& needles) {
  std::ifstream stream(file, std::ios::binary);
  std::string piece;
  std::string buffer(kPiece, '\0');
  while (stream) {
    stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto read = static_cast<std::size_t>(stream.gcount());
    if (read == 0) break;
    piece.append(buffer, 0, read);
    if (needles.in(piece)) return true;
    if (piece.find('\0') != piece.npos && needles.in(without_zeros(piece))) return true;
    // What may begin here and end in the next piece.
    const std::size_t overlap = std::min(piece.size(), 2 * Needles::kLongestStrong);
    piece.erase(0, piece.size() - overlap);
  }
  return false;
}

}  // namespace probity::erasure

#pragma once
// Where a reader takes its bytes from, piece by piece, so that a file of any size needs little memory.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string_view>

#include "base/result.hpp"

namespace probity::formats {

/// Gives the next bytes, as many as it likes, and an empty view at the end. The bytes are valid until the
/// next call.
using ByteSource = std::function<Result<std::string_view>()>;

/// Text that is in memory already and outlives the source; in pieces of `piece` bytes.
ByteSource memory_source(std::string_view bytes, std::size_t piece = 256 * 1024);
/// A file from `offset` on.
ByteSource file_source(const std::filesystem::path& path, std::uint64_t offset = 0);

/// A place in a file.
struct Position {
  std::uint64_t offset = 0;  ///< bytes before it
  std::uint64_t line = 1;    ///< counted from 1, as editors do
  bool operator==(const Position&) const = default;
};

}  // namespace probity::formats

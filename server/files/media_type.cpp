#include "files/media_type.hpp"

#include <magic.h>

#include <memory>

namespace probity::files {

std::string media_type_of(const std::filesystem::path& file) {
  constexpr std::string_view kUnknown = "application/octet-stream";
  const std::unique_ptr<magic_set, decltype(&magic_close)> magic(magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR), &magic_close);
  if (!magic || magic_load(magic.get(), nullptr) != 0) return std::string(kUnknown);
  const char* type = magic_file(magic.get(), file.c_str());
  return type && std::string_view(type).find('/') != std::string_view::npos ? std::string(type) : std::string(kUnknown);
}

}  // namespace probity::files

#pragma once
// The built web app: looked through once at start, served from disk, compressed beforehand (.br, .gz).
// Files under assets/ carry a hash in their name and may be kept for ever; all others are asked about
// again with their ETag.
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "http/edge/message.hpp"

namespace probity::http {

class StaticFiles {
 public:
  explicit StaticFiles(const std::filesystem::path& folder);
  /// The file of a path ("/assets/app-1a2b.js"); nothing where there is none.
  std::optional<Response> find(const Request& request, std::string_view path) const;
  /// The app itself, whatever its page; where it is not built, a page that says so.
  Response app(const Request& request) const;

 private:
  struct Form {
    std::string encoding;  ///< "br", "gzip" or empty
    std::filesystem::path file;
    std::uint64_t size = 0;
    std::string etag;
  };
  struct File {
    std::string media_type;
    std::vector<Form> forms;  ///< smallest first
  };
  void add(const std::filesystem::path& file, const std::string& path);
  Response answer(const Request& request, const File& file, bool for_ever) const;

  std::map<std::string, File, std::less<>> files_;  ///< by path
};

}  // namespace probity::http

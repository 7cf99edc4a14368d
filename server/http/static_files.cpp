#include "http/static_files.hpp"

#include <fstream>
#include <iterator>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "http/compression.hpp"
#include "http/protection.hpp"

namespace probity::http {
namespace {

constexpr std::pair<std::string_view, std::string_view> kMediaTypes[] = {
    {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},             {".json", "application/json"},             {".woff2", "font/woff2"},
    {".png", "image/png"},                 {".ico", "image/x-icon"},                  {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"}, {".webp", "image/webp"},                   {".jpg", "image/jpeg"}};
constexpr std::pair<std::string_view, std::string_view> kEncodings[] = {{".br", "br"}, {".gz", "gzip"}};

constexpr std::string_view kNotBuilt =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Probity</title>"
    "<h1>The web app is not built</h1><p>Probity is running, and its API answers under <code>/api/v1</code>. "
    "To build the app, stop the program and start it with <code>./run</code>.</p></html>";

std::string_view media_type_of(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  for (const auto& [known, type] : kMediaTypes) {
    if (ending == known) return type;
  }
  return "application/octet-stream";
}

std::string content_tag(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(stream), {});
  const Hash hash = sha256(bytes);
  return '"' + base64url(bytes_of(hash).substr(0, 12)) + '"';
}

bool names_tag(std::string_view header, std::string_view etag) {
  for (std::string_view part : split(header, ',')) {
    part = trim(part);
    if (part.starts_with("W/")) part.remove_prefix(2);
    if (part == etag || part == "*") return true;
  }
  return false;
}

}  // namespace

StaticFiles::StaticFiles(const std::filesystem::path& folder) {
  std::error_code failed;
  for (std::filesystem::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    const std::filesystem::path inside = entry->path().lexically_relative(folder);
    const bool hidden = inside.begin()->string().starts_with('.');
    const bool packed = entry->path().extension() == ".br" || entry->path().extension() == ".gz";
    if (entry->is_regular_file() && !hidden && !packed) add(entry->path(), "/" + inside.generic_string());
  }
}

void StaticFiles::add(const std::filesystem::path& file, const std::string& path) {
  File& known = files_[path];
  known.media_type = media_type_of(file);
  const std::string etag = content_tag(file);
  for (const auto& [ending, encoding] : kEncodings) {
    const std::filesystem::path packed = file.string() + std::string(ending);
    std::error_code failed;
    const auto size = std::filesystem::file_size(packed, failed);
    if (failed) continue;
    const std::string own = fmt::format("{}-{}\"", etag.substr(0, etag.size() - 1), encoding);
    known.forms.push_back({std::string(encoding), packed, size, own});
  }
  known.forms.push_back({"", file, std::filesystem::file_size(file), etag});
}

Response StaticFiles::answer(const Request& request, const File& file, bool for_ever) const {
  const auto form = std::find_if(file.forms.begin(), file.forms.end(), [&](const Form& form) { return form.encoding.empty() || accepts_encoding(request, form.encoding); });
  Response response;
  response.set("ETag", form->etag).set("Vary", "Accept-Encoding");
  response.set("Cache-Control", for_ever ? "public, max-age=31536000, immutable" : "no-cache");
  if (names_tag(request.header("If-None-Match"), form->etag)) {
    response.status = 304;
    return response;
  }
  response.set("Content-Type", file.media_type);
  if (!form->encoding.empty()) response.set("Content-Encoding", form->encoding);
  response.file = std::make_shared<Response::File>(Response::File{form->file.string(), 0, form->size});
  return response;
}

std::optional<Response> StaticFiles::find(const Request& request, std::string_view path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return std::nullopt;
  return answer(request, found->second, path.starts_with("/assets/"));
}

Response StaticFiles::app(const Request& request) const {
  const auto found = files_.find("/index.html");
  Response response;
  if (found != files_.end()) {
    response = answer(request, found->second, false);
  } else {
    response.body = kNotBuilt;
    response.set("Content-Type", "text/html; charset=utf-8").set("Cache-Control", "no-store");
  }
  set_page_headers(response);
  return response;
}

}  // namespace probity::http

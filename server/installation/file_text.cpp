#include "installation/file_text.hpp"

#include <algorithm>
#include <fstream>

namespace probity::installation {
namespace {

constexpr std::size_t kMostBytes = 1024 * 1024;

bool is_text(std::string_view media_type) {
  constexpr std::string_view kKinds[] = {"text/plain", "text/csv", "text/html", "message/rfc822", "application/csv", "text/x-mail"};
  return std::ranges::any_of(kKinds, [&](std::string_view kind) { return media_type.starts_with(kind); });
}

/// Quoted-printable breaks lines in the middle of words (RFC 2045, 6.7).
std::string without_soft_breaks(std::string_view text) {
  std::string joined;
  joined.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("=\r\n")) at += 2;
    else if (rest.starts_with("=\n")) at += 1;
    else joined += text[at];
  }
  return joined;
}

}  // namespace

std::string without_tags(std::string_view page) {
  std::string text;
  text.reserve(page.size());
  while (!page.empty()) {
    const std::size_t open = page.find('<');
    text += page.substr(0, open);
    if (open == page.npos) break;
    const std::size_t close = page.find('>', open);
    if (close == page.npos) break;
    page.remove_prefix(close + 1);
  }
  return text;
}

std::string text_of_file(const files::Files& files, std::string_view workspace, const Id& file) {
  const auto stored = files.find(workspace, file);
  if (!stored || !is_text(stored->media_type)) return {};
  const auto path = files.content(workspace, file);
  if (!path) return {};
  std::ifstream stream(*path, std::ios::binary);
  std::string text(std::min<std::size_t>(kMostBytes, static_cast<std::size_t>(stored->length)), '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (stored->media_type.starts_with("text/html")) return without_tags(text);
  return without_soft_breaks(text);
}

}  // namespace probity::installation

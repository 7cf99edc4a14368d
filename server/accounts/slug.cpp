#include "accounts/slug.hpp"

#include "base/text.hpp"

namespace probity::accounts {
namespace {

constexpr std::size_t kLongest = 40;
/// "system" is the program's own database; the others would read like something else in an address.
constexpr std::string_view kReserved[] = {"system", "api", "setup", "signin", "new"};

}  // namespace

std::string slug_of(std::string_view name) {
  std::string slug;
  for (const char c : fold(name)) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (plain) slug += c;
    if (!plain && !slug.empty() && slug.back() != '-') slug += '-';
    if (slug.size() == kLongest) break;
  }
  while (slug.ends_with('-')) slug.pop_back();
  if (slug.empty()) return "workspace";
  const bool reserved = std::find(std::begin(kReserved), std::end(kReserved), slug) != std::end(kReserved);
  return reserved ? slug + "-1" : slug;
}

std::string slug_of(std::string_view name, int attempt) {
  std::string slug = slug_of(name);
  if (attempt == 1) return slug;
  slug.resize(std::min(slug.size(), kLongest - 6));
  while (slug.ends_with('-')) slug.pop_back();
  return fmt::format("{}-{}", slug, attempt);
}

}  // namespace probity::accounts

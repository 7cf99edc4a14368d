#include "accounts/signing_in/device_name.hpp"

#include <span>
#include <utility>

#include "base/text.hpp"

namespace probity::accounts {
namespace {

using Mark = std::pair<std::string_view, std::string_view>;

/// In this order: later ones claim to be earlier ones too.
constexpr Mark kBrowsers[] = {{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}, {"curl/", "curl"}};
constexpr Mark kSystems[] = {{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "Mac"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}};

std::string_view first_of(std::span<const Mark> marks, std::string_view text) {
  for (const auto& [mark, name] : marks) {
    if (text.find(mark) != text.npos) return name;
  }
  return {};
}

}  // namespace

std::string device_name(std::string_view user_agent) {
  const std::string_view browser = first_of(kBrowsers, user_agent);
  const std::string_view system = first_of(kSystems, user_agent);
  if (browser.empty() && system.empty()) {
    const std::string_view own = trim(user_agent);
    return own.empty() || !is_valid_text(own) ? "Unknown device" : std::string(first_characters(own.substr(0, own.find(' ')), 60));
  }
  if (system.empty()) return std::string(browser);
  return browser.empty() ? std::string(system) : std::string(browser) + " on " + std::string(system);
}

}  // namespace probity::accounts

#include "privacy/cookies/own.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "base/crypto.hpp"

namespace probity::privacy {
namespace {

constexpr Timestamp kYear = 365 * kDay;

using enum CookieKind;

constexpr std::array kCookies{
    OwnCookie{.name = "probity_session", .kind = essential, .keep = 30 * kDay, .holds = "a random number that keeps somebody signed in"},
    OwnCookie{.name = "probity_device", .kind = essential, .keep = kYear, .holds = "a random number by which a device that somebody signed in on is known again"},
    OwnCookie{.name = "probity_cookie_choice", .kind = essential, .keep = kYear, .holds = "which kinds of cookies were chosen, and from which list"},
    OwnCookie{.name = "probity_no_statistics", .kind = essential, .keep = kYear, .holds = "that visits are not to be counted", .where_listed = true, .needs = "web_statistics"},
    OwnCookie{.name = "probity_preferences", .kind = functional, .keep = kYear, .holds = "how the pages are to look", .where_listed = true},
    OwnCookie{.name = "probity_visits", .kind = analytics, .keep = kYear, .holds = "a random number", .where_listed = true, .needs = "web_statistics"},
    OwnCookie{.name = "probity_campaign", .kind = marketing, .keep = 90 * kDay, .holds = "a random number", .where_listed = true, .needs = "web_beacons"},
    OwnCookie{.name = "probity_referral", .kind = marketing, .keep = 90 * kDay, .holds = "the number of the partner who sent somebody", .where_listed = true, .needs = "orders"},
};

constexpr std::array kStorage{
    OwnStorage{"mantine-color-scheme-value", "Whether you chose light or dark."},
    OwnStorage{"probity.columns.", "Widths of the columns of a list that you changed."},
    OwnStorage{"probity.imports.", "Which imports are running, so that a page opened again shows them."},
    OwnStorage{"probity.upload.", "Where a broken upload goes on."},
};

const Cookie* listed(const Policy& policy, std::string_view name) {
  const auto found = std::ranges::find(policy.cookies, name, &Cookie::name);
  return found == policy.cookies.end() ? nullptr : &*found;
}

/// A period that ends when the cookie does.
Period period_of(Timestamp keep) {
  const int days = static_cast<int>(keep / kDay);
  return days == 365 ? Period{.years = 1} : Period{.days = days};
}

}  // namespace

std::span<const OwnCookie> own_cookies() { return kCookies; }
std::span<const OwnStorage> own_storage() { return kStorage; }

const OwnCookie& own_cookie(std::string_view name) {
  const auto found = std::ranges::find(kCookies, name, &OwnCookie::name);
  if (found == kCookies.end()) throw std::logic_error(fmt::format("no cookie of ours is called {}", name));
  return *found;
}

bool is_set_where_listed(std::string_view name) {
  const auto found = std::ranges::find(kCookies, name, &OwnCookie::name);
  return found != kCookies.end() && found->where_listed;
}

std::vector<Cookie> cookies_under(const Policy& policy) {
  std::vector<Cookie> cookies;
  for (const OwnCookie& own : kCookies) {
    if (own.where_listed && !listed(policy, own.name)) continue;
    cookies.push_back({.name = std::string(own.name), .kind = own.kind, .purpose = std::string(own.holds), .keep = own.keep ? std::optional(period_of(*own.keep)) : std::nullopt, .set_by = "probity"});
  }
  return cookies;
}

std::vector<CookieKind> kinds_to_choose(const Policy& policy) {
  std::vector<CookieKind> kinds;
  for (const CookieKind kind : {functional, analytics, marketing}) {
    if (std::ranges::find(policy.cookies, kind, &Cookie::kind) != policy.cookies.end()) kinds.push_back(kind);
  }
  return kinds;
}

std::string mark_of_list(const Policy& policy) {
  constexpr std::size_t kBytes = 4;
  std::string list;
  for (const Cookie& cookie : policy.cookies) {
    if (cookie.kind != essential) list += fmt::format("{}\n{}\n{}\n", cookie.name, static_cast<int>(cookie.kind), cookie.purpose);
  }
  const Hash hash = sha256(list);
  return hex(bytes_of(hash).substr(0, kBytes));
}

}  // namespace probity::privacy

#pragma once
// What this program puts into browsers: its own cookies, and what the web app keeps in local storage. Declared here
// once; cookies are set through this list alone, policies publish it, and a test holds both against a real browser.
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "privacy/policy/policy.hpp"

namespace probity::privacy {

struct OwnCookie {
  std::string_view name;             ///< without the prefix "__Host-", which it gets over TLS
  CookieKind kind = CookieKind::essential;
  std::optional<Timestamp> keep;     ///< nothing: as long as the browser is open
  bool for_scripts = false;          ///< else HttpOnly
  std::string_view holds;            ///< in words; never anything about a person
  /// Set only where the policy lists it. Essential ones without which nothing works are set under every policy.
  bool where_listed = false;
  std::string_view needs;            ///< the capability that will set it; empty: it is set today
};
std::span<const OwnCookie> own_cookies();
/// The name must be one of the list.
const OwnCookie& own_cookie(std::string_view name);
/// False for a name that is not of the list.
bool is_set_where_listed(std::string_view name);

/// Those this program may set under the policy, as the policy lists them.
std::vector<Cookie> cookies_under(const Policy& policy);

/// A key of local storage, or how keys begin.
struct OwnStorage {
  std::string_view key;
  std::string_view purpose;
};
std::span<const OwnStorage> own_storage();

/// Kinds that need a choice and of which the policy lists a cookie, in the order people know.
std::vector<CookieKind> kinds_to_choose(const Policy& policy);

/// Which list somebody chose from: the same for the same names, kinds and purposes. Eight hexadecimal digits.
std::string mark_of_list(const Policy& policy);

}  // namespace probity::privacy

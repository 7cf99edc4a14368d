// Cookies: what the program sets, against the list that the policy publishes.
#include "base/text.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

using privacy::Cookie;

constexpr std::int64_t kDaySeconds = 24 * 60 * 60;

const Cookie* find_cookie(const privacy::Policy& policy, std::string_view name) {
  const auto found = std::ranges::find(policy.cookies, name, &Cookie::name);
  return found == policy.cookies.end() ? nullptr : &*found;
}

std::vector<Figure> counted(const Situation& situation) {
  const auto own = situation.facts.cookies();
  const auto set = std::ranges::count_if(own, [&](const OwnCookie& each) { return !each.where_listed || find_cookie(situation.policy(), each.name); });
  return {{"cookies listed", std::to_string(situation.policy().cookies.size())}, {"set by this program", std::to_string(set)}};
}

/// Where a cookie is not what the list says of it.
std::string difference(const OwnCookie& own, const Cookie* listed) {
  if (!listed) return fmt::format("The program sets the cookie \"{}\", which is not in the list.", own.name);
  if (privacy::name_of(listed->kind) != own.kind) return fmt::format("The cookie \"{}\" is listed as {}, and is {}.", own.name, privacy::name_of(listed->kind), own.kind);
  if (!listed->keep) return own.seconds ? fmt::format("The cookie \"{}\" outlives the session for which it is listed.", own.name) : std::string();
  const std::int64_t listed_seconds = (listed->keep->after(0) / kSecond);
  if (!own.seconds || *own.seconds > listed_seconds + kDaySeconds) return fmt::format("The cookie \"{}\" stays longer than the list says.", own.name);
  return {};
}

Result<Evidence> as_listed(const Situation& situation) {
  const auto own = situation.facts.cookies();
  for (const OwnCookie& each : own) {
    if (each.where_listed && !find_cookie(situation.policy(), each.name)) continue;
    const std::string wrong = difference(each, find_cookie(situation.policy(), each.name));
    if (!wrong.empty()) return broken(wrong, counted(situation));
  }
  for (const Cookie& each : situation.policy().cookies) {
    const bool set = std::ranges::any_of(own, [&](const OwnCookie& cookie) { return cookie.name == each.name; });
    if (each.set_by == "probity" && !set) return broken(fmt::format("The list has the cookie \"{}\", which this program does not set.", each.name), counted(situation));
  }
  return kept("The program sets the cookies that the list has, of that kind and for that time, and no others.", counted(situation));
}

Result<Evidence> choice_needed(const Situation& situation) {
  const auto kinds = situation.list("kinds");
  for (const OwnCookie& each : situation.facts.cookies()) {
    const bool needs_choice = each.kind != "essential" && std::ranges::find(kinds, each.kind) != kinds.end();
    if (needs_choice && !each.random_value) return broken(fmt::format("The cookie \"{}\" is set before anybody chose.", each.name), counted(situation));
  }
  for (const Cookie& each : situation.policy().cookies) {
    const std::string kind(privacy::name_of(each.kind));
    const bool about_ads = each.purpose.find("advert") != std::string::npos || each.purpose.find("retarget") != std::string::npos || each.purpose.find("remarket") != std::string::npos;
    if (each.kind == privacy::CookieKind::essential && about_ads) return broken(fmt::format("The cookie \"{}\" serves advertising and is listed as essential, which needs no choice.", each.name), counted(situation));
  }
  return kept(fmt::format("Nothing of these kinds is set before the visitor chose: {}.", situation.parameter("kinds")), counted(situation));
}

Result<Evidence> no_personal_data(const Situation& situation) {
  for (const OwnCookie& each : situation.facts.cookies()) {
    if (!each.random_value) return broken(fmt::format("The cookie \"{}\" carries more than a random value or a choice.", each.name), counted(situation));
  }
  return kept("The program's cookies carry a random value or the visitor's choice, and nothing about a person.", counted(situation));
}

}  // namespace

std::vector<Check> cookie_checks() {
  return {
      {"cookies.as_listed", "cookies that the program sets, against the policy's list: name, kind and time", {}, as_listed},
      {"cookies.choice_needed", "cookies of kinds that need a choice", {"kinds"}, choice_needed},
      {"cookies.no_personal_data", "what the program's cookies carry", {}, no_personal_data},
  };
}

}  // namespace probity::promises

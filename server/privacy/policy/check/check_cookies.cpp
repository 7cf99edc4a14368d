#include "privacy/cookies/own.hpp"
#include "privacy/policy/check/findings.hpp"

namespace probity::privacy {
namespace {

constexpr std::string_view kOurs = "probity";

std::string lifetime(const Cookie& cookie) { return cookie.keep ? cookie.keep->in_words() : std::string("until the browser closes"); }

void check_set_by(Findings& findings, const Cookie& cookie, const std::string& where) {
  if (cookie.set_by.empty()) {
    findings.refuse(where + ".set_by", "It is not said who sets this cookie. Write probity, the id of a processor, or customer.");
  } else if (cookie.set_by != kOurs && cookie.set_by != "customer" && !findings.policy.processor(cookie.set_by)) {
    findings.refuse(where + ".set_by", fmt::format("\"{}\" is neither probity, nor customer, nor a processor of this policy. Add the processor, or name another.", cookie.set_by));
  }
}

/// By the calendar: a year and 365 days are the same.
bool lasts_alike(const Cookie& one, const Cookie& other) {
  if (!one.keep || !other.keep) return one.keep.has_value() == other.keep.has_value();
  return !one.keep->shorter_than(*other.keep) && !other.keep->shorter_than(*one.keep);
}

/// The program's own cookie as the policy lists it.
void compare(Findings& findings, const Cookie& listed, const Cookie& set) {
  const std::string where = fmt::format("cookies.{}", listed.name);
  if (listed.kind != set.kind) {
    findings.refuse(where + ".kind", fmt::format("The policy calls the cookie {}, the program sets it as {}. Write what it is.", name_of(listed.kind), name_of(set.kind)));
  }
  if (!lasts_alike(listed, set)) {
    findings.refuse(where + ".keep", fmt::format("The policy says {}, the program sets it for {}. Write what is true.", lifetime(listed), lifetime(set)));
  }
}

void check_ours(Findings& findings) {
  if (!findings.input.running) return;
  const auto& set = findings.input.running->cookies;
  const auto& list = findings.policy.cookies;
  for (const Cookie& cookie : set) {
    const auto found = std::ranges::find(list, cookie.name, &Cookie::name);
    if (found != list.end()) compare(findings, *found, cookie);
    else if (!is_set_where_listed(cookie.name)) findings.refuse("cookies", fmt::format("The program sets the cookie \"{}\", which the policy does not list. Add it.", cookie.name));
  }
  for (const Cookie& cookie : list) {
    if (cookie.set_by != kOurs || std::ranges::find(set, cookie.name, &Cookie::name) != set.end()) continue;
    findings.refuse(fmt::format("cookies.{}", cookie.name), "The program sets no such cookie. Take it out of the list, or say who else sets it.");
  }
}

}  // namespace

void check_cookies(Findings& findings) {
  for (const Cookie& cookie : findings.policy.cookies) {
    const std::string where = fmt::format("cookies.{}", cookie.name);
    check_set_by(findings, cookie, where);
    if (cookie.purpose.empty()) findings.refuse(where + ".purpose", "It is not said what the cookie is for. Write one sentence.");
  }
  check_ours(findings);
}

}  // namespace probity::privacy

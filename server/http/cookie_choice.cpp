#include "http/cookie_choice.hpp"

#include "http/cookies.hpp"
#include "http/edge/target.hpp"
#include "records/workspace.hpp"

namespace probity::http {
namespace {

using privacy::CookieKind;

constexpr std::pair<CookieKind, char> kLetters[] = {{CookieKind::functional, 'f'}, {CookieKind::analytics, 'a'}, {CookieKind::marketing, 'm'}};

/// The question, with an answer of one click either way, of one size.
void write_question(std::string_view back, pages::Html& html) {
  html.open("aside", {{"class", "panel cookies"}, {"aria-label", "Cookies"}});
  html.element("p", "May we set cookies that we could do without? Nothing of the kind is set until you say so, and you can change your mind at any time.");
  html.open("form", {{"method", "post"}, {"action", "/privacy/cookies"}});
  html.single("input", {{"type", "hidden"}, {"name", "back"}, {"value", back}});
  html.element("button", "Only what is needed", {{"name", "choice"}, {"value", "essential"}});
  html.text(" ");
  html.element("button", "Accept all", {{"name", "choice"}, {"value", "all"}});
  html.text(" ");
  html.link("/privacy/cookies", "Look and choose");
  html.close().close();
}

std::vector<std::string_view> values(const Request& request, std::string_view name) {
  std::vector<std::string_view> all;
  for (const Header& header : request.headers) {
    if (equal_ignoring_case(header.name, name)) all.push_back(header.value);
  }
  return all;
}

}  // namespace

privacy::PolicyPointer policy_of_site(const Call& call) {
  const auto system = call.application.records.workspaces().find(records::kSystemWorkspace);
  static const privacy::PolicyPointer kNone = privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>()});
  return system ? (*system)->policy() : kNone;
}

std::string written(const CookieKinds& accepted, std::string_view mark) {
  std::string text = fmt::format("{}.", mark);
  for (const auto& [kind, letter] : kLetters) {
    if (accepted.contains(kind)) text += letter;
  }
  return text;
}

CookieChoice read_choice(std::string_view text, const privacy::Policy& policy) {
  const std::string mark = privacy::mark_of_list(policy) + ".";
  if (!text.starts_with(mark)) return {};
  CookieChoice choice{.made = true, .accepted = {}};
  for (const char sign : text.substr(mark.size())) {
    const auto known = std::ranges::find(kLetters, sign, [](const auto& entry) { return entry.second; });
    if (known == std::end(kLetters)) return {};
    choice.accepted.insert(known->first);
  }
  return choice;
}

CookieKinds all_at_once(const privacy::Policy& policy, const privacy::BrowserSignals& signals) {
  const auto kinds = privacy::kinds_to_choose(policy);
  CookieKinds all(kinds.begin(), kinds.end());
  if (!privacy::purposes_opted_out(policy.signals, signals).empty()) all.erase(CookieKind::marketing);
  return all;
}

privacy::BrowserSignals signals_of(const Request& request) { return privacy::read_signals(values(request, "Sec-GPC"), values(request, "DNT")); }

Response page_answer(const Call& call, pages::Page page) {
  const privacy::PolicyPointer policy = policy_of_site(call);
  const bool asks = !privacy::kinds_to_choose(*policy->policy).empty() &&
                    !read_choice(value_of(call.request, privacy::own_cookie("probity_cookie_choice")), *policy->policy).made;
  if (asks) page.notice = [&call](pages::Html& html) { write_question(call.request.path, html); };
  page.appearance = value_of(call.request, privacy::own_cookie("probity_preferences"));
  return pages::answer(page);
}

std::string_view label_of(CookieKind kind) {
  switch (kind) {
    case CookieKind::essential: return "Essential";
    case CookieKind::functional: return "Functional";
    case CookieKind::analytics: return "Statistics";
    case CookieKind::marketing: return "Marketing";
  }
  return {};
}

std::string_view explanation_of(CookieKind kind) {
  switch (kind) {
    case CookieKind::essential: return "Without these the site does not work, so they need no choice.";
    case CookieKind::functional: return "These fit the site to you. Without them it works as it does for everybody.";
    case CookieKind::analytics: return "These count visits and what is used, so that we can improve it.";
    case CookieKind::marketing: return "These let advertisements and partners know that you were here.";
  }
  return {};
}

}  // namespace probity::http

#pragma once
// What a visitor chose of the cookies that need a choice. Kept in one essential cookie that holds the choice, the list it
// was made from, and nothing about anybody. Before a choice nothing but essential cookies is set.
#include <set>
#include <string>
#include <string_view>

#include "http/call.hpp"
#include "http/pages/layout.hpp"
#include "privacy/policy/policy.hpp"
#include "privacy/signals/browser_signals.hpp"

namespace probity::http {

using CookieKinds = std::set<privacy::CookieKind>;

struct CookieChoice {
  bool made = false;      ///< from the list in force
  CookieKinds accepted;
};

/// The operator's policy, which governs what is set from here.
privacy::PolicyPointer policy_of_site(const Call& call);

/// The text of the cookie: mark of the list, and the first letters of the kinds ("1a2b3c4d.fa").
std::string written(const CookieKinds& accepted, std::string_view mark);
/// What the text says where it is of that list; a text that is no such thing is no choice.
CookieChoice read_choice(std::string_view text, const privacy::Policy& policy);

/// Of the kinds wished for those that may be accepted by the click that accepts everything: what a signal of the
/// browser objects to takes a tick of its own.
CookieKinds all_at_once(const privacy::Policy& policy, const privacy::BrowserSignals& signals);

privacy::BrowserSignals signals_of(const Request& request);

/// A page with the question about cookies, where there is one and it was not answered.
Response page_answer(const Call& call, pages::Page page);

/// "Functional", and what such cookies do.
std::string_view label_of(privacy::CookieKind kind);
std::string_view explanation_of(privacy::CookieKind kind);

}  // namespace probity::http

#pragma once
// What a browser asks for on its person's behalf with every request: Global Privacy Control and Do Not Track.
#include <span>
#include <set>
#include <string>
#include <string_view>

#include "privacy/policy/policy.hpp"

namespace probity::privacy {

struct BrowserSignals {
  bool global_privacy_control = false;
  bool do_not_track = false;
  bool any() const { return global_privacy_control || do_not_track; }
  bool operator==(const BrowserSignals&) const = default;
};

/// Of the values of every `Sec-GPC` and every `DNT` header, in the order sent. Sec-GPC counts only where its value is
/// exactly "1", and of several any such one wins (Global Privacy Control, W3C). DNT counts by its first character.
BrowserSignals read_signals(std::span<const std::string_view> sec_gpc, std::span<const std::string_view> dnt);

/// The purposes that these signals object to under the policy: none where it ignores them. A signal opts out of what
/// the policy says; it asks for no deletion.
std::set<std::string> purposes_opted_out(const Signals& policy, const BrowserSignals& signals);

/// The body of /.well-known/gpc.json: {"gpc":true,"lastUpdate":"2026-11-22"}.
std::string gpc_statement(const PolicyInForce& policy);

}  // namespace probity::privacy

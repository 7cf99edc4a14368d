#include "privacy/signals/browser_signals.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace probity::privacy {

BrowserSignals read_signals(std::span<const std::string_view> sec_gpc, std::span<const std::string_view> dnt) {
  return {.global_privacy_control = std::ranges::find(sec_gpc, "1") != sec_gpc.end(), .do_not_track = !dnt.empty() && dnt.front().starts_with('1')};
}

std::set<std::string> purposes_opted_out(const Signals& policy, const BrowserSignals& signals) {
  const bool gpc = signals.global_privacy_control && policy.global_privacy_control;
  const bool dnt = signals.do_not_track && policy.do_not_track == DoNotTrack::honoured;
  return gpc || dnt ? policy.opts_out_of : std::set<std::string>{};
}

std::string gpc_statement(const PolicyInForce& policy) {
  constexpr std::size_t kDate = std::string_view("2026-11-22").size();
  return fmt::format(R"({{"gpc":{},"lastUpdate":"{}"}})", policy.policy->signals.global_privacy_control, format_timestamp(policy.since).substr(0, kDate));
}

}  // namespace probity::privacy

// The policy's own history and settings.
#include "base/text.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

using privacy::Policy;

std::string joined(const std::set<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ",") + value;
  return text;
}

std::string yes_or_no(bool value) { return value ? "true" : "false"; }

/// A setting as a policy file writes it; nothing for one that is not known.
std::optional<std::string> setting_of(const Policy& policy, std::string_view key) {
  constexpr std::string_view kClocks[] = {"month", "28_days", "ccpa"};
  constexpr std::string_view kNotices[] = {"email", "post_date", "email_or_site"};
  if (key == "rights.clock") return std::string(kClocks[static_cast<std::size_t>(policy.rights.clock)]);
  if (key == "rights.erase_at_once") return yes_or_no(policy.rights.erase_at_once);
  if (key == "rights.kinds") return joined(policy.rights.kinds);
  if (key == "rights.overseer") return policy.rights.overseer;
  if (key == "rights.complaint_route") return joined({policy.rights.complaint_route.begin(), policy.rights.complaint_route.end()});
  if (key == "change.notice") return std::string(kNotices[static_cast<std::size_t>(policy.change.notice)]);
  if (key == "change.forward_only") return yes_or_no(policy.change.forward_only);
  if (key == "change.wait") return policy.change.wait.text();
  if (key == "age.years") return policy.age.years ? std::to_string(*policy.age.years) : "none";
  if (key == "age.parental_consent") return yes_or_no(policy.age.parental_consent);
  if (key == "publish_requests") return yes_or_no(policy.publish_requests);
  if (key == "calendar_sync") return policy.calendar_sync.empty() ? "none" : policy.calendar_sync;
  if (key == "sequence_mail_keeps") return joined(policy.sequence_mail_keeps);
  if (key == "disclosure_grounds") return joined(policy.disclosure_grounds);
  if (key == "signals.global_privacy_control") return yes_or_no(policy.signals.global_privacy_control);
  return std::nullopt;
}

/// Lists are told apart from their order.
std::string in_order(std::string_view value) {
  const auto values = listed(value);
  return values.size() < 2 ? std::string(trim(value)) : joined({values.begin(), values.end()});
}

Result<Evidence> setting(const Situation& situation) {
  const std::string& key = situation.parameter("key");
  const auto in_force = setting_of(situation.policy(), key);
  if (!in_force) return broken(fmt::format("A policy has no setting \"{}\".", key));
  const std::vector<Figure> figures{{key, in_force->empty() ? "none" : *in_force}};
  if (in_order(*in_force) != in_order(situation.parameter("value"))) return broken(fmt::format("The setting {} in force is {}, and {} is promised.", key, in_force->empty() ? "empty" : *in_force, situation.parameter("value")), figures);
  return kept(fmt::format("The setting {} in force is the one promised.", key), figures);
}

}  // namespace

std::vector<Check> policy_checks() {
  return {{"policy.setting", "one setting of the policy in force, against the value promised", {"key", "value"}, setting}};
}

}  // namespace probity::promises

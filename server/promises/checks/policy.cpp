// The policy's own history and settings.
#include "base/text.hpp"
#include "promises/checks/checks.hpp"

namespace probity::promises {
namespace {

using privacy::Policy;

std::string joined(const std::set<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
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

/// As people call it; the name of a setting says nothing to who reads the evidence.
std::string_view label_of(std::string_view key) {
  static constexpr std::pair<std::string_view, std::string_view> kLabels[] = {
      {"rights.clock", "the time in which requests are answered"}, {"rights.erase_at_once", "that erasures are done at once"}, {"rights.kinds", "what people may ask for"},
      {"rights.overseer", "who oversees us"}, {"rights.complaint_route", "where complaints go"}, {"change.notice", "how changes are announced"},
      {"change.forward_only", "that changes apply forward only"}, {"change.wait", "how long a change waits"}, {"age.years", "the age limit"},
      {"age.parental_consent", "that a parent may consent"}, {"publish_requests", "that requests may be published"}, {"calendar_sync", "how appointments are copied"},
      {"sequence_mail_keeps", "what is kept of mail that was sent"}, {"disclosure_grounds", "the grounds on which data is disclosed by law"},
      {"signals.global_privacy_control", "that Global Privacy Control is obeyed"}};
  const auto found = std::ranges::find(kLabels, key, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kLabels) ? key : found->second;
}

std::string value_in_words(std::string value) {
  if (value == "true" || value == "false") return value == "true" ? "yes" : "no";
  std::ranges::replace(value, '_', ' ');
  return value.empty() ? "none" : value;
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
  const std::string label(label_of(key));
  const std::vector<Figure> figures{{label, value_in_words(*in_force)}};
  if (in_order(*in_force) != in_order(situation.parameter("value"))) return broken(fmt::format("In force is another setting than the one promised, of {}: {} instead of {}.", label, value_in_words(*in_force), value_in_words(situation.parameter("value"))), figures);
  return kept(fmt::format("The setting in force is the one promised: {}.", label), figures);
}

/// A version as the level's history keeps it.
struct Version {
  std::int64_t number = 0;
  std::string state;
  Timestamp since = 0;
  Timestamp kept_at = 0;  ///< when it was written down
  bool has_text = false;
  bool governs() const { return state == "in_force" || state == "past"; }
};

/// The level's own history alone: those of its workspaces are theirs.
Result<std::vector<Version>> versions_of(const Situation& situation) {
  const Situation own{situation.level, situation.in_force, situation.applied, situation.records, situation.facts};
  std::vector<Version> versions;
  PROBITY_TRY(each_place(own, "policy_version", [&](const records::Context& context) {
    if (context.workspace->slug() != situation.level) return Result<>{};
    return each_row(context, store::Condition::is_null("_deleted_at"), [&](const Row& row) {
      versions.push_back({integer_of(context, row, "number"), text_of(context, row, "state"), integer_of(context, row, "since"), row.integer(meta::kCreatedAt), !text_of(context, row, "document").empty()});
      return true;
    });
  }));
  return versions;
}

Evidence nothing_applied() { return waiting("policy_apply", "No policy was applied here yet: the default one holds, of which there is one version."); }

Result<Evidence> versions_kept(const Situation& situation) {
  if (!situation.applied) return kept("Every version would be kept from the first on.");
  PROBITY_ASSIGN(const auto versions, versions_of(situation));
  if (versions.empty() && situation.in_force->version <= 1) return nothing_applied();
  std::set<std::int64_t> there;
  for (const Version& version : versions) {
    if (version.governs() && version.has_text) there.insert(version.number);
  }
  const std::vector<Figure> figures{{"versions so far", std::to_string(situation.in_force->version)}, {"kept with their text", std::to_string(there.size())}};
  for (const Version& version : versions) {
    if (version.governs() && !version.has_text) return broken(fmt::format("The text of version {} is gone.", version.number), figures);
  }
  if (!there.contains(situation.in_force->version)) return broken("The version in force is not among those that are kept.", figures);
  const std::int64_t first = *there.begin();
  for (std::int64_t number = first; number <= situation.in_force->version; ++number) {
    const bool withdrawn = std::ranges::any_of(versions, [&](const Version& version) { return version.number == number && !version.governs(); });
    if (!there.contains(number) && !withdrawn) return broken(fmt::format("Version {} of the policy is not kept any more.", number), figures);
  }
  if (first != 1) return broken("The first version of the policy is not kept any more.", figures);
  return kept("Every version of the policy is kept with its text, and can be shown for any date.", figures);
}

Result<Evidence> change_notified(const Situation& situation) {
  const bool by_mail = situation.policy().change.notice == privacy::Change::Notice::email;
  if (!situation.applied) return kept(by_mail ? "Every change would be sent to everybody concerned." : "Every change would be posted with its date.");
  PROBITY_ASSIGN(const auto versions, versions_of(situation));
  if (versions.empty()) return nothing_applied();
  std::int64_t told = 0;
  std::int64_t on_their_way = 0;
  std::int64_t not_told = 0;
  PROBITY_TRY(each_place(situation, "policy_notice", [&](const records::Context& context) {
    if (context.workspace->slug() != situation.level) return Result<>{};
    return each_row(context, {}, [&](const Row& row) {
      const std::string state = text_of(context, row, "state");
      told += state == "told" ? 1 : 0;
      not_told += state == "not_told" ? 1 : 0;
      on_their_way += state == "on_its_way" ? 1 : 0;
      return true;
    });
  }));
  const std::vector<Figure> figures{{"versions", std::to_string(versions.size())}, {"people told", std::to_string(told)}, {"notices on their way", std::to_string(on_their_way)}, {"people who could not be told", std::to_string(not_told)}};
  if (by_mail && not_told > 0) return broken("People who must be told of a change could not be told.", figures);
  return kept(by_mail ? "Everybody who must be told of a change was told, or the notice is on its way." : "Changes are posted with the date on which they take effect.", figures);
}

/// Nothing took effect before it was written down.
Result<Evidence> forward_only(const Situation& situation) {
  if (!situation.policy().change.forward_only) return broken("By the policy in force, a change takes effect on posting, for what was collected before as well.");
  if (!situation.applied) return kept("A change would hold only from its date on.");
  PROBITY_ASSIGN(const auto versions, versions_of(situation));
  if (versions.empty()) return nothing_applied();
  std::int64_t backdated = 0;
  for (const Version& version : versions) backdated += version.number > 1 && version.since != 0 && version.since < version.kept_at - kMinute ? 1 : 0;
  const std::vector<Figure> figures{{"versions", std::to_string(versions.size())}, {"dated back", std::to_string(backdated)}, {"uses that older data is not open to", std::to_string(situation.in_force->widened.size())}};
  if (backdated > 0) return broken("A version of the policy was dated back.", figures);
  return kept("No change was dated back, and data collected before is not used in new ways until its person was told.", figures);
}

}  // namespace

std::vector<Check> policy_checks() {
  return {{"policy.versions_kept", "the versions that are kept, and their texts", {}, versions_kept},
          {"policy.change_notified", "notices of changes, and people who could not be told", {}, change_notified},
          {"policy.forward_only", "when each version was written down and when it took effect", {}, forward_only},
          {"policy.setting", "one setting of the policy in force, against the value promised", {"key", "value"}, setting}};
}

}  // namespace probity::promises

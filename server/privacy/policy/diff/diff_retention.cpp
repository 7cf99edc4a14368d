#include "privacy/policy/diff/sentences.hpp"
#include "privacy/policy/names.hpp"

namespace probity::privacy {
namespace {

std::string start_of_sentence(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

/// What the rule is about: "contacts", or "phone number of contacts".
std::string what(const Sentences& to, const RetentionRule& rule) {
  const std::string records = to.records_of(rule.entity);
  return rule.categories.empty() ? records : fmt::format("{} of {}", to.categories(rule.categories), records);
}

std::string how_long(const RetentionRule& rule) {
  if (!rule.keep) return fmt::format("kept as long as needed ({})", rule.reason);
  return fmt::format("{} {} {}", to_words(rule.action), rule.keep->in_words(), words_of(rule.starts));
}

/// "412 contacts are older than that and will be deleted when the change takes effect on 2026-12-22."
std::string consequence(const Sentences& to, const RetentionRule& rule, const std::optional<std::int64_t>& count) {
  if (!rule.keep || !count) return {};
  const std::string when = format_day(day_of(to.input.effective, ""));
  if (*count == 0) return fmt::format(" Nothing is over that age on {}.", when);
  return fmt::format(" On {}, when this takes effect, {} of them {} over that age and will be {}.", when, *count, *count == 1 ? "is" : "are", to_words(rule.action));
}

void tell(Sentences& to, Severity severity, const RetentionRule& rule, const std::string& sentence) {
  PolicyChange change{.severity = severity, .where = "retention." + rule.id, .text = sentence, .tell = severity == Severity::wider, .deletes = {}};
  if (severity != Severity::wider && rule.keep && to.input.over_age) change.deletes = to.input.over_age(rule, to.input.effective);
  change.text += consequence(to, rule, change.deletes);
  to.add(std::move(change));
}

void added(Sentences& to, const RetentionRule& rule) {
  tell(to, Severity::narrower, rule, fmt::format("A new rule: {} {} {}.", what(to, rule), rule.keep ? "will be" : "are", how_long(rule)));
}

void removed(Sentences& to, const RetentionRule& rule) {
  if (rule.keep) to.wider("retention." + rule.id, fmt::format("{} are no longer {}: the rule goes.", start_of_sentence(what(to, rule)), how_long(rule)));
  else to.wider("retention." + rule.id, fmt::format("It is no longer said how long {} are kept.", what(to, rule)));
}

Severity severity_of(const RetentionRule& old, const RetentionRule& now) {
  if (old.keep && (!now.keep || old.keep->shorter_than(*now.keep))) return Severity::wider;
  if (now.keep && (!old.keep || now.keep->shorter_than(*old.keep))) return Severity::narrower;
  return Severity::wider;  // another start or action: as likely later as sooner
}

void changed(Sentences& to, const RetentionRule& old, const RetentionRule& now) {
  const std::string where = "retention." + now.id;
  const bool about_same = old.entity == now.entity && old.categories == now.categories;
  const bool same_time = old.keep == now.keep && old.starts == now.starts && old.action == now.action;
  if (!about_same) {
    removed(to, old);
    added(to, now);
    return;
  }
  if (!same_time) tell(to, severity_of(old, now), now, fmt::format("{} were {}; now they are {}.", start_of_sentence(what(to, now)), how_long(old), how_long(now)));
  if (old.hold_blocks != now.hold_blocks) to.same(where, now.hold_blocks ? fmt::format("A hold now stops {} from being deleted.", what(to, now)) : fmt::format("A hold no longer stops {} from being deleted.", what(to, now)));
  if (old.minimum != now.minimum) {
    to.same(where, now.minimum ? fmt::format("{} are kept for at least {}, as the law asks.", start_of_sentence(what(to, now)), now.minimum->in_words()) : fmt::format("The law is no longer named as a reason to keep {}.", what(to, now)));
  }
  const bool reason_is_new = old.reason != now.reason && (same_time || now.keep);
  if (reason_is_new) to.same(where, fmt::format("Another reason is given for keeping {}: {}", what(to, now), now.reason));
  if (old.purpose != now.purpose) to.same(where, fmt::format("{} are kept for another purpose: {}.", start_of_sentence(what(to, now)), to.purposes({now.purpose})));
}

}  // namespace

void diff_retention(Sentences& to) {
  compare_lists(
      to.before.retention, to.after.retention, &RetentionRule::id, [&](const RetentionRule& rule) { added(to, rule); }, [&](const RetentionRule& rule) { removed(to, rule); },
      [&](const RetentionRule& old, const RetentionRule& now) { changed(to, old, now); });
}

}  // namespace probity::privacy

#include "privacy/policy/check/findings.hpp"
#include "privacy/policy/publish/sections.hpp"

namespace probity::privacy {
namespace {

/// An entity there is, or one that a capability will bring.
void check_entity(Findings& findings, const RetentionRule& rule, const std::string& where) {
  if (rule.entity == "*" || !rule.needs.empty() || findings.input.models.empty()) return;
  std::vector<std::string> known;
  for (const auto& model : findings.input.models) {
    if (!model) continue;
    if (model->find(rule.entity)) return;
    for (const auto& entity : model->entities()) known.push_back(entity->name);
  }
  findings.refuse(where + ".entity", fmt::format("Nothing called \"{}\" is recorded{} Name an entity of the model, or say under `needs` which capability brings it.", rule.entity,
                                                 or_near(rule.entity, known)));
}

/// What is put away is seen for duties under the law alone, which is a restriction, and that is of people.
void check_action(Findings& findings, const RetentionRule& rule, const std::string& where) {
  if (rule.action != RetentionAction::archive) return;
  const bool of_people = std::ranges::any_of(findings.input.models, [&](const auto& model) {
    const meta::Entity* entity = model ? model->find(rule.entity) : nullptr;
    return entity && entity->subject.kind == meta::Subject::Kind::self;
  });
  if (of_people || (rule.entity != "*" && (findings.input.models.empty() || !rule.needs.empty()))) return;
  findings.refuse(where + ".action", fmt::format("Only people can be put away, and with them what concerns them; \"{}\" cannot. Name the people (contact, lead), or have it deleted or masked.", rule.entity));
}

void check_minimum(Findings& findings, const RetentionRule& rule, const std::string& where) {
  if (!rule.keep) return;
  if (rule.minimum && rule.keep->shorter_than(*rule.minimum)) {
    findings.refuse(where + ".keep", fmt::format("It would be gone after {}, but the rule itself says that the law makes us keep it {}. Keep it at least so long.", rule.keep->in_words(), rule.minimum->in_words()));
    return;
  }
  // A rule for some categories of a record leaves the record itself.
  if (!rule.categories.empty()) return;
  const std::string& country = findings.policy.controller.country;
  const Law::Minimum* law = findings.input.law.minimum(rule.entity, country);
  if (!law || !rule.keep->shorter_than(law->keep)) return;
  findings.refuse(where + ".keep", fmt::format("It would be gone after {}, but {} must be kept {} {} ({}). Keep it at least so long.", rule.keep->in_words(), rule.entity, law->keep.in_words(),
                                               country.empty() ? "in most countries" : "in " + country, law->law));
}

/// What people said and what stands against the use of their data: without it they would be used again against their no.
/// It goes with the person it is about; what an erasure leaves of it is about nobody.
constexpr std::string_view kSaid[] = {"consent", "restriction", "parental_consent", "vendor_refusal", "policy_version", "promise_state"};
/// What was done with their data and when they were told: kept at least as long as somebody may ask for it in court.
constexpr std::string_view kDone[] = {"disclosure", "policy_notice", "cookie_choice"};
/// The list of those who said no outlives the people on it, so it has an end of its own: not before nobody remembers.
constexpr Period kRefused{.years = 5};
constexpr Period kProvable{.years = 3};

void check_evidence(Findings& findings, const RetentionRule& rule, const std::string& where) {
  if (!rule.keep) return;
  if (rule.starts != Starts::erased && std::ranges::find(kSaid, rule.entity) != std::end(kSaid)) {
    findings.refuse(where + ".entity", fmt::format("\"{}\" is the proof of what was said and promised: it goes with the person, never by its age. Take the rule out; a rule for \"*\" leaves it alone as well.", rule.entity));
  }
  if (std::ranges::find(kDone, rule.entity) != std::end(kDone) && rule.keep->shorter_than(kProvable)) {
    findings.refuse(where + ".keep", fmt::format("\"{}\" is the proof of what was done with people's data. Keep it {} at least.", rule.entity, kProvable.in_words()));
  }
  if (rule.entity == "suppression" && rule.keep->shorter_than(kRefused)) {
    findings.refuse(where + ".keep", fmt::format("Whoever said no would be written to again after {}. Keep the list {} at least.", rule.keep->in_words(), kRefused.in_words()));
  }
}

constexpr int kLongestYears = 100;

void check_period(Findings& findings, const RetentionRule& rule, const std::string& where) {
  if (!rule.hold_blocks) findings.refuse(where + ".hold_blocks", "A hold goes before every rule: what is needed for a claim or by a court is not deleted. Leave the key out.");
  if (!rule.keep) return;
  const bool from_its_beginning = rule.starts == Starts::created || rule.starts == Starts::updated || rule.starts == Starts::received || rule.starts == Starts::issued || rule.starts == Starts::signed_on;
  if (from_its_beginning && !Period{}.shorter_than(*rule.keep)) findings.refuse(where + ".keep", "It would be gone the moment it is recorded. Name a period, or do not record it.");
  if (Period{.years = kLongestYears}.shorter_than(*rule.keep)) findings.refuse(where + ".keep", fmt::format("{} is no limit for anybody. Name a period that ends, or say under `reason` what it is needed for.", rule.keep->in_words()));
}

/// Accounts alone are closed.
void check_start(Findings& findings, const RetentionRule& rule, const std::string& where) {
  constexpr std::string_view kAccounts[] = {"member", "membership", "workspace", "session", "token", "account"};
  const bool is_account = rule.entity == "*" || !rule.needs.empty() || std::ranges::find(kAccounts, rule.entity) != std::end(kAccounts);
  if (rule.starts == Starts::erased && rule.entity == "*") {
    findings.refuse(where + ".starts", "Notes and deals that lead to nobody are not what an erasure left. Name the kind of record: consent, disclosure.");
  }
  if (rule.starts != Starts::account_closed || is_account) return;
  findings.refuse(where + ".starts", fmt::format("A \"{}\" has no account that could be closed, so the rule would never begin. Name another start, for instance updated.", rule.entity));
}

void check_section(Findings& findings, const RetentionRule& rule, const std::string& where) {
  if (rule.section.empty() || is_section(rule.section)) return;
  findings.refuse(where + ".section", fmt::format("The published text has no section \"{}\". Name one of: {}.", rule.section, fmt::join(section_names(), ", ")));
}

/// Of two rules for the same nobody knows which holds.
void check_only_one(Findings& findings, const RetentionRule& rule, const std::string& where) {
  for (const RetentionRule& other : findings.policy.retention) {
    if (&other == &rule) return;
    const bool about_same = other.entity == rule.entity && other.categories == rule.categories && other.starts == rule.starts && other.action == rule.action;
    if (about_same && other.keep && rule.keep && other.keep != rule.keep) {
      findings.refuse(where + ".keep", fmt::format("The rule \"{}\" is about the same and says {}. Keep one of them.", other.id, other.keep->in_words()));
    }
  }
}

}  // namespace

void check_retention(Findings& findings) {
  for (const RetentionRule& rule : findings.policy.retention) {
    const std::string where = fmt::format("retention.{}", rule.id);
    check_entity(findings, rule, where);
    check_action(findings, rule, where);
    check_minimum(findings, rule, where);
    check_evidence(findings, rule, where);
    check_period(findings, rule, where);
    check_start(findings, rule, where);
    check_section(findings, rule, where);
    check_only_one(findings, rule, where);
    for (const std::string& category : rule.categories) findings.expect_category(where + ".categories", category);
    for (const std::string& need : rule.needs) findings.expect_capability(where + ".needs", need);
    if (!rule.purpose.empty()) findings.expect_purpose(where + ".purpose", rule.purpose);
    if (!rule.keep && rule.reason.empty()) findings.refuse(where + ".reason", "Without a period the rule must name the need. Write `keep`, or say under `reason` what it is kept for.");
    if (rule.minimum && rule.reason.empty()) findings.refuse(where + ".reason", "A minimum needs the law that sets it. Name it under `reason`.");
  }
}

}  // namespace probity::privacy

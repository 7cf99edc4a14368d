#include "promises/runs.hpp"

#include "base/log.hpp"
#include "base/text.hpp"
#include "domains/notices/api.hpp"
#include "privacy/policy/publish/placeholders.hpp"
#include "promises/run_json.hpp"
#include "promises/unused_fields.hpp"

namespace probity::promises {

/// How a promise stood when it was last written down.
struct Standing {
  Id record;
  State state = State::waiting;
  Timestamp since = 0;
  Timestamp checked_at = 0;
  std::string evidence;
  std::string waiting_for;
};

namespace {

using records::Context;
using records::Draft;

constexpr std::string_view kLastRun = "promises_run";
/// One that stands as it stood is written down anew so often, not with every look.
constexpr Timestamp kWrittenAgain = kDay;
constexpr Timestamp kBetweenLooks = 10 * kSecond;

/// Set while this thread looks: the pages that checks look at are made in the same thread, and must not look themselves.
thread_local bool is_looking = false;
struct Looking {
  Looking() { is_looking = true; }
  ~Looking() { is_looking = false; }
  Looking(const Looking&) = delete;
};

bool is_of(const RunPointer& run, const privacy::PolicyInForce& policy) { return run && run->policy == policy.policy->name && run->version == policy.version; }

/// What a page shows as long as nothing was looked at.
RunPointer nothing_yet(const privacy::PolicyInForce& policy) {
  return std::make_shared<const Run>(Run{.policy = policy.policy->name, .label = policy.policy->label, .version = policy.version, .at = now(), .findings = {}});
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

State state_named(std::string_view name) { return name == "kept" ? State::kept : name == "broken" ? State::broken : State::waiting; }

Result<std::map<std::string, Standing>> standings(const Context& states, const std::string& policy) {
  std::map<std::string, Standing> found;
  PROBITY_TRY(each_row(states, store::Condition::equals("policy", cell(policy)), [&](const Row& row) {
    found[text_of(states, row, "promise")] = {row.id(meta::kId), state_named(text_of(states, row, "state")), integer_of(states, row, "since"), integer_of(states, row, "checked_at"),
                                              text_of(states, row, "evidence"), text_of(states, row, "waiting_for")};
    return true;
  }));
  return found;
}

records::Records::Alter filled(const Run& run, const Finding& finding) {
  return [&run, &finding](store::Reader&, Draft& draft) -> Result<> {
    const auto value = [&](std::string_view field) -> Cell& { return draft.value(*draft.entity->field(field)); };
    value("policy") = cell(run.policy);
    value("promise") = cell(finding.id);
    value("state") = cell(name_of(finding.evidence.state));
    value("since") = Cell{finding.since};
    value("evidence") = cell(finding.evidence.text);
    value("waiting_for") = cell(first_characters(joined(finding.evidence.waiting_for), 1000));
    value("checked_at") = Cell{run.at};
    return {};
  };
}

std::string sentence_of(const Finding& finding, bool broken) { return broken ? fmt::format("{}: {}", finding.id, finding.evidence.text) : fmt::format("{}: {}", finding.id, finding.text); }

/// One sentence, however many they are.
std::string notice_of(std::string_view level, const std::vector<const Finding*>& findings, bool broken) {
  const std::string where = level == records::kSystemWorkspace ? "of this installation" : "of this workspace";
  std::string names;
  for (const Finding* finding : findings) names += (names.empty() ? "" : ", ") + finding->id;
  const bool one = findings.size() == 1;
  if (!broken) return fmt::format("{} {} {} {} no longer broken.", one ? "The promise" : "The promises", names, where, one ? "is" : "are");
  if (one) return fmt::format("The promise {} {} is broken: {}", names, where, findings.front()->evidence.text);
  return fmt::format("The promises {} {} are broken.", names, where);
}

}  // namespace

Runs::Runs(records::Records& records, accounts::Accounts& accounts, const Facts& facts, SendLetter send)
    : records_(records), accounts_(accounts), facts_(facts), send_(std::move(send)) {}

Result<RunPointer> Runs::run(std::string_view level) {
  const std::lock_guard lock(one_at_a_time_);
  return look_at_level(level);
}

Result<RunPointer> Runs::look_at_level(std::string_view level) {
  const Looking looking;
  const privacy::Access access = accounts::program_access(level, "promises");
  PROBITY_ASSIGN(const Context workspace, records_.enter(access));
  const Situation situation{.level = std::string(level), .in_force = workspace.workspace->policy(), .applied = true, .records = records_, .facts = facts_};
  PROBITY_TRY(list_unused_fields(workspace));
  Run run{.policy = situation.policy().name, .label = situation.policy().label, .version = situation.in_force->version, .at = now(), .findings = {}};
  for (Answer& answer : look_at_all(situation)) {
    run.findings.push_back({answer.promise->id, privacy::in_words(situation.policy(), *answer.promise), answer.promise->section, std::move(answer.evidence), run.at});
  }
  return keep(workspace, std::move(run));
}

Result<RunPointer> Runs::run_on_demand(std::string_view level) {
  PROBITY_ASSIGN(const RunPointer before, last(level));
  const Timestamp wait = before ? before->at + kBetweenLooks - now() : 0;
  // A clock that was put back makes nobody wait longer than that.
  if (wait <= 0 || wait > kBetweenLooks) return run(level);
  const std::int64_t seconds = (wait + kSecond - 1) / kSecond;
  return fail(Error{.kind = ErrorKind::too_many, .code = "too_many_looks", .message = fmt::format("The promises were looked at seconds ago. Try again in {} s.", seconds),
                    .extras = fmt::format(R"({{"retry_after":{}}})", seconds)});
}

Result<RunPointer> Runs::current(std::string_view level) {
  PROBITY_ASSIGN(const RunPointer before, last(level));
  PROBITY_ASSIGN(const auto workspace, records_.workspaces().find(level));
  const privacy::PolicyPointer in_force = workspace->policy();
  if (is_of(before, *in_force)) return before;
  if (is_looking) return before ? before : nothing_yet(*in_force);
  const std::lock_guard lock(one_at_a_time_);
  // Whoever held the lock may have looked meanwhile.
  PROBITY_ASSIGN(const RunPointer meanwhile, last(level));
  return is_of(meanwhile, *in_force) ? meanwhile : look_at_level(level);
}

Evidence Runs::look(std::string_view check, std::string_view level) {
  const privacy::Access access = accounts::program_access(level, "promises");
  const auto workspace = records_.enter(access);
  if (!workspace) return broken("This could not be looked at. The cause is in the program's log.");
  const privacy::Promise promise{.id = std::string(check), .text = {}, .section = {}, .checks = {{std::string(check), {}}}, .needs = {}};
  return look_at(promise, {.level = std::string(level), .in_force = workspace->workspace->policy(), .applied = true, .records = records_, .facts = facts_}).evidence;
}

Result<RunPointer> Runs::keep(const Context& workspace, Run run) {
  const meta::Entity* entity = workspace.model().find("promise_state");
  if (!entity) return internal("the model has no promise_state");
  const Context states = records::by_program(workspace, *entity);
  PROBITY_ASSIGN(const auto before, standings(states, run.policy));
  std::vector<const Finding*> broken;
  std::vector<const Finding*> mended;
  for (Finding& finding : run.findings) {
    PROBITY_ASSIGN(const bool turned, keep_state(states, run, finding, before));
    if (turned) (finding.evidence.state == State::broken ? broken : mended).push_back(&finding);
  }
  // Told after it was written down: a kill between the two leaves somebody untold once rather than told for ever.
  const std::string& level = workspace.workspace->slug();
  if (!broken.empty()) tell(level, broken, true);
  if (!mended.empty()) tell(level, mended, false);
  PROBITY_TRY(records::write_setting(*workspace.database, kLastRun, text_of(run)));
  auto kept = std::make_shared<const Run>(std::move(run));
  const std::lock_guard lock(mutex_);
  last_[workspace.workspace->slug()] = kept;
  return kept;
}

Result<bool> Runs::keep_state(const Context& states, const Run& run, Finding& finding, const std::map<std::string, Standing>& before) {
  const auto found = before.find(finding.id);
  const bool known = found != before.end();
  if (known && found->second.state == finding.evidence.state) finding.since = found->second.since;
  const bool same = known && found->second.state == finding.evidence.state && found->second.evidence == finding.evidence.text &&
                    found->second.waiting_for == joined(finding.evidence.waiting_for) && found->second.checked_at > run.at - kWrittenAgain;
  if (same) return false;
  if (known) {
    PROBITY_TRY(records_.alter(states, found->second.record, records::Verb::update, {}, filled(run, finding)));
  } else {
    PROBITY_TRY(records_.create_by(states, {.allow_duplicate = true}, filled(run, finding)));
  }
  const bool was_broken = known && found->second.state == State::broken;
  return was_broken != (finding.evidence.state == State::broken);
}

void Runs::tell(std::string_view level, const std::vector<const Finding*>& findings, bool broken) {
  for (const Finding* finding : findings) log::warning("promises: {} of {} is {} now", finding->id, level, name_of(finding->evidence.state));
  if (const auto told = tell_administrators(level, findings, broken); !told) {
    log::error("promises: the administrators of {} could not be told: {} {}", level, told.error().code, told.error().cause);
  }
}

Result<> Runs::tell_administrators(std::string_view level, const std::vector<const Finding*>& findings, bool broken) {
  PROBITY_ASSIGN(const Caretakers caretakers, caretakers_of(accounts_, level));
  if (caretakers.workspace.empty()) return {};
  const privacy::Access access = accounts::program_access(caretakers.workspace, "promises");
  PROBITY_ASSIGN(const Context workspace, records_.enter(access));
  privacy::Access as_notices;
  const Context notifications = notices::enter(workspace, as_notices);
  const std::string text = notice_of(level, findings, broken);
  std::vector<std::string> sentences;
  for (const Finding* finding : findings) sentences.push_back(sentence_of(*finding, broken));
  for (const accounts::Member& member : caretakers.members) {
    PROBITY_TRY(records_.create_by(notifications, {.allow_duplicate = true}, [&](store::Reader&, Draft& draft) -> Result<> {
      notices::fill({.member = member.id, .kind = "promise", .text = text}, draft);
      return {};
    }));
    if (!send_) continue;
    PROBITY_TRY(send_({std::string(level), broken, sentences, member}));
  }
  return {};
}

Result<> Runs::run_all(Timestamp older_than) {
  PROBITY_ASSIGN(std::vector<std::string> levels, facts_.workspaces());
  levels.insert(levels.begin(), std::string(records::kSystemWorkspace));
  for (const std::string& level : levels) {
    const auto before = last(level);
    if (before && *before && (*before)->at > now() - older_than) continue;
    if (const auto ran = run(level); !ran) log::error("promises: {} could not be looked at: {} {}", level, ran.error().code, ran.error().cause);
  }
  return {};
}

Result<RunPointer> Runs::last(std::string_view level) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = last_.find(level); found != last_.end()) return found->second;
  }
  const privacy::Access access = accounts::program_access(level, "promises");
  PROBITY_ASSIGN(const Context workspace, records_.enter(access));
  PROBITY_ASSIGN(const auto text, records::read_setting(*workspace.database, kLastRun));
  std::optional<Run> run = text ? run_of(*text) : std::nullopt;
  if (!run) return RunPointer{};
  const std::lock_guard lock(mutex_);
  return last_[std::string(level)] = std::make_shared<const Run>(std::move(*run));
}

Result<Caretakers> caretakers_of(accounts::Accounts& accounts, std::string_view level) {
  Caretakers caretakers{.workspace = std::string(level), .members = {}};
  if (level == records::kSystemWorkspace) {
    PROBITY_ASSIGN(const auto workspaces, accounts.list_workspaces());
    if (workspaces.empty()) return Caretakers{};
    caretakers.workspace = std::ranges::min_element(workspaces, {}, &accounts::WorkspaceInfo::id)->slug;
  }
  PROBITY_ASSIGN(const auto members, accounts.members(caretakers.workspace));
  for (const accounts::Member& member : members) {
    const auto access = accounts.access_of_member(caretakers.workspace, member.id, "service");
    if (access && access->grants->administrator) caretakers.members.push_back(member);
  }
  return caretakers;
}

}  // namespace probity::promises

#include "rights/governance/governance.hpp"

#include "base/json.hpp"
#include "rights/governance/announce.hpp"
#include "rights/governance/over_age.hpp"
#include "rights/governance/recipients.hpp"

namespace probity::governance {
namespace {

constexpr std::string_view kDefault = "default";
constexpr std::string_view kAnnounceJob = "policy_notices";
constexpr std::string_view kRaiseJob = "policy_raise";
constexpr std::string_view kWatch = "policy";
/// Letters take their time; how they fared is looked at so often while some are on their way.
constexpr Timestamp kFollowEvery = 5 * kMinute;

/// Of a version that people had to be told of before it began.
constexpr bool kAnnounced = true;

bool is_operator(std::string_view level) { return level == records::kSystemWorkspace; }

/// The overrides of the operator for a workspace: all but who answers for the data, which is somebody else there.
std::string without_controller(const std::string& overrides) {
  auto json = overrides.empty() ? Result<JsonDocument>(JsonDocument(rapidjson::kObjectType)) : parse_json(overrides);
  if (!json) return {};
  json->RemoveMember("controller");
  return json->MemberCount() == 0 ? std::string() : to_json_text(*json);
}

std::string changes_json(const std::vector<privacy::PolicyChange>& changes) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  privacy::write_changes(changes, writer);
  return std::string(text(buffer));
}

Version version_of(const InForce& in_force, std::string state) {
  return {.id = Id::make(), .number = in_force.policy->version, .profile = in_force.profile, .state = std::move(state), .since = in_force.policy->since, .until = 0, .created_at = 0, .by = {},
          .note = {}, .overrides = in_force.overrides, .changes = {}, .document = in_force.document, .widened = widened_json(*in_force.policy)};
}

const Version* pending_in(const std::vector<Version>& versions) {
  const auto found = std::ranges::find(versions, "pending", &Version::state);
  return found == versions.end() ? nullptr : &*found;
}

std::function<std::string(std::string_view)> labels_of(records::Records& records, std::string_view level) {
  return [&records, level = std::string(level)](std::string_view entity) {
    const auto workspace = records.workspaces().find(level);
    const meta::Entity* found = workspace ? (*workspace)->catalog()->model().find(entity) : nullptr;
    std::string label = found ? found->label_many : std::string(entity) + " records";
    if (!label.empty()) label[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(label[0])));
    return label;
  };
}

}  // namespace

Governance::Governance(Parts parts) : parts_(std::move(parts)) {}
Governance::~Governance() = default;

void Governance::work_with(records::Records& records, jobs::Jobs& jobs) {
  records_ = &records;
  jobs_ = &jobs;
  jobs.handle(std::string(kAnnounceJob), [this](jobs::Running& running) {
    auto outcome = announce_all(*records_, parts_, running);
    jobs_->look_again(running.workspace(), kWatch);
    return outcome;
  });
  jobs.handle(std::string(kRaiseJob), [this](jobs::Running& running) -> Result<std::string> {
    PROBITY_ASSIGN(const std::int64_t raised, raise(running.workspace(), [&] { return running.should_stop(); }));
    return fmt::format(R"({{"raised":{}}})", raised);
  });
  jobs.watch(std::string(kWatch), {.ring = [this](const std::string& workspace) { return look(workspace); }});
}

Result<InForce> Governance::first(std::string_view level) {
  std::optional<InForce> from_operator;
  if (!is_operator(level)) {
    const std::scoped_lock lock(operator_mutex_);
    from_operator = operator_;
  }
  const std::string profile = from_operator ? from_operator->profile : std::string(kDefault);
  const std::string overrides = from_operator ? without_controller(from_operator->overrides) : std::string();
  auto loaded = privacy::load_profile(parts_.policies, profile, overrides);
  // A profile that is gone from the folder since the operator chose it is still in the operator's own text.
  if (!loaded && from_operator) loaded = privacy::read_policy(without_controller(from_operator->document), "the operator's policy");
  if (!loaded) return std::unexpected(loaded.error());
  auto policy = std::make_shared<const privacy::Policy>(std::move(loaded->policy));
  return InForce{.profile = profile, .overrides = overrides, .document = std::move(loaded->json), .policy = privacy::PolicyInForce::make({.policy = std::move(policy), .serial = 0, .version = 1, .since = now(), .widened = {}})};
}

Result<privacy::PolicyPointer> Governance::policy_of(std::string_view level, store::Database& database) {
  PROBITY_ASSIGN(auto in_force, read_in_force(database));
  if (!in_force) {
    PROBITY_ASSIGN(in_force, first(level));
    PROBITY_TRY(write_in_force(database, *in_force));
  }
  const std::scoped_lock lock(operator_mutex_);
  if (is_operator(level)) operator_ = *in_force;
  return in_force->policy;
}

Result<InForce> Governance::in_force(std::string_view level) {
  PROBITY_ASSIGN(const auto workspace, records_->workspaces().find(level));
  PROBITY_ASSIGN(const auto database, workspace->database());
  PROBITY_ASSIGN(auto found, read_in_force(*database));
  if (!found) return internal("no policy is in force");
  return std::move(*found);
}

/// Version 1 came into force when the level was opened, before it had records; and a kill may have come between
/// a version and the end of the one before.
Result<std::vector<Version>> Governance::recorded(std::string_view level) {
  Versions store(*records_);
  PROBITY_ASSIGN(std::vector<Version> versions, store.list(level));
  PROBITY_ASSIGN(const InForce current, in_force(level));
  const auto is_current = [&](const Version& version) { return version.number == current.policy->version; };
  if (std::ranges::none_of(versions, is_current)) {
    PROBITY_TRY(store.add(level, {}, version_of(current, "in_force"), {}));
    PROBITY_ASSIGN(versions, store.list(level));
  }
  for (Version& version : versions) {
    if (version.state == "in_force" && version.number < current.policy->version) version.state = "past";
  }
  return versions;
}

Result<std::vector<Version>> Governance::history(std::string_view level) { return recorded(level); }

Result<Version> Governance::version(std::string_view level, std::int64_t number) {
  PROBITY_ASSIGN(std::vector<Version> versions, recorded(level));
  const auto found = std::ranges::find(versions, number, &Version::number);
  if (found == versions.end()) return fail(ErrorKind::not_found, "no_such_version", "There is no such version of the policy.");
  return std::move(*found);
}

Result<std::optional<Version>> Governance::in_force_at(std::string_view level, Timestamp at) {
  PROBITY_ASSIGN(std::vector<Version> versions, recorded(level));
  for (Version& version : versions) {
    const bool was_in_force = version.state == "in_force" || version.state == "past";
    if (was_in_force && version.since <= at) return std::move(version);
  }
  return std::nullopt;
}

Result<Standing> Governance::standing(std::string_view level) {
  PROBITY_ASSIGN(const std::vector<Version> versions, recorded(level));
  Standing standing;
  PROBITY_ASSIGN(standing.in_force, in_force(level));
  if (const Version* pending = pending_in(versions)) standing.pending = *pending;
  const std::int64_t newest = standing.pending ? standing.pending->number : standing.in_force.policy->version;
  PROBITY_ASSIGN(const NoticeCount notices, count_notices(*records_, level, newest));
  standing.on_their_way = notices.on_their_way;
  standing.told = notices.told;
  standing.not_told = notices.not_told;
  if (const auto on_disk = privacy::load_profile(parts_.policies, standing.in_force.profile, standing.in_force.overrides)) {
    standing.changed_on_disk = privacy::diff({.before = *standing.in_force.policy->policy, .after = on_disk->policy, .effective = now(), .people = people_of(level), .over_age = {}, .records_of = labels_of(*records_, level)});
  }
  return standing;
}

/// What is recorded: by the system, and by the workspaces whose data the policy speaks of.
Result<std::vector<std::shared_ptr<const meta::Model>>> Governance::models(std::string_view level) const {
  std::vector<std::shared_ptr<const meta::Model>> models;
  const auto add = [&](std::string_view each) -> Result<> {
    PROBITY_ASSIGN(const auto workspace, records_->workspaces().find(each));
    const auto catalog = workspace->catalog();
    models.emplace_back(catalog, &catalog->model());
    return {};
  };
  PROBITY_TRY(add(records::kSystemWorkspace));
  if (!is_operator(level)) PROBITY_TRY(add(level));
  else if (parts_.workspace_model) models.push_back(parts_.workspace_model());
  return models;
}

Result<Preview> Governance::preview(std::string_view level, const Choice& choice, const Id& actor) {
  PROBITY_ASSIGN(const std::vector<Version> versions, recorded(level));
  PROBITY_ASSIGN(const InForce current, in_force(level));
  return preview(level, choice, actor, current, versions);
}

Result<Preview> Governance::preview(std::string_view level, const Choice& choice, const Id& actor, const InForce& current, const std::vector<Version>& versions) {
  Preview preview;
  PROBITY_ASSIGN(preview.document, privacy::load_profile(parts_.policies, choice.profile, choice.overrides));
  std::vector<std::shared_ptr<const privacy::Policy>> past{current.policy->policy};
  for (const Version& version : versions) {
    if (version.number == current.policy->version || version.state == "withdrawn") continue;
    if (auto document = privacy::read_policy(version.document, "an earlier version")) past.push_back(std::make_shared<const privacy::Policy>(std::move(document->policy)));
  }
  PROBITY_ASSIGN(auto models, this->models(level));
  preview.findings = privacy::check_policy({.document = preview.document, .law = parts_.law, .today = day_of(now(), ""), .models = std::move(models), .checks = parts_.checks, .capabilities = parts_.capabilities,
                                            .history = std::move(past), .running = parts_.running ? std::optional(parts_.running()) : std::nullopt});
  const privacy::Policy& before = *current.policy->policy;
  const auto changes_at = [&](Timestamp effective) {
    return privacy::diff({.before = before, .after = preview.document.policy, .effective = effective, .people = people_of(level),
                          .over_age = [&](const privacy::RetentionRule& rule, Timestamp at) { return over_age(*records_, level, rule, at); }, .records_of = labels_of(*records_, level)});
  };
  preview.effective = now();
  preview.changes = changes_at(preview.effective);
  preview.unchanged = preview.document.json == current.document;
  if (announces(before, level, preview.changes)) {
    PROBITY_ASSIGN(const auto people, recipients(*records_, level));
    preview.told = static_cast<std::int64_t>(people.size());
    preview.not_told_because = why_no_letter_goes(before, parts_.running ? parts_.running().integrations : std::set<std::string>{"smtp"});
    if (!preview.not_told_because.empty()) preview.cannot_be_told = preview.told;
    PROBITY_ASSIGN(const bool someone_waits, anybody_waits(parts_, level, actor, people));
    preview.waits = someone_waits && privacy::must_tell(preview.changes) && before.change.wait.after(now()) > now();
  }
  if (preview.waits) {
    preview.effective = before.change.wait.after(now());
    preview.changes = changes_at(preview.effective);
  }
  return preview;
}

Result<Applied> Governance::apply(std::string_view level, const Choice& choice, const Id& actor) {
  const std::scoped_lock one_at_a_time(applying_);
  PROBITY_ASSIGN(const std::vector<Version> versions, recorded(level));
  PROBITY_ASSIGN(const InForce current, in_force(level));
  PROBITY_ASSIGN(Preview preview, this->preview(level, choice, actor, current, versions));
  const Version* pending = pending_in(versions);
  if (preview.unchanged) {
    if (!pending) return fail(ErrorKind::conflict, "policy_unchanged", "This policy is in force already. Nothing was changed.");
    Version withdrawn = *pending;
    withdrawn.state = "withdrawn";
    PROBITY_TRY(Versions(*records_).change(level, withdrawn, {}));
    return Applied{.version = std::move(withdrawn)};
  }
  PROBITY_TRY(privacy::refuse_bad(preview.findings));
  const std::int64_t number = versions.front().number + 1;
  auto policy = std::make_shared<const privacy::Policy>(std::move(preview.document.policy));
  InForce next{.profile = choice.profile, .overrides = choice.overrides, .document = std::move(preview.document.json),
               .policy = privacy::PolicyInForce::make(privacy::succeed(*current.policy, std::move(policy), number, preview.effective))};
  Version version = version_of(next, preview.waits ? "pending" : "in_force");
  version.by = actor;
  version.note = choice.note;
  version.changes = changes_json(preview.changes);
  PROBITY_ASSIGN(Applied applied, put_in_force(level, actor, std::move(version), std::move(next), versions));
  applied.told = preview.told;
  applied.cannot_be_told = preview.cannot_be_told;
  applied.not_told_because = preview.not_told_because;
  if (preview.told > 0) PROBITY_TRY(announce(level, actor, applied.version));
  jobs_->look_again(level, kWatch);
  return applied;
}

Result<Applied> Governance::put_in_force(std::string_view level, const Id& actor, Version version, InForce next, const std::vector<Version>& before) {
  const bool waits = version.state == "pending";
  store::Plan also;
  if (!waits) plan_in_force(next, also);
  PROBITY_TRY(Versions(*records_).add(level, actor, version, also));
  if (!waits) govern(level, next);
  // What was announced and has not begun gives way to what was decided after it.
  for (const Version& each : before) {
    if (each.state != "pending") continue;
    Version withdrawn = each;
    withdrawn.state = "withdrawn";
    PROBITY_TRY(Versions(*records_).change(level, withdrawn, {}));
  }
  if (!waits) PROBITY_TRY(close_earlier(level, before, version.number, version.since));
  return Applied{.version = std::move(version), .waits = waits};
}

Result<> Governance::close_earlier(std::string_view level, const std::vector<Version>& before, std::int64_t number, Timestamp at) {
  for (const Version& each : before) {
    if (each.number >= number || each.until != 0 || (each.state != "in_force" && each.state != "past")) continue;
    Version past = each;
    past.state = "past";
    past.until = at;
    PROBITY_TRY(Versions(*records_).change(level, past, {}));
  }
  return {};
}

void Governance::govern(std::string_view level, const InForce& in_force) {
  if (const auto workspace = records_->workspaces().find(level)) records_->workspaces().govern(**workspace, in_force.policy);
  const std::scoped_lock lock(operator_mutex_);
  if (is_operator(level)) operator_ = in_force;
}

Result<> Governance::announce(std::string_view level, const Id& actor, const Version& version) {
  PROBITY_TRY(jobs_->enqueue(level, std::string(kAnnounceJob), fmt::format(R"({{"version":{}}})", version.number), actor));
  return {};
}

/// When the pending version of the level takes effect; 0 where there is none, or it just did.
Result<Timestamp> Governance::take_effect(std::string_view level) {
  const std::scoped_lock one_at_a_time(applying_);
  PROBITY_ASSIGN(const std::vector<Version> versions, recorded(level));
  const Version* pending = pending_in(versions);
  if (!pending) return 0;
  if (pending->since > now()) return pending->since;
  PROBITY_ASSIGN(const InForce current, in_force(level));
  PROBITY_ASSIGN(privacy::PolicyDocument document, privacy::read_policy(pending->document, "the announced policy"));
  auto policy = std::make_shared<const privacy::Policy>(std::move(document.policy));
  const InForce next{.profile = pending->profile, .overrides = pending->overrides, .document = pending->document,
                     .policy = privacy::PolicyInForce::make(privacy::succeed(*current.policy, std::move(policy), pending->number, pending->since, kAnnounced))};
  Version begun = *pending;
  begun.state = "in_force";
  store::Plan also;
  plan_in_force(next, also);
  PROBITY_TRY(Versions(*records_).change(level, begun, also));
  govern(level, next);
  PROBITY_TRY(close_earlier(level, versions, begun.number, begun.since));
  PROBITY_TRY(jobs_->enqueue(level, std::string(kRaiseJob), "{}", {}));
  // Whom no letter could reach before, because the service that carries it was itself what is new, gets it now.
  PROBITY_ASSIGN(const NoticeCount notices, count_notices(*records_, level, begun.number));
  if (notices.not_told > 0) PROBITY_TRY(jobs_->enqueue(level, std::string(kAnnounceJob), fmt::format(R"({{"version":{},"again":true}})", begun.number), {}));
  return 0;
}

Result<std::optional<Timestamp>> Governance::look(std::string_view level) {
  PROBITY_ASSIGN(const Timestamp due, take_effect(level));
  PROBITY_ASSIGN(const Followed followed, follow_notices(*records_, level));
  if (followed.told > 0) PROBITY_TRY(jobs_->enqueue(level, std::string(kRaiseJob), "{}", {}));
  std::optional<Timestamp> next;
  if (due != 0) next = due;
  if (followed.more) next = std::min(next.value_or(INT64_MAX), now() + kFollowEvery);
  return next;
}

}  // namespace probity::governance

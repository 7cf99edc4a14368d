#include "installation/installation.hpp"

#include "accounts/own_roles.hpp"
#include "accounts/seats.hpp"
#include "base/crypto.hpp"
#include "base/fault.hpp"
#include "base/time.hpp"
#include "domains/notices/api.hpp"
#include "domains/sales/api.hpp"
#include "installation/file_text.hpp"
#include "records/job_access.hpp"
#include "store/postgres/postgres.hpp"
#include "store/sqlite/sqlite.hpp"

namespace probity::installation {
namespace {

constexpr std::string_view kSystem = "system";
/// What was looked at less long ago, before the program started anew, is not looked at again yet.
constexpr Timestamp kPromisesLookedAt = 50 * kMinute;

std::unexpected<Error> bad_model(const std::vector<meta::Problem>& problems) {
  Error error{.kind = ErrorKind::invalid, .code = "bad_model", .message = fmt::format("The model cannot be used; {} to mend:", problems.size() == 1 ? "one thing" : fmt::format("{} things", problems.size()))};
  for (const meta::Problem& problem : problems) {
    error.message += "\n  " + problem.text();
    error.fields.push_back({problem.where, "bad_model", problem.message});
  }
  return fail(std::move(error));
}

Result<> arm_test_fault(const std::string& point, bool test_folder) {
  if (point.empty()) return {};
  if (!test_folder) return invalid("no_test_folder", "PROBITY_TEST_FAULT works only on a data folder made with `serve --test`. Unset it, or use such a folder.");
  if (arm_fault(point)) return {};
  std::string known;
  for (const std::string_view name : fault_points()) known += (known.empty() ? "" : ", ") + std::string(name);
  return invalid("unknown_fault_point", fmt::format("PROBITY_TEST_FAULT names no place to fail at: \"{}\". There are: {}.", point, known));
}

}  // namespace

std::filesystem::path product_folder(std::string_view name) {
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  // build/probity and build/test/probity belong to the same product.
  for (auto folder = program.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / name, error)) return folder / name;
  }
  return program.parent_path().parent_path() / name;
}

Installation::~Installation() = default;

Result<std::unique_ptr<Installation>> Installation::open(const Options& options) {
  start_crypto();
  std::unique_ptr<Installation> installation(new Installation());
  PROBITY_TRY(installation->load(options));
  PROBITY_TRY(installation->open_store(options));
  PROBITY_TRY(installation->wire());
  PROBITY_TRY(installation->skip_test_step(options.test_skip));
  PROBITY_TRY(installation->check_system());
  PROBITY_TRY(installation->workspaces_->create(kSystem, {}));
  return installation;
}

Result<> Installation::load(const Options& options) {
  options_ = options;
  if (options_.model.empty()) options_.model = product_folder("model");
  if (options_.policies.empty()) options_.policies = product_folder("policies");
  sales::add_hooks(hooks_);
  erasure::add_erasure_hooks(hooks_);
  notices::add_hooks(hooks_);
  incidents::add_hooks(hooks_);
  rights::add_consent_hooks(hooks_, [this] { return secret_for(rights::kConsentSecret); });
  accounts::add_role_hooks(hooks_, [this](std::string_view workspace, const Id& role) { return accounts_->seats().in_use(workspace, role); });
  calendar::add_hooks(hooks_, [this](const Id& member) { return accounts_->name_of(member); });
  PROBITY_ASSIGN(privacy::Policy policy, privacy::load_policy(options_.policies / "default.yaml"));
  PROBITY_TRY(wire_guard());
  policy_ = privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(std::move(policy))});
  vocabulary_ = privacy::vocabulary_of(this->policy());
  vocabulary_.hooks = hooks_.hook_names();
  vocabulary_.computes = hooks_.compute_names();
  PROBITY_ASSIGN(model_, build_model({}, false));
  return {};
}

/// A folder of policies of one's own need not bring lists of words.
Result<> Installation::wire_guard() {
  const auto own = options_.policies / "guard";
  PROBITY_ASSIGN(privacy::guard::HealthWords words, privacy::guard::HealthWords::load(std::filesystem::exists(own) ? own : product_folder("policies") / "guard"));
  hooks_.guard_with(std::make_shared<const records::Guarding>(privacy::guard::Guard(std::move(words)),
                                                              [this](std::string_view workspace, const Id& file) { return text_of_file(*files_, workspace, file); }));
  return {};
}

Result<std::shared_ptr<const meta::Model>> Installation::build_model(const records::Additions& additions, bool system) const {
  if (!system && additions.empty() && model_) return model_;
  meta::ModelBuilder builder(vocabulary_);
  builder.add_folder(system ? options_.model / "system" : options_.model, system);
  if (!system) {
    builder.add_layouts(options_.model / "layouts");
    for (const std::string& entity : additions.entities) builder.add_entity(entity, "added entity", false, true);
    for (const auto& field : additions.fields) builder.add_field(field.entity, field.declaration, "added field");
  }
  auto model = builder.build();
  if (!model) return bad_model(builder.problems());
  return model;
}

Result<> Installation::open_store(const Options& options) {
  PROBITY_ASSIGN(folder_, DataFolder::open(options.data, {.encrypted = options.encrypt, .test = options.test}));
  if (!options.test_clock.empty()) {
    if (!folder_->settings().test) {
      return invalid("no_test_folder", "PROBITY_TEST_CLOCK works only on a data folder made with `serve --test`. Unset it, or use such a folder.");
    }
    PROBITY_TRY(shift_clock(options.test_clock));
  }
  PROBITY_TRY(arm_test_fault(options.test_fault, folder_->settings().test));
  PROBITY_ASSIGN(keys_, KeyRing::open(folder_->path(), folder_->settings().format));
  store::Keys keys{.encryption = nullptr, .seal = keys_->derive("audit seal")};
  const bool encrypted = folder_->settings().encrypted;
  keys.encryption = [this, encrypted](std::string_view name) -> Result<std::string> {
    if (!encrypted) return std::string();
    PROBITY_ASSIGN(const bool made_before, backend_->exists(name));
    return keys_->workspace_key(name, !made_before);
  };
  keys.forget = [this](std::string_view name) { return keys_->destroy_workspace_key(name); };
  if (!options.database.empty()) {
    PROBITY_ASSIGN(backend_, store::open_postgres({.connection = options.database, .keys = std::move(keys)}));
    return {};
  }
  PROBITY_ASSIGN(backend_, store::open_sqlite({.folder = folder_->path() / "workspaces", .keys = std::move(keys)}));
  return {};
}

Result<> Installation::skip_test_step(const std::string& step) const {
  if (step.empty()) return {};
  if (!folder_->settings().test) return invalid("no_test_folder", "PROBITY_TEST_SKIP works only on a data folder made with `serve --test`. Unset it, or use such a folder.");
  std::vector<std::string> known = erasures_->steps();
  for (const std::string_view each : retention::kSteps) known.emplace_back(each);
  if (!step.starts_with("link.") && !step.starts_with("rule.") && std::ranges::find(known, step) == known.end()) {
    return invalid("unknown_step", fmt::format("PROBITY_TEST_SKIP names no step to leave out: \"{}\". There are: {}, and link.ENTITY.FIELD, rule.ID.", step, fmt::join(known, ", ")));
  }
  skip_step(step);
  return {};
}

Result<> Installation::check_system() {
  PROBITY_ASSIGN(const bool there, backend_->exists(kSystem));
  PROBITY_ASSIGN(const auto workspaces, backend_->list());
  if (there || workspaces.empty()) return {};
  return invalid("system_missing", "There are workspaces, but the system's own database, which says who may use them, is missing. Restore it from a backup; nothing was changed.");
}

Result<> Installation::wire() {
  PROBITY_TRY(make_governance());
  workspaces_ = std::make_unique<records::Workspaces>(
      *backend_, [this](const records::Additions& additions) { return build_model(additions, false); },
      [this](const records::Additions& additions) { return build_model(additions, true); },
      [this](std::string_view level, store::Database& database) { return governance_->policy_of(level, database); });
  records_ = std::make_unique<records::Records>(
      records::Records::Parts{*workspaces_, decisions_, changes_, hooks_, keys_->derive("cursor seal"),
                                [this](const Id& member) { return accounts_->name_of(member); },
                                [this](std::string_view workspace) { return accounts_->colleagues(workspace); }});
  reading_ = std::make_unique<records::Reading>(*records_);
  files_ = std::make_unique<files::Files>(folder_->path() / "files");
  accounts_ = std::make_unique<accounts::Accounts>(*records_);
  accounts_->furnish_with([this](const privacy::Access& access) -> Result<> {
    // The policy it begins with is its first version.
    PROBITY_TRY(governance_->history(access.workspace));
    PROBITY_TRY(sales::prepare_workspace(*records_, access));
    return rights::prepare_topics(*records_, access);
  });
  disclosures_ = std::make_unique<disclosure::Disclosures>(*records_, disclosure::Disclosures::Options{.gate = {}, .consent = [this](const privacy::Departure& departure, const privacy::Concerned& person) {
    return consents_->objection(departure.workspace, person.entity, person.person, departure.purpose, departure.channel);
  }});
  jobs_ = std::make_unique<jobs::Jobs>(*backend_);
  subjects_ = std::make_unique<records::Subjects>(*records_, *jobs_);
  ages_ = std::make_unique<records::Ages>(*records_, *subjects_, *jobs_);
  restriction_ends_ = std::make_unique<restriction::Ends>(*records_, *subjects_, *jobs_);
  imports_ = std::make_unique<records::importing::Imports>(*records_, *jobs_, folder_->path() / "imports");
  exports_ = std::make_unique<records::exporting::Exports>(*records_, *jobs_, folder_->path() / "exports");
  PROBITY_ASSIGN(mail::Settings mail, mail_settings(options_.mail, options_.public_url.empty() ? options_.local_url : options_.public_url, keys_->derive("mail")));
  const auto deliver = [this](const privacy::Departure& departure, const privacy::MailServer& server, const privacy::MailMessage& message) {
    return disclosures_->gate().deliver(departure, server, message);
  };
  mail.name_of = [this](std::string_view workspace) {
    const auto info = accounts_->find_workspace(workspace);
    return info ? info->name : std::string();
  };
  outbox_ = std::make_unique<mail::Outbox>(*records_, *jobs_, deliver, std::move(mail));
  governance_->work_with(*records_, *jobs_);
  wire_accounts();
  wire_consents();
  wire_incidents();
  wire_erasure();
  PROBITY_TRY(wire_copies());
  wire_life_cycle();
  wire_retention();
  PROBITY_ASSIGN(security_file_, SecurityFile::open(options_.security));
  PROBITY_TRY(wire_checkpoints());
  handle_jobs();
  wire_promises();
  PROBITY_TRY(wire_requests());
  return {};
}

void Installation::handle_jobs() {
  const records::AccessOf access_of = [this](std::string_view workspace, const Id& actor, std::string_view purpose) {
    return access_for_job(workspace, actor, purpose);
  };
  records::handle_record_jobs(*jobs_, *records_, access_of);
  imports_->handle_jobs(access_of);
  exports_->handle_jobs(access_of);
  reminders_ = std::make_unique<calendar::Reminders>(*jobs_, *records_);
}

Result<> Installation::start_jobs() {
  // What was erased and comes back with a backup is seen by nobody, from the first request on.
  PROBITY_TRY(erasures_->replay());
  PROBITY_TRY(life_cycle_->closing.resume());
  PROBITY_TRY(jobs_->start());
  reading_->start();
  housekeeping_ = std::make_unique<Housekeeping>(std::vector<Housekeeping::Chore>{
      {"ended sessions", [this]() -> Result<> {
         PROBITY_TRY(accounts_->sweep());
         return {};
       }},
      {"lapsed invitations", [this]() -> Result<> {
         PROBITY_TRY(life_cycle_->invitations.sweep());
         return {};
       }},
      {"unused uploads", [this]() -> Result<> {
         PROBITY_TRY(files_->sweep());
         return {};
       }},
      {"old failed rows", [this]() -> Result<> {
         imports_->sweep();
         return {};
       }},
      {"unfinished hand-overs", [this] { return close_unfinished_hand_overs(); }},
      {"security.txt", [this] { return watch_security_txt(); }},
      {"copies for people", [this]() -> Result<> {
         PROBITY_TRY(copies_->sweep());
         return {};
       }},
      {"audit checkpoints", [this] { return make_due_checkpoints(); }},
      {"retention", [this]() -> Result<> {
         PROBITY_ASSIGN(auto slugs, facts_.workspaces());
         slugs.emplace_back(kSystem);
         return retention_->begin_daily(slugs);
       }},
      {"old exports", [this]() -> Result<> {
         exports_->sweep();
         return {};
       }},
      {"promises", [this] { return promises_->run_all(kPromisesLookedAt); }}});
  return {};
}

Result<> Installation::close_unfinished_hand_overs() {
  PROBITY_TRY(disclosures_->book().close_unfinished(kSystem));
  PROBITY_ASSIGN(const auto workspaces, accounts_->list_workspaces());
  for (const auto& workspace : workspaces) PROBITY_TRY(disclosures_->book().close_unfinished(workspace.slug));
  return {};
}

std::set<std::string> Installation::configured_integrations() const {
  std::set<std::string> integrations;
  if (outbox_->settings().server) integrations.insert("smtp");
  return integrations;
}

void Installation::stop_work() {
  housekeeping_.reset();
  jobs_->stop();
  reading_->stop();
}

privacy::Access Installation::command_access(std::string_view workspace) const {
  return accounts::program_access(workspace, "command");
}

}  // namespace probity::installation

#pragma once
// One running Probity: its data folder, its databases and every service over them, wired once.
#include <filesystem>
#include <memory>
#include <string>

#include "accounts/accounts.hpp"
#include "accounts/life_cycle/life_cycle.hpp"
#include "audit/checkpoints.hpp"
#include "domains/calendar/api.hpp"
#include "files/files.hpp"
#include "installation/checkpoint_letters.hpp"
#include "installation/data_folder.hpp"
#include "installation/housekeeping.hpp"
#include "installation/key_ring.hpp"
#include "installation/mail_setup.hpp"
#include "installation/security_file.hpp"
#include "jobs/jobs.hpp"
#include "mail/outbox.hpp"
#include "privacy/decision.hpp"
#include "privacy/policy/policy.hpp"
#include "promises/runs.hpp"
#include "records/exporting/exports.hpp"
#include "records/importing/imports.hpp"
#include "records/records.hpp"
#include "records/look_at_ages.hpp"
#include "records/subject/state.hpp"
#include "rights/consent/consents.hpp"
#include "rights/copies/copies.hpp"
#include "rights/disclosure/disclosures.hpp"
#include "rights/erasure/erasures.hpp"
#include "rights/governance/governance.hpp"
#include "rights/incidents/incidents.hpp"
#include "rights/processing/record.hpp"
#include "rights/requests/requests.hpp"
#include "rights/restriction/restrictions.hpp"
#include "rights/retention/retention.hpp"
#include "store/database.hpp"

namespace probity::installation {

struct Options {
  std::filesystem::path data = "data";
  std::filesystem::path model;     ///< folder of the model; empty: the one beside the program
  std::filesystem::path policies;  ///< folder of the policies; the same
  std::string database;            ///< postgres://..., or empty for SQLite in `data`
  bool encrypt = true;
  bool test = false;
  std::string test_clock;          ///< shift of the program's clock; only on a test folder
  std::string test_fault;          ///< where the program is to be killed (base/fault.hpp); only on a test folder
  std::string test_skip;           ///< a step of erasures or retention runs that is left out; only on a test folder
  std::string public_url;          ///< where people reach it ("https://crm.example.org"), for links in letters and pages
  std::string local_url = "http://127.0.0.1:8080";  ///< where this machine does; links lead there while no other is known
  std::string copy_lives = "P7D";  ///< how long a person may fetch the copy of what is held about them (ISO 8601)
  MailOptions mail = {};
  SecurityOptions security = {};
  CheckpointOptions checkpoints = {};
};

class Installation {
 public:
  /// Loads policy and model (all problems in one error), takes the data folder, opens the system's
  /// workspace. Nothing runs in the background yet.
  static Result<std::unique_ptr<Installation>> open(const Options& options);
  ~Installation();

  const Options& options() const { return options_; }
  DataFolder& folder() { return *folder_; }
  /// The one that ships: the names a model may use. What is in force says governance().
  const privacy::Policy& policy() const { return *policy_->policy; }
  const std::shared_ptr<const meta::Model>& model() const { return model_; }
  store::Backend& backend() { return *backend_; }
  records::Workspaces& workspaces() { return *workspaces_; }
  records::Records& records() { return *records_; }
  jobs::Jobs& jobs() { return *jobs_; }
  records::Subjects& subjects() { return *subjects_; }
  accounts::Accounts& accounts() { return *accounts_; }
  life_cycle::LifeCycle& life_cycle() { return *life_cycle_; }
  files::Files& files() { return *files_; }
  governance::Governance& governance() { return *governance_; }
  disclosure::Disclosures& disclosures() { return *disclosures_; }
  incidents::Incidents& incidents() { return *incidents_; }
  rights::Consents& consents() { return *consents_; }
  erasure::Erasures& erasures() { return *erasures_; }

  audit::Checkpoints& checkpoints() { return *checkpoints_; }
  /// Signs one of that workspace's audit log as it is now, and mails it where it is time for that.
  Result<audit::Checkpoints::Made> make_checkpoint(std::string_view workspace);
  requests::Requests& requests() { return *requests_; }
  records::Reading& reading() { return *reading_; }
  retention::Retention& retention() { return *retention_; }

  mail::Outbox& outbox() { return *outbox_; }
  /// What links in letters and pages begin with: the public URL, or where nobody named one the local; no slash at the end.
  const std::string& link_url() const { return outbox_->settings().public_url; }
  /// What stands at /.well-known/security.txt; "no_security_contact" (not_found).
  Result<std::string> security_txt() const { return security_file_->text(policy(), options_.public_url); }
  const SecurityFile& security_file() const { return *security_file_; }
  /// The ways out that are set up, as `integration` of a policy's processors names them: "smtp".
  std::set<std::string> configured_integrations() const;

  records::exporting::Exports& exports() { return *exports_; }
  copies::Copies& copies() { return *copies_; }
  records::importing::Imports& imports() { return *imports_; }
  /// What is known of the running program, for checks of promises; whoever serves adds how it is reached.
  promises::Facts& facts() { return facts_; }
  promises::Runs& promises() { return *promises_; }
  /// What protects the data, for the record of processing.
  std::vector<processing::Measure> measures() const;
  /// Takes up what was left to do, and runs what is queued from now on.
  Result<> start_jobs();
  /// Waits for what runs in the background and begins nothing more.
  void stop_work();
  /// A secret for one use, the same as long as the installation's key is.
  std::string secret_for(std::string_view use) const { return keys_->derive(use); }

  KeyRing& keys() { return *keys_; }

  /// The program itself at work in a workspace, for commands.
  privacy::Access command_access(std::string_view workspace) const;

 private:
  Installation() = default;
  Result<> load(const Options& options);
  Result<> wire_guard();
  Result<> open_store(const Options& options);
  Result<std::shared_ptr<const meta::Model>> build_model(const records::Additions& additions, bool system) const;
  /// A system that is gone is not made anew beside its workspaces.
  Result<> check_system();
  Result<> skip_test_step(const std::string& step) const;
  Result<> wire();
  void wire_accounts();
  void wire_consents();
  void wire_erasure();
  Result<> wire_copies();
  Result<> wire_requests();
  /// Tells the administrators of a level of a request, by a notification that names nobody.
  Result<> tell_of_request(std::string_view level, const std::string& text, const Id& request);
  void wire_life_cycle();
  /// What whoever asked for a job may do now, also the owner of a closed workspace who takes it along.
  Result<privacy::Access> access_for_job(std::string_view workspace, const Id& actor, std::string_view purpose);
  void wire_retention();
  void wire_incidents();
  void handle_jobs();
  Result<> watch_security_txt();
  Result<> wire_checkpoints();
  /// Those that are due, of every workspace and the system; whoever looks after a log that is not whole is told.
  Result<> make_due_checkpoints();
  /// What a kill left without an answer is marked so, in every workspace.
  Result<> close_unfinished_hand_overs();
  void wire_promises();
  Result<> make_governance();
  /// What the program does that a policy speaks of.
  privacy::RunningFacts running_facts() const;

  Options options_;
  privacy::PolicyPointer policy_;
  std::shared_ptr<const privacy::Law> law_;
  meta::Vocabulary vocabulary_;
  std::shared_ptr<const meta::Model> model_;
  std::unique_ptr<DataFolder> folder_;
  std::unique_ptr<KeyRing> keys_;
  std::unique_ptr<store::Backend> backend_;
  privacy::Decisions decisions_;
  records::Changes changes_;
  records::Hooks hooks_;
  std::unique_ptr<governance::Governance> governance_;
  std::unique_ptr<records::Workspaces> workspaces_;
  std::unique_ptr<records::Records> records_;
  std::unique_ptr<records::Reading> reading_;
  std::unique_ptr<files::Files> files_;
  std::unique_ptr<accounts::Accounts> accounts_;
  std::unique_ptr<disclosure::Disclosures> disclosures_;
  std::unique_ptr<records::importing::Imports> imports_;
  std::unique_ptr<records::exporting::Exports> exports_;
  std::unique_ptr<records::Subjects> subjects_;  ///< these before the jobs, which ring them until they stop
  std::unique_ptr<records::Ages> ages_;
  std::unique_ptr<rights::Consents> consents_;
  std::unique_ptr<requests::Requests> requests_;
  std::unique_ptr<restriction::Ends> restriction_ends_;
  std::unique_ptr<erasure::Erasures> erasures_;
  std::unique_ptr<copies::Copies> copies_;
  std::unique_ptr<retention::Retention> retention_;
  std::unique_ptr<incidents::Incidents> incidents_;
  std::unique_ptr<life_cycle::LifeCycle> life_cycle_;
  std::unique_ptr<jobs::Jobs> jobs_;
  std::unique_ptr<mail::Outbox> outbox_;
  std::optional<SecurityFile> security_file_;
  std::unique_ptr<audit::Checkpoints> checkpoints_;
  std::optional<CheckpointLetters> checkpoint_letters_;
  std::unique_ptr<calendar::Reminders> reminders_;
  promises::Facts facts_;
  std::unique_ptr<promises::Runs> promises_;
  std::unique_ptr<Housekeeping> housekeeping_;  ///< last with the jobs, so that they stop first
};

/// A folder that comes with the product ("model", "web/dist"): beside the folder of the program.
std::filesystem::path product_folder(std::string_view name);

}  // namespace probity::installation

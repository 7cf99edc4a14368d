#pragma once
// Which policy governs a level: its versions, what a change would mean, applying one, telling people of it
// and letting it take effect. A level is the slug of a workspace, or "system": the operator's, over the
// accounts. Thread-safe.
//
// A change that people must be told of first (see privacy::must_tell) is announced and takes effect after the
// period that the policy in force promises; every other at once. What is held already stays closed to new
// uses, and to new processors that people had to be told of, until its people were told.
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "jobs/jobs.hpp"
#include "mail/letter.hpp"
#include "privacy/policy/check/check.hpp"
#include "privacy/policy/diff/diff.hpp"
#include "records/records.hpp"
#include "rights/governance/in_force.hpp"
#include "rights/governance/versions.hpp"

namespace probity::governance {

/// What somebody wants to govern by.
struct Choice {
  std::string profile;
  std::string overrides;  ///< JSON object of the shape of a policy file, or empty
  std::string note;       ///< why, for the list of versions
};

/// What applying a choice now would do.
struct Preview {
  privacy::PolicyDocument document;
  std::vector<privacy::Finding> findings;
  std::vector<privacy::PolicyChange> changes;
  std::int64_t told = 0;        ///< people who will be sent a notice
  std::int64_t cannot_be_told = 0;  ///< of those, whom no letter reaches before it takes effect, as things stand
  std::string not_told_because; ///< why, and what to do
  bool waits = false;           ///< takes effect later, at `effective`
  Timestamp effective = 0;
  bool unchanged = false;       ///< exactly what is in force
};

struct Applied {
  Version version;
  std::int64_t told = 0;
  std::int64_t cannot_be_told = 0;  ///< as in Preview
  std::string not_told_because;
  bool waits = false;
};

/// How a level stands.
struct Standing {
  InForce in_force;
  std::optional<Version> pending;
  /// The profile on disk says something else than the version made of it; empty: it does not, or cannot be read.
  std::vector<privacy::PolicyChange> changed_on_disk;
  std::int64_t on_their_way = 0, told = 0, not_told = 0;  ///< notices of the newest version
};

class Governance {
 public:
  struct Parts {
    std::filesystem::path policies;
    privacy::Law law;
    std::set<std::string, std::less<>> checks = {};        ///< of the registry
    std::set<std::string, std::less<>> capabilities = {};
    std::function<privacy::RunningFacts()> running = {};   ///< empty: the program is not looked at
    std::function<Result<Id>(const mail::Letter&)> send = {};  ///< mail::Outbox::put; empty: nobody can be told
    std::function<std::string()> public_url = {};          ///< of this installation; empty text: not configured
    /// Where a person chooses what happens with their data, for the foot of their letters; empty text: nowhere.
    std::function<Result<std::string>(std::string_view level, std::string_view entity, const Id& person, std::string_view address)> preferences_url = {};
    /// What a workspace records before anything is added to it.
    std::function<std::shared_ptr<const meta::Model>()> workspace_model = {};
    /// Who runs the installation: knows of changes at the level "system" without being told.
    std::function<Result<std::optional<Id>>()> operator_member = {};
  };
  explicit Governance(Parts parts);
  ~Governance();
  Governance(const Governance&) = delete;

  /// For the constructor of records::Workspaces. Where none was ever set: version 1, of default.yaml for the
  /// operator and of the operator's choice for a workspace, set down at once.
  Result<privacy::PolicyPointer> policy_of(std::string_view level, store::Database& database);
  /// Before anything below is called, and before Jobs::start().
  void work_with(records::Records& records, jobs::Jobs& jobs);

  Result<Standing> standing(std::string_view level);
  /// Newest first.
  Result<std::vector<Version>> history(std::string_view level);
  Result<Version> version(std::string_view level, std::int64_t number);
  /// The version whose text was in force then; nothing before the first.
  Result<std::optional<Version>> in_force_at(std::string_view level, Timestamp at);

  /// "unknown_profile" (not_found), "bad_policy", "bad_overrides".
  Result<Preview> preview(std::string_view level, const Choice& choice, const Id& actor);
  /// The same, and "policy_refused" where it cannot be kept, "policy_unchanged" (conflict) where it is in force. A
  /// version that waits is withdrawn by whatever is applied after it, also by what is in force.
  Result<Applied> apply(std::string_view level, const Choice& choice, const Id& actor);
  /// Takes what is due into force, and follows the notices. When to look again; nothing: when something changes.
  Result<std::optional<Timestamp>> look(std::string_view level);
  /// Raises older records of a level whose people were all told. Counts them.
  Result<std::int64_t> raise(std::string_view level, const std::function<bool()>& should_stop = {});

  const std::filesystem::path& policies() const { return parts_.policies; }
  /// Set after construction, where what they need is made later.
  Parts& parts() { return parts_; }

 private:
  Result<InForce> first(std::string_view level);
  Result<InForce> in_force(std::string_view level);
  Result<std::vector<Version>> recorded(std::string_view level);
  Result<std::vector<std::shared_ptr<const meta::Model>>> models(std::string_view level) const;
  Result<Preview> preview(std::string_view level, const Choice& choice, const Id& actor, const InForce& current, const std::vector<Version>& versions);
  Result<Applied> put_in_force(std::string_view level, const Id& actor, Version version, InForce next, const std::vector<Version>& before);
  Result<> announce(std::string_view level, const Id& actor, const Version& version);
  Result<> close_earlier(std::string_view level, const std::vector<Version>& before, std::int64_t number, Timestamp at);
  Result<Timestamp> take_effect(std::string_view level);
  void govern(std::string_view level, const InForce& in_force);

  Parts parts_;
  records::Records* records_ = nullptr;
  jobs::Jobs* jobs_ = nullptr;
  std::mutex applying_;   ///< one change at a time
  std::mutex operator_mutex_;
  std::optional<InForce> operator_;  ///< what new workspaces begin with
};

/// [{"severity","where","file","line","message"}]
void write_findings(const std::vector<privacy::Finding>& findings, JsonWriter& writer);
/// {"version","profile","state","since","until","announced_at","by","note","overrides","changes"}, with `document` where
/// it is asked for.
void write_version(const Version& version, bool with_document, JsonWriter& writer);
void write_versions(const std::vector<Version>& versions, JsonWriter& writer);

}  // namespace probity::governance

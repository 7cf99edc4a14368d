#pragma once
// Looks at every promise again and again, keeps what was found, and tells the administrators once when one is
// broken and once when it is mended. Thread-safe.
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/accounts.hpp"
#include "base/json.hpp"
#include "promises/registry.hpp"

namespace probity::promises {

/// A promise as it was found. A value: it outlives the policy.
struct Finding {
  std::string id;
  std::string text;
  std::string section;
  Evidence evidence;
  Timestamp since = 0;  ///< in this state
};

/// One look at every promise of a level.
struct Run {
  std::string policy;  ///< its name
  std::string label;
  std::int64_t version = 0;
  Timestamp at = 0;
  std::vector<Finding> findings;  ///< in the policy's order
  std::int64_t in_state(State state) const;
};
using RunPointer = std::shared_ptr<const Run>;

/// {"policy","label","version","checked_at","counts":{"kept","broken","waiting"},"promises":[{"id","text","section","state",
/// "evidence","figures":[{"name","value"}],"waiting_for":[],"since"}]}.
void write(const Run& run, JsonWriter& writer);

/// What one look found to have changed, for one administrator.
struct Alert {
  std::string level;                 ///< slug, or "system"
  bool broken = false;               ///< else mended
  std::vector<std::string> promises; ///< one sentence each
  accounts::Member administrator;
};
/// Sends a letter; may be left out, as long as there is no mail.
using SendLetter = std::function<Result<>(const Alert&)>;

class Runs {
 public:
  /// All must outlive it.
  Runs(records::Records& records, accounts::Accounts& accounts, const Facts& facts, SendLetter send = {});

  /// Looks at one level now: a slug, or "system" for the operator's. Survives what fails in a check.
  Result<RunPointer> run(std::string_view level);
  /// The same because somebody asks for it: "too_many_looks" (too_many) within seconds of the last one.
  Result<RunPointer> run_on_demand(std::string_view level);
  /// One check without parameters, now; nothing is kept of it.
  Evidence look(std::string_view check, std::string_view level);
  /// Every level whose last look is at least so long ago. One that fails is told in the log, and the others go on.
  Result<> run_all(Timestamp older_than = 0);
  /// What the last look found, where the policy is the one it looked at; else looks. Never null. While the
  /// same thread looks (a page that a check asks for) it is what was found before.
  Result<RunPointer> current(std::string_view level);
  /// What the last look found, also one before the program started; nothing where there was none.
  Result<RunPointer> last(std::string_view level);

 private:
  /// Under `one_at_a_time_`.
  Result<RunPointer> look_at_level(std::string_view level);
  Result<RunPointer> keep(const records::Context& workspace, Run run);
  /// Whether it broke or was mended.
  Result<bool> keep_state(const records::Context& states, const Run& run, Finding& finding, const std::map<std::string, struct Standing>& before);
  void tell(std::string_view level, const std::vector<const Finding*>& findings, bool broken);
  Result<> tell_administrators(std::string_view level, const std::vector<const Finding*>& findings, bool broken);

  records::Records& records_;
  accounts::Accounts& accounts_;
  const Facts& facts_;
  SendLetter send_;
  std::mutex one_at_a_time_;
  std::mutex mutex_;
  std::map<std::string, RunPointer, std::less<>> last_;
};

/// Who looks after a level: the administrators of the workspace; for the operator those of the first one, which
/// whoever set up the installation made.
struct Caretakers {
  std::string workspace;  ///< in which they are told; empty where there is none yet
  std::vector<accounts::Member> members;
};
Result<Caretakers> caretakers_of(accounts::Accounts& accounts, std::string_view level);

}  // namespace probity::promises

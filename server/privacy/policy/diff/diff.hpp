#pragma once
// What another policy changes, for whom, in sentences that need no lawyer.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "privacy/policy/policy.hpp"

namespace probity::privacy {

enum class Severity {
  narrower,  ///< less is used, kept, shared or allowed; or more is promised
  same,      ///< other words
  wider      ///< more is used, kept, shared or allowed; or less is promised
};
std::string_view name_of(Severity severity);

struct PolicyChange {
  Severity severity = Severity::same;
  std::string where;                    ///< "retention.people"
  std::string text;                     ///< one to three sentences
  bool tell = false;                    ///< the people concerned are to be told before it holds
  std::optional<std::int64_t> deletes;  ///< records over the new age when it takes effect
  bool operator==(const PolicyChange&) const = default;
};

struct DiffInput {
  const Policy& before;
  const Policy& after;
  Timestamp effective = 0;              ///< when `after` takes effect
  std::string people = "the people concerned";
  /// How many records the rule would find over its age at that moment; nothing where that is not known.
  std::function<std::optional<std::int64_t>(const RetentionRule&, Timestamp)> over_age = {};
  /// What to call the records of an entity: "contacts". May be left out.
  std::function<std::string(std::string_view entity)> records_of = {};
};

/// In the order of the sections of a policy. Empty where both say the same.
std::vector<PolicyChange> diff(const DiffInput& input);
/// Whether anybody has to be told before it may hold.
bool must_tell(const std::vector<PolicyChange>& changes);
/// [{"severity","where","text","tell","deletes"?}]
void write_changes(const std::vector<PolicyChange>& changes, JsonWriter& writer);

/// (purpose, category) pairs that `after` allows and `before` did not, though it knew the category: data of
/// that category may be there, collected when nobody was told of this use. A new purpose that rests on consent is
/// left out: only who agrees to it is concerned.
std::vector<std::pair<std::string, std::string>> widened_pairs(const Policy& before, const Policy& after);
/// Processors of `after` that are new, or receive more kinds of data, or for more purposes, than they did.
std::vector<std::string> opened_processors(const Policy& before, const Policy& after);
/// `next` in force after `current`, as `version`: new pairs hold for what is recorded from then on. `announced`: people
/// had to be told first, so that new processors, too, get only what is recorded from then on.
PolicyInForce succeed(const PolicyInForce& current, std::shared_ptr<const Policy> next, std::int64_t version, Timestamp since, bool announced = false);

}  // namespace probity::privacy

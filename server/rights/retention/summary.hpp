#pragma once
// What a run leaves: counts without anything that tells of whom, numbered, signed, and bound to the run before it, so
// that none can be changed, left out or taken away unseen.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "records/records.hpp"

namespace probity::retention {

/// The installation's hand under a text, and how it is told.
struct Seal {
  std::function<std::string(std::string_view message)> sign;
  std::function<bool(std::string_view message, std::string_view signature)> is_genuine;
};

/// What was done by one rule to the records of one entity.
struct Tally {
  std::string rule;
  std::string entity;
  std::string action;               ///< as the policy writes it: "remove"
  std::int64_t count = 0;
  std::int64_t kept_back = 0;       ///< due, but something that was not there when it was listed stood against it
  std::optional<Timestamp> oldest;  ///< the longest ago that the rule's clock of one of them started
};

struct Summary {
  Id id;
  std::int64_t number = 0;
  Timestamp moment = 0;
  Timestamp started_at = 0;
  Timestamp finished_at = 0;
  std::int64_t policy_version = 0;
  std::vector<Tally> tallies;
  std::string rules = {};      ///< the tallies as they are kept and signed: JSON
  std::string previous = {};   ///< hex; empty for the first
  std::string hash = {};       ///< hex
  std::string signature = {};

  std::int64_t total() const;
};

/// [{"rule","entity","action","count","kept_back","oldest"}].
void write(const std::vector<Tally>& tallies, JsonWriter& writer);
std::vector<Tally> read_tallies(const JsonValue& list);
/// {"id","number","moment","started_at","finished_at","rules","previous","hash","signature"}.
void write(const Summary& summary, JsonWriter& writer);

/// Numbers, binds and signs it and puts it on record, unless one of its id is there: a run that was cut off after. One
/// at a time for each workspace.
Result<Summary> keep(records::Records& records, const records::Context& workspace, Summary summary, const Seal& seal);
/// From the last to the first, at most so many.
Result<std::vector<Summary>> last_summaries(const records::Context& workspace, int limit);
/// Empty where all are genuine and none is missing from the first to the last; else what is wrong in words.
Result<std::string> check_summaries(const records::Context& workspace, const Seal& seal);

}  // namespace probity::retention

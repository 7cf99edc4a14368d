#pragma once
// How long one record stays, and why: the policy in force, the law's minima and what stands for or against the person
// concerned, weighed by privacy/policy/precedence.
#include <functional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "privacy/policy/precedence.hpp"
#include "promises/facts.hpp"
#include "records/records.hpp"

namespace probity::promises {

/// A part of a record that has a rule of its own.
struct KeptPart {
  std::vector<std::string> categories;
  privacy::KeptUntil kept;
};

struct Explanation {
  privacy::KeptUntil record;
  std::vector<KeptPart> parts;
};

/// The column of an entity in which the clock of a rule starts; empty where it has none.
std::string clock_column(const meta::Entity& entity, privacy::Starts starts);

/// Of a record that this access sees; "not_found".
Result<Explanation> explain(records::Records& records, const records::Context& context, const Id& id);

/// {"until","because","grounds":[{"kind","rule","until","because","decides"}],"parts":[{"categories","until","because"}]}.
void write(const Explanation& explanation, JsonWriter& writer);
/// For reading.
std::string in_words(const Explanation& explanation);

}  // namespace probity::promises

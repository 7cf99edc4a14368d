#pragma once
// How long one record stays, and why, in words: every rule, minimum and hold that speaks to it, weighed.
#include <functional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "rights/retention/weigh.hpp"

namespace probity::retention {

/// A part of a record that has a rule of its own.
struct KeptPart {
  std::vector<std::string> categories;
  privacy::KeptUntil kept;
};

struct Explanation {
  privacy::KeptUntil record;
  std::vector<KeptPart> parts;
};

/// Of one row in Entity::columns order.
Result<Explanation> explain(const Rules& rules, const records::Context& context, store::Reader& reader, const Row& row);

/// {"until","because","grounds":[{"kind","rule","until","because","decides"}],"parts":[{"categories","until","because"}]}.
void write(const Explanation& explanation, JsonWriter& writer);
/// For reading.
std::string in_words(const Explanation& explanation);

}  // namespace probity::retention

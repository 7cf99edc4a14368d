#pragma once
// What a look at a policy found, for whoever asked on the command line.
#include <string>

#include "promises/registry.hpp"

namespace probity::promises {

struct Counts {
  int kept = 0;
  int broken = 0;
  int waiting = 0;
};
Counts counted(const std::vector<Answer>& answers);

/// {"profile","promises":[{"id","state","evidence","figures":[{"name","value"}],"waiting_for":[]}]}.
std::string report_json(std::string_view profile, const std::vector<Answer>& answers);
/// For reading: what is broken first, then what waits and for what, then what is kept, with the figures.
std::string report_text(const privacy::Policy& policy, const std::vector<Answer>& answers);

}  // namespace probity::promises

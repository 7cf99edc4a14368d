#pragma once
// What the law has kept for a while whatever the person asks (GDPR Art. 17(3)(b)), as the policy's rules say.
#include "records/records.hpp"

namespace probity::reach {

struct Minimum {
  std::optional<Timestamp> until;  ///< nothing: what it counts from has not happened yet
  std::string because;
};

/// The statutory minimum that a record has not outlived: the longest of the policy in force; nothing where there is none.
Result<std::optional<Minimum>> statutory_minimum(const records::Context& context, store::Reader& reader, const meta::Entity& entity, const Id& record);

}  // namespace probity::reach

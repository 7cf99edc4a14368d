#pragma once
#include <optional>

#include "privacy/policy/policy.hpp"
#include "records/records.hpp"

namespace probity::governance {

/// How many records a retention rule would find over its age at that moment, by the dates every record has.
/// Nothing where its clock starts at something else, or nothing of the kind is recorded.
std::optional<std::int64_t> over_age(records::Records& records, std::string_view level, const privacy::RetentionRule& rule, Timestamp at);

/// How many people of the level are under the age limits of a policy by their birthday; nothing where that cannot be told.
std::optional<std::int64_t> under_age(records::Records& records, std::string_view level, const privacy::Policy& policy);

}  // namespace probity::governance

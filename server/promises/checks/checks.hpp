#pragma once
// The groups of checks, each in a file of its own; promises/registry.cpp puts them together.
#include <vector>

#include "promises/registry.hpp"

namespace probity::promises {

std::vector<Check> record_checks();
std::vector<Check> guard_checks();
std::vector<Check> retention_checks();
std::vector<Check> processor_checks();
std::vector<Check> disclosure_checks();
std::vector<Check> consent_checks();
std::vector<Check> purpose_checks();
std::vector<Check> cookie_checks();
std::vector<Check> signal_checks();
std::vector<Check> age_checks();
std::vector<Check> log_checks();
std::vector<Check> policy_checks();
std::vector<Check> publication_checks();
std::vector<Check> request_checks();
std::vector<Check> security_checks();

}  // namespace probity::promises

#pragma once
// Telling people of a change, and what follows once they know.
#include "rights/governance/governance.hpp"
#include "rights/governance/recipients.hpp"

namespace probity::governance {

/// Whom a policy speaks of: "the people this workspace holds data about".
std::string people_of(std::string_view level);

/// Why no letter about a change can leave under the policy in force; empty: it can. `integrations`: those configured.
std::string why_no_letter_goes(const privacy::Policy& in_force, const std::set<std::string>& integrations);

/// Whether anybody among them has to hear of it first: not who decides it.
Result<bool> anybody_waits(const Governance::Parts& parts, std::string_view level, const Id& actor, const std::vector<Recipient>& people);

/// The job that writes to everybody about one version; taken up again after a kill, it writes to nobody twice.
Result<std::string> announce_all(records::Records& records, const Governance::Parts& parts, jobs::Running& running);

}  // namespace probity::governance

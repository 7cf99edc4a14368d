#pragma once
// From what is known of a person to what may be sent to them, and why in words. Pure.
#include "rights/consent/consents.hpp"

namespace probity::rights {

struct Facts {
  const privacy::Policy& policy;
  privacy::consent::Question question;
  std::string topic_name = {};
  bool there = false;                   ///< a live record of theirs exists
  privacy::SubjectState state = 0;
  std::vector<Recorded> events = {};    ///< everything they ever said, oldest first
  std::vector<AddressHash> addresses = {};  ///< that the channel would use
  std::vector<std::pair<std::string, Suppression>> suppressions = {};
};

/// Whether the person has a say in it.
bool has_switch(const privacy::Purpose& purpose);

/// Why a statement is not taken: the program did not witness it; nobody has a say in it.
std::string not_witnessed(const meta::Entity& consent, std::string_view method);
std::string no_consent_needed(const privacy::Purpose& purpose);

Verdict verdict_of(Facts facts, Timestamp at);

/// The chain, a line each: "2026-01-31: has agreed (form, https://…). Counts." Names nobody.
std::vector<std::string> chain_in_words(const Verdict& verdict);

}  // namespace probity::rights

#pragma once
// What people may ask for, how a request stands, and what happens to one: the names that the rows keep, and words.
#include <optional>
#include <string_view>

namespace probity::requests {

enum class Kind { access, portability, rectification, erasure, restriction, objection, withdrawal, complaint, question };
/// As in the Data Rights Protocol 1.0.
enum class State { open, in_progress, fulfilled, revoked, expired, denied };
enum class Denial { suspected_fraud, insuf_verification, no_match, claim_not_covered, outside_jurisdiction, too_many_requests, other };
enum class Awaits { nothing, identity, clarification };
enum class Identity { not_needed, unproven, proven };
enum class Event {
  received, acknowledged, passed_on, identified, proof_asked, proof_failed, identity_confirmed, clarification_asked, resumed, extended, started,
  assigned, sent, noted, carried_out, not_carried_out, routed, overdue, fulfilled, denied, revoked, expired
};

template <typename Name> std::string_view name_of(Name name);
template <typename Name> std::optional<Name> named(std::string_view text);

/// "erasure of your data", as a letter says it.
std::string_view words_of(Kind kind);
/// "The identity could not be proven."
std::string_view words_of(Denial denial);
/// "proof of identity is awaited"; empty for nothing.
std::string_view words_of(Awaits awaits);

inline bool is_over(State state) { return state != State::open && state != State::in_progress; }
/// Answered without anything of the person's being shown or changed.
inline bool needs_proof(Kind kind) { return kind != Kind::complaint && kind != Kind::question; }

}  // namespace probity::requests

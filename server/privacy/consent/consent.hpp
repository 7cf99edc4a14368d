#pragma once
// What a person has said about being contacted, or about a use of their data: a sequence of events, never
// one flag that the next overwrites. The state at any moment is folded from them, so that the answer to
// "why" is always the chain that made it. Pure; thread-safe.
//
// States are those of ISO/IEC TS 27560 (as the DPV guide names them); only `given` and `renewed` allow.
// Every event may follow every state; one that cannot be true there has no effect, and the chain says so:
//
//   requested, request_deferred   while nothing is in force; an agreement in force stays in force
//   given                         always
//   renewed                       only of what was given: given, renewed or expired. A no is not renewed
//   refused, withdrawn            always: a no counts whatever was before
//   expired                       ends what is in force; of an open request nothing remains (unknown)
//   invalidated, revoked          end what was given; the person's own no stays theirs
//
// A yes counts for the channel it was given for. A no without a channel counts for every channel, and
// without a topic for every topic. A yes without a topic counts for each topic that needs none of its own.
// What was said through a link in a letter was said by whoever reads that mailbox: a yes, a request and the end
// of either count for that address alone. A no counts for every address.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"

namespace probity::privacy::consent {

enum class State { unknown, requested, request_deferred, refused, given, expired, invalidated, revoked, withdrawn, renewed };
inline constexpr int kStates = 10;
std::string_view name_of(State state);
std::optional<State> state_named(std::string_view name);
/// As one says it of a person: "has agreed", "has withdrawn their agreement".
std::string_view words_of(State state);

constexpr bool allows(State state) { return state == State::given || state == State::renewed; }
/// Takes away, so that it counts for everything it does not narrow down.
constexpr bool takes_away(State state) {
  return state == State::refused || state == State::withdrawn || state == State::revoked || state == State::invalidated || state == State::expired;
}

/// The channels there are. Empty text where a use has none.
inline constexpr std::string_view kChannels[] = {"email", "phone", "text", "post", "fax"};
bool is_channel(std::string_view name);

struct Event {
  Id id;
  Timestamp at = 0;                        ///< when the person said it
  State state = State::unknown;
  std::optional<Timestamp> expires_at;     ///< of given, renewed and requests
  std::string purpose;
  std::string channel;                     ///< empty: of the purpose as a whole
  Id topic;                                ///< nil: of every topic
  std::string address = {};                ///< hash of the address it was said for; empty: of no address in particular
};

struct Question {
  std::string purpose;
  std::string channel;
  Id topic;
  bool topic_needs_own = false;            ///< a yes that names no topic does not count for this one
  std::string address = {};                ///< hash of the one address that is asked about; empty: whichever
};

/// Whether the event speaks to the question at all.
bool concerns(const Event& event, const Question& question);

struct Standing {
  State state = State::unknown;
  Timestamp since = 0;                     ///< 0 while unknown from the start
  std::optional<Timestamp> expires_at;     ///< while in force
  bool objects = false;                    ///< said no, and not yes since: what legitimate interests ask
  Id decided_by;                           ///< the event that made it so; nil where time or nothing did
  bool allows() const { return consent::allows(state); }
};

/// One event of the chain and what it did.
struct Step {
  Event event;
  State before = State::unknown;
  State after = State::unknown;
  bool counted = false;                    ///< it could be true then
};

/// The state at `at` from the events that concern the question, in the order in which they happened (ids
/// break ties), whatever order they are given in. Later events are not seen. `steps` may be null.
Standing standing(std::span<const Event> events, const Question& question, Timestamp at, std::vector<Step>* steps = nullptr);

/// When what is in force, or an open request, next ends by itself after `at`; nothing where nothing does.
std::optional<Timestamp> next_expiry(std::span<const Event> events, const Question& question, Timestamp at);

/// What is shown instead of an address: "a***@example.org", "+49***67". Masking it again changes nothing.
std::string masked_email(std::string_view address);
std::string masked_phone(std::string_view number);

}  // namespace probity::privacy::consent

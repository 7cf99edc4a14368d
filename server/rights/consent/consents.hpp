#pragma once
// What people have said about being contacted, kept: written as events that nobody changes or deletes, asked
// before anything is sent, and open to the person through links that need no sign-in. Thread-safe.
//
// A person is a record whose entity is `subject: self`. Their events are records of the entity "consent" that link
// to them, so that they move with a merge and stay, masked, after an erasure. Each event is written in one
// transaction with what follows from it: a no puts the person's addresses on the suppression list.
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "jobs/jobs.hpp"
#include "mail/letter.hpp"
#include "privacy/consent/consent.hpp"
#include "privacy/subject_state.hpp"
#include "records/records.hpp"
#include "rights/consent/suppressions.hpp"

namespace probity::rights {

/// Something a person said, to be recorded.
struct Statement {
  privacy::consent::State state = privacy::consent::State::unknown;
  std::string purpose;
  std::string channel;                    ///< empty: the purpose as a whole
  Id topic = {};                          ///< nil: every topic
  Timestamp at = 0;                       ///< when it was said; 0: now. Never in the future
  std::optional<Timestamp> expires_at = {};
  std::string method;                     ///< a choice of consent.method
  std::string source;                     ///< where it came from
  std::string wording = {};               ///< what the person was shown
  std::string wording_version = {};
  std::string language = {};
  std::string address = {};               ///< email or phone it was said for; kept masked
  std::string address_hash = {};          ///< the same, as on the suppression list; empty: as `address` says, or of no address in particular
  std::string ip_address = {};            ///< kept as the policy's log "consent" says; masked where it says nothing
  std::string evidence = {};
  Id evidence_file = {};
};

/// An event as it was kept.
struct Recorded {
  privacy::consent::Event event;
  std::string method, source, wording, wording_version, language, address, evidence;  ///< address: masked; its hash is in the event
  std::int64_t policy_version = 0;
  Id by;                                  ///< nil: the person or the program
};

/// What holds for one address of a person.
struct AddressVerdict {
  std::string address;                    ///< masked
  bool allowed = false;
  std::string code, reason;               ///< as in Verdict
};

/// May it be sent, and why.
struct Verdict {
  bool allowed = false;
  std::string code;                       ///< "allowed", "not_needed", "no_agreement", "objected", "suppressed", "restricted", "minor", "unknown_purpose", "unknown_topic", "no_such_person"
  std::string reason;                     ///< one or two sentences, names nobody
  privacy::consent::Standing standing;
  std::vector<privacy::consent::Step> chain;  ///< what was said, oldest first
  std::vector<Recorded> events;           ///< of the chain, in the same order
  std::vector<AddressVerdict> addresses = {};  ///< those that the channel would use; allowed where one of them is
};

/// A kind of message, as the preference page offers it.
struct Choice {
  std::string purpose;
  std::string channel;                    ///< empty: a use of data that has no channel
  Id topic;                               ///< nil: the purpose itself
  std::string label;
  std::string explanation;
  bool by_agreement = true;               ///< else it happens unless the person objects
  bool on = false;
  privacy::consent::State state = privacy::consent::State::unknown;
};

struct Preferences {
  std::vector<Choice> choices;
  std::vector<std::string> suppressed;    ///< masked addresses of theirs that are on the suppression list
};

struct Change {
  std::string purpose;
  std::string channel;
  Id topic;
  bool on = false;
};

/// The links of one message. https where the installation is.
struct WaysOut {
  std::string unsubscribe_url;            ///< takes the one-click POST of RFC 8058
  std::string preferences_url;
  std::string list_unsubscribe;           ///< value of the header
  std::string list_unsubscribe_post;      ///< value of the header
  std::string footer_text;                ///< plain text
  std::string footer_html;
};

/// Who holds a link, without saying who they are.
struct Holder {
  std::string workspace;
  Id link;
  bool confirmation = false;              ///< else to preferences
  std::string entity;                     ///< empty once the person was deleted or erased
  Id person;
  std::string purpose, channel;
  Id topic;
  std::string address;                    ///< masked
  std::string address_hash;               ///< as on the suppression list; empty for none
  std::string wording, wording_version, language;
  std::optional<Timestamp> valid_for;
  Timestamp expires_at = 0;               ///< 0: never
  bool used = false;
};

/// A question put to a person, to be answered by a link in a letter.
struct Invitation {
  std::string purpose;
  std::string channel = "email";
  Id topic = {};
  std::string address;                    ///< where the letter goes
  std::string wording;
  std::string wording_version = {};
  std::string language = "en";
  std::string source;
  std::string ip_address = {};
  std::optional<Timestamp> valid_for = {};  ///< how long the agreement lasts once given
};

/// Ways of saying something that the program alone can witness: through a link, a browser or time. What people or files
/// tell of is none of them.
bool is_witnessed_by_program(std::string_view method);

/// Whether a record of the entity, perhaps one in the bin, may be asked what its person said: what a person said is kept and answered also
/// while their data is restricted. "not_found", "not_a_person".
Result<> check_person(const records::Context& context, const Id& person);

/// The use for which the installation's secret of hashes and links is derived.
inline constexpr std::string_view kConsentSecret = "consents";

/// What a person's events make of the bits of their state: `bits` are those of the purposes they spoke of.
struct StateSaid {
  privacy::SubjectState state = 0;
  privacy::SubjectState bits = 0;
};
Result<StateSaid> said_by(const records::Context& context, store::Reader& reader, const Id& person);

class Consents {
 public:
  struct Parts {
    records::Records& records;
    jobs::Jobs& jobs;
    std::string secret;                   ///< of the installation, for hashes and links: 32 bytes
    std::string public_url;               ///< without a slash at the end
    std::function<Result<Id>(const mail::Letter&)> send;  ///< the outbox
    /// Sets and clears bits of a person's state, and of all that concerns them.
    std::function<Result<>(const records::Context& person, const Id& id, privacy::SubjectState set, privacy::SubjectState clear)> mark;
    Timestamp confirm_within = 7 * kDay;  ///< how long a letter's question stays open
  };
  explicit Consents(Parts parts);
  ~Consents();
  Consents(const Consents&) = delete;

  /// Registers what falls due by itself: agreements that run out. Before Jobs::start().
  void watch();
  /// Does what is due in a workspace now and tells when the next is; see jobs::Watch.
  Result<std::optional<Timestamp>> ring(const std::string& workspace);

  // `context` stands at the person's entity under the caller's access: "not_found" for a person they do not see,
  // "not_a_person" where records of the entity are none.

  /// Records an event; who may change the person may, also while the person's data is restricted. Errors (invalid):
  /// "no_proof" without a source, "unknown_purpose", "unknown_channel", "unknown_topic", "unknown_method",
  /// "not_witnessed" for a method that the program alone can witness, "no_consent_needed", "in_the_future",
  /// "expires_before", and "suppressed" (conflict) for a yes while the address is on the list.
  Result<Id> record(const records::Context& context, const Id& person, const Statement& statement);
  /// Every event of the person, oldest first.
  Result<std::vector<Recorded>> history(const records::Context& context, const Id& person);
  Result<Verdict> why(const records::Context& context, const Id& person, std::string_view purpose, std::string_view channel, const Id& topic = {});
  Result<Preferences> preferences(const records::Context& context, const Id& person);
  /// What does not differ is not recorded again. `how` gives method, source and the like of each event.
  Result<> set_preferences(const records::Context& context, const Id& person, const std::vector<Change>& changes, const Statement& how);
  /// Asks by letter: records the request, sends the template "double-opt-in". "suppressed" where an administrator put
  /// the address on the list; "no_address" where it is none of the person's.
  Result<Id> invite(const records::Context& context, const Id& person, const Invitation& invitation);

  /// Asked by whoever sends, with the program's own hand. `topic` is a topic's id or name, or empty; `address` an
  /// email address or phone number, or empty where the channel has none.
  Result<Verdict> may_send(std::string_view workspace, std::string_view entity, const Id& person, std::string_view purpose, std::string_view channel,
                           std::string_view topic, std::string_view address);
  /// For the gate, which knows no topic: why nothing of the purpose may go to them on that channel, or empty.
  Result<std::string> objection(std::string_view workspace, std::string_view entity, const Id& person, std::string_view purpose, std::string_view channel);
  /// Links and texts for one bulk message. The same for the same person, list and address, for as long as they are.
  Result<WaysOut> ways_out(std::string_view workspace, std::string_view entity, const Id& person, std::string_view purpose, std::string_view channel,
                           std::string_view topic, std::string_view address);

  /// The same for whoever holds a link, at the address it was sent to.
  Result<WaysOut> ways_out(const Holder& holder);

  // Through a link, for whoever holds it. "unknown_link" (not_found) for any text that is none, whatever the reason.

  Result<Holder> holder_of(std::string_view token);
  /// Out of the list the message was of. Again: the same, and nothing is recorded twice.
  Result<> unsubscribe(const Holder& holder, std::string_view method, std::string_view ip_address);
  /// Out of everything that a person may leave.
  Result<> leave_everything(const Holder& holder, std::string_view ip_address);
  /// What the holder's browser objects to on their behalf (method "gpc"); once, for what they do not object to already.
  Result<> object_by_signal(const Holder& holder, const std::set<std::string>& purposes, std::string_view ip_address);
  Result<Preferences> preferences(const Holder& holder);
  Result<> set_preferences(const Holder& holder, const std::vector<Change>& changes, std::string_view ip_address);
  /// Answers an invitation, once: "link_used" (conflict), "link_expired" (conflict).
  Result<> confirm(const Holder& holder, std::string_view ip_address);

  Suppressions& suppressions() { return suppressions_; }

 private:
  /// Somebody's word on its way to being kept.
  struct Said {
    const Statement& statement;
    Id by;                       ///< nil: the person, or the program
    std::optional<Id> id = {};   ///< of one id there is never a second
  };
  /// What is asked of a person's events.
  struct Asked {
    privacy::consent::Question question;
    std::string topic_name;
    std::optional<AddressHash> address;
  };
  Result<records::Context> person_at(const records::Context& workspace, const Holder& holder) const;
  Result<Id> keep(const records::Context& person, const Id& id, const Said& said);
  Result<Verdict> judge(const records::Context& person, const Id& id, const Asked& asked);
  Result<Asked> asked(const records::Context& workspace, std::string_view purpose, std::string_view channel, std::string_view topic, std::string_view address);
  Result<> change(const records::Context& person, const Id& id, const std::vector<Change>& changes, const Statement& how, const Id& by);
  /// `address`: hash of the one address that the switches are asked for; empty: any of the person's.
  Result<Preferences> preferences_of(const records::Context& person, const Id& id, const std::string& address);
  Result<WaysOut> ways_of(const records::Context& workspace, std::string_view entity, const Id& person, const Asked& list);
  Result<> use_once(const records::Context& workspace, const Holder& holder);
  /// Brings the bits of the person's state in line with what they said.
  Result<> settle(const records::Context& person, const Id& id);
  Result<> settle_pending(const std::string& workspace);

  Parts parts_;
  Suppressions suppressions_;
  std::mutex mutex_;
  std::map<std::string, std::set<Id>, std::less<>> pending_;  ///< consents and people whose state may have changed, by workspace
  std::uint64_t listener_ = 0;
};

/// The hooks that model/ names: "consent.recorded", "consent.kept", "consent.topic", "consent.suppressed". `hooks` must
/// stay where it is; `secret` gives the key of the suppression list once it is there.
void add_consent_hooks(records::Hooks& hooks, std::function<std::string()> secret);

/// The topics that a new workspace begins with; those that are there already stay as they are.
Result<> prepare_topics(records::Records& records, const privacy::Access& access);

}  // namespace probity::rights

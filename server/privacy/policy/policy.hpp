#pragma once
// A policy: what is promised about people's data, in one file under policies/. Everything that decides,
// deletes, sends or publishes reads it from here. Immutable once loaded; share freely between threads.
//
// There are two levels: the operator's policy governs the accounts (the workspace "system"), and each
// workspace's own governs the people it holds, whose controller that workspace is.
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "meta/model.hpp"

namespace probity::privacy {

/// An ISO 8601 duration of calendar units ("P90D", "P2Y", "P28D", "P3M").
struct Period {
  int years = 0;
  int months = 0;
  int days = 0;
  std::string text() const;      ///< "P2Y"
  std::string in_words() const;  ///< "2 years"
  Timestamp after(Timestamp start) const;   ///< by the calendar in UTC; the 31st becomes the last of a shorter month
  Timestamp before(Timestamp end) const;
  bool shorter_than(const Period& other) const;  ///< counted from one same day
  bool operator==(const Period&) const = default;
};
std::optional<Period> parse_period(std::string_view text);

struct Category {
  std::string name;      ///< fideslang data category
  std::string label;
  bool special = false;  ///< GDPR Art. 9, or one the policy refuses to hold (identity numbers, credentials)
};

/// GDPR Art. 6(1).
enum class Basis { consent, contract, legal_obligation, vital_interests, public_task, legitimate_interests };
/// The purpose for which what is restricted is still looked at (GDPR Art. 18(2)); its id is 6.
inline constexpr std::string_view kLegalObligation = "legal_obligation";
std::string_view name_of(Basis basis);
std::string_view words_of(Basis basis);

struct Purpose {
  int id = 0;              ///< 1 to 24, stable, never reused: the bit of a subject's state
  std::string name;        ///< "service"
  std::string label;
  std::string explanation; ///< one or two sentences for the person
  Basis basis = Basis::contract;
  std::string fideslang;
  std::string dpv;
  /// Categories it may use; a name covers those beneath it ("user.contact" covers "user.contact.email").
  std::vector<std::string> categories;
  bool may_object = false; ///< the person has a switch: GDPR Art. 21, or an opt-out promised beyond it
  bool covers(std::string_view category) const;
};

/// When a rule's clock starts.
enum class Starts { created, updated, last_accessed, account_closed, contract_ended, issued, received, signed_on, deleted, erased };
std::string_view name_of(Starts starts);
std::string_view words_of(Starts starts);
enum class RetentionAction { remove, mask, archive };
std::string_view name_of(RetentionAction action);

struct RetentionRule {
  std::string id;
  std::string entity;                   ///< of the model, or "*"; may be one that no capability brings yet (see `needs`)
  std::vector<std::string> categories;  ///< empty: the whole record
  std::string purpose;
  Starts starts = Starts::created;
  std::optional<Period> keep;           ///< nothing: as long as `reason` says
  RetentionAction action = RetentionAction::remove;
  bool hold_blocks = true;
  std::optional<Period> minimum;        ///< the law makes us keep it so long
  std::string reason;                   ///< why so long; for "as needed" the need, and for a minimum the law
  std::string section;                  ///< of the published text
  std::vector<std::string> needs;       ///< capabilities without which there is nothing of the kind
};

enum class Safeguard { none_needed, adequacy, data_privacy_framework, standard_clauses, binding_rules, consent, privacy_shield };
std::string_view name_of(Safeguard safeguard);
std::string_view words_of(Safeguard safeguard);
enum class StatementState { in_hand, awaited, in_preparation };

struct Processor {
  std::string id;
  std::string name;
  std::string kind;                     ///< "hosting", "payment", "email", "support", "analytics", ...
  std::string task;                     ///< what it does for us, one sentence
  std::vector<std::string> purposes;
  std::vector<std::string> categories;  ///< what it receives; a name covers those beneath it
  std::string country;                  ///< ISO 3166-1, or "EU"
  std::string region;                   ///< in words, e.g. "EU data centres"; may be empty
  Safeguard safeguard = Safeguard::none_needed;
  std::string safeguard_until;          ///< ISO date, where the framework is dated; empty: open
  std::optional<Period> keep;           ///< nothing: `keep_text`
  std::string keep_text;                ///< "not stated" is a value that shows
  std::string statement_url;
  StatementState statement = StatementState::in_hand;
  std::string notice_date;              ///< ISO date from which data may flow; empty: since the policy began
  std::string integration;              ///< of this program that hands data over ("smtp", "stripe", ...); empty: none of ours
  std::vector<std::string> hosts;       ///< a connection goes to these only; "" entries are refused; empty: what the setting of the integration names
  bool may_refuse = false;              ///< a person can opt out of it
  std::string without_it;               ///< what then stops working, for the person
  std::string contact;                  ///< address that takes orders to erase or to correct; empty: people see to it
  std::optional<bool> no_own_use;       ///< it uses the data for nothing of its own; nothing: nobody has confirmed that
  std::optional<bool> confidential;     ///< its people agreed not to disclose; nothing: nobody has confirmed that
};
/// Whether it stands for one that the operator has yet to name: "[name of the hosting service]".
bool is_placeholder(const Processor& processor);

enum class CookieKind { essential, functional, analytics, marketing };
std::string_view name_of(CookieKind kind);
struct Cookie {
  std::string name;
  CookieKind kind = CookieKind::essential;
  std::string purpose;                  ///< in words
  std::optional<Period> keep;           ///< nothing: a session cookie
  std::string set_by;                   ///< "probity" for the product's own, else a processor's id or "customer"
};

struct AgeLimit {
  std::optional<int> years;             ///< nothing: none stated
  std::map<std::string, int> by_country;
  bool parental_consent = false;        ///< a parent's verified consent lets a minor's data stay
};

enum class DoNotTrack { honoured, ignored, not_stated };
struct Signals {
  DoNotTrack do_not_track = DoNotTrack::not_stated;
  std::string do_not_track_text;        ///< what is said of it
  bool global_privacy_control = false;
  std::set<std::string> opts_out_of;    ///< purposes that a signal objects to
};

enum class AddressForm { raw, masked, anonymous, none };
/// How one log keeps addresses (IP).
struct LogRule {
  std::string id;          ///< "sign_in", "request", "statistics", "signature", "chat"
  std::string label;
  AddressForm address = AddressForm::masked;
  std::string why;
};

enum class GuardAct { allow, warn, mask, refuse };
/// What is done with a find of the guard, by its kind ("payment_card", "iban", "us_ssn", "uk_nino", "national_id", "health").
using GuardRules = std::map<std::string, GuardAct>;

struct Rights {
  enum class Clock { month, days28, ccpa } clock = Clock::month;
  bool erase_at_once = false;           ///< else within the clock
  std::set<std::string> kinds;          ///< "access", "rectification", "erasure", "restriction", "objection", "portability", "withdrawal", "complaint"
  std::vector<std::string> complaint_route;  ///< in order: "us", "authority", "arbitration"
  std::string overseer;                 ///< authority or arbitrator by name
};

struct Change {
  enum class Notice { email, post_date, email_or_site } notice = Notice::email;
  bool forward_only = true;             ///< else effective on posting
  Period wait;                          ///< between notice and effect where people must be told first
};

struct Controller {
  std::string name, address, country, email, phone, representative, officer, officer_email, officer_address;
};

/// One thing promised, and how it is looked at.
struct Promise {
  struct Check {
    std::string name;                        ///< of the registry
    std::map<std::string, std::string> with;
  };
  std::string id;                            ///< "F9"
  std::string text;
  std::string section;
  std::vector<Check> checks;                 ///< at least one; the worst answer counts
  std::vector<std::string> needs;            ///< capabilities; while one is missing the promise waits
};

struct Policy {
  std::string name;                          ///< "small-business"
  std::string label;
  std::string summary;                       ///< for whom it is meant
  std::string file;                          ///< where it was read
  Controller controller;
  std::vector<Category> categories;
  std::vector<Purpose> purposes;
  std::vector<RetentionRule> retention;
  std::vector<Processor> processors;
  std::vector<Cookie> cookies;
  AgeLimit age;
  Signals signals;
  std::vector<LogRule> logs;
  GuardRules guard;
  Rights rights;
  Change change;
  std::vector<std::string> registration;     ///< fields an account asks for; the first are required
  std::vector<std::string> registration_optional;
  std::set<std::string> disclosure_grounds;  ///< "duty", "defence", "wrongdoing", "safety", "liability"
  bool publish_requests = false;             ///< support requests may be published
  std::string calendar_sync;                 ///< "one_way", "two_way" or "none"
  std::set<std::string> sequence_mail_keeps; ///< "subject", "body", "message_id", "thread", "opened", "bounced"
  std::vector<std::pair<std::string, std::string>> statements;  ///< section id, further sentence for the published text
  std::vector<Promise> promises;

  const Category* category(std::string_view name) const;
  const Purpose* purpose(std::string_view name) const;
  const Processor* processor(std::string_view id) const;
  const RetentionRule* rule(std::string_view id) const;
  const LogRule* log(std::string_view id) const;
  /// May this purpose use that category? "none" is data about nobody: always.
  bool allows(std::string_view purpose, std::string_view category) const;
};

/// A policy in force at one level, with what its history adds. Immutable.
struct PolicyInForce {
  std::shared_ptr<const Policy> policy;
  std::uint64_t serial = 0;                  ///< unique in this process; compiled decisions carry it
  std::int64_t version = 1;                  ///< of this level; records keep it in `_policy_version`
  Timestamp since = 0;                       ///< when it took effect
  /// First version that lets a purpose use a category, where that is not the first: data that stands under
  /// an older version is not used so until its person was told or agreed. By (purpose, category), each
  /// category as the policy declares it.
  std::map<std::pair<std::string, std::string>, std::int64_t> widened;
  /// First version that let a processor receive what it receives now, where people had to be told of that first. What
  /// stands under an older version does not go there, but for what the law demands: the notice itself may.
  std::map<std::string, std::int64_t, std::less<>> opened;
  std::int64_t first_version_of(const std::string& purpose, const std::string& category) const;
  std::int64_t first_version_for(std::string_view processor) const;
  static std::shared_ptr<const PolicyInForce> make(PolicyInForce policy);  ///< gives the serial
};
using PolicyPointer = std::shared_ptr<const PolicyInForce>;

/// Reads a policy file and those it extends. All problems in one error "bad_policy", each with file and line.
Result<Policy> load_policy(const std::filesystem::path& file);

/// The names a model may use under this policy; hooks and computes are added by who knows them.
meta::Vocabulary vocabulary_of(const Policy& policy);

}  // namespace probity::privacy

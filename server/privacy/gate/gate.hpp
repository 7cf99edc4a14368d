#pragma once
// The only way out. What leaves names the processor it goes to, why, and about whom; the gate asks the
// policy and the people's state, writes the disclosures first, and then connects. Thread-safe.
//
// Errors (kind forbidden unless said): "not_a_processor", "notice_not_over", "safeguard_over", "host_not_listed",
// "purpose_not_listed", "category_not_listed", "person_refuses"; each explained with what to do, logged without
// personal data, and kept in the ledger as refused. Of the connection (all unavailable): "unreachable" where nothing
// left, "no_answer" where something may have, "not_trusted" where its certificate does not hold. Of a mail server
// besides: "sign_in_refused" and "mail_deferred" (both unavailable: user or password, and every reply of 4xx),
// "mail_rejected" (invalid: a reply of 5xx to the message or its recipient, which is final). Messages of these three
// name the reply and go into the record of the message only, for a server may repeat the address in it; they are
// never logged.
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "net/exchange.hpp"
#include "privacy/policy/policy.hpp"
#include "privacy/subject_state.hpp"

namespace probity::privacy {

/// A person something is about, and which categories of theirs go out.
struct Concerned {
  std::string entity;
  Id person;
  std::vector<std::string> categories;
};

struct Departure {
  std::string workspace;   ///< slug, or "system"
  std::string integration; ///< of this program: "smtp", ...; the policy's processor of that name gets it
  std::string purpose;
  std::string channel;     ///< "email", "phone", "text", "post", "fax", or empty
  std::string call;        ///< what is done, in words that name nobody: "message sent", "GET /v1/charges"
  std::vector<Concerned> people;
  Id actor;                ///< nil: the program
};

/// Where a connection goes.
struct Destination {
  std::string host;
  std::uint16_t port = 0;
};

using net::HttpAnswer;
using net::HttpRequest;
using net::MailMessage;
using net::MailServer;

/// What the gate asks of the rooms above, which keep people and disclosures.
class Ledger {
 public:
  virtual ~Ledger() = default;
  /// The policy of that level.
  virtual Result<PolicyPointer> policy(std::string_view workspace) = 0;
  /// What stands against using this person's data, their refusal of that processor included ("" when nothing
  /// does, else in words).
  virtual Result<std::string> objection(const Departure& departure, const Concerned& person, const Processor& processor) = 0;
  /// Writes one row per person (one without a person where nobody is concerned), durable when it returns.
  /// `refused` says why where it does not leave.
  virtual Result<std::vector<Id>> enter(const Departure& departure, const Processor* processor, const Destination& destination, std::string_view refused) = 0;
  /// How it ended: "done"; "failed: ..." where nothing was handed over; "unknown: ..." where it may have been.
  /// Without personal data.
  virtual Result<> close(std::string_view workspace, const std::vector<Id>& rows, std::string_view result) = 0;
};

/// Hands over what may leave: asks, writes the disclosures, connects, writes how it ended.
class Gate {
 public:
  /// What the operator of the installation says, for every level.
  struct Options {
    /// Hosts that may stand in a private network. Mail servers may anyway: the operator alone sets those.
    std::set<std::string, std::less<>> own_hosts = {};
    std::filesystem::path authorities = {};  ///< PEM file of certificate authorities; empty: the system's
  };
  explicit Gate(Ledger& ledger) : ledger_(ledger) {}
  Gate(Ledger& ledger, Options options) : ledger_(ledger), options_(std::move(options)) {}

  Result<HttpAnswer> fetch(const Departure& departure, const HttpRequest& request);
  Result<> deliver(const Departure& departure, const MailServer& server, const MailMessage& message);
  /// What the gate would say, without going. Writes nothing.
  Result<> may_pass(const Departure& departure, const Destination& destination);

  /// How many connections this program has opened to elsewhere since it started; counted where they are opened, so
  /// that it can be compared with the ledger.
  static std::int64_t connections_opened();

 private:
  struct Verdict {
    PolicyPointer policy;                  ///< keeps `processor` alive
    const Processor* processor = nullptr;  ///< null where the policy has none for it
    std::optional<Error> refused;
  };
  Result<Verdict> judge(const Departure& departure, const Destination& destination);
  Result<> refuse(const Departure& departure, const Destination& destination, const Verdict& verdict);
  /// `connect` is called once, after the rows are on disk, and only then opens a connection, to that destination alone.
  Result<> pass(const Departure& departure, const Destination& destination, const std::function<Result<>()>& connect);
  Ledger& ledger_;
  Options options_;
};

}  // namespace probity::privacy

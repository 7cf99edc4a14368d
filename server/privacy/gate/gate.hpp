#pragma once
// The only way out. What leaves names the processor it goes to, why, and about whom; the gate asks the
// policy and the people's state, writes the disclosures first, and then connects. Thread-safe.
//
// Errors (kind forbidden unless said): "not_a_processor", "notice_not_over", "purpose_not_listed",
// "category_not_listed", "person_refuses", "host_not_listed"; each explained, logged without personal data,
// and kept in the ledger as refused. "unreachable" (unavailable) where the other end does not answer,
// "not_trusted" (unavailable) where its certificate does not hold. Of a mail server besides: "sign_in_refused"
// and "mail_deferred" (both unavailable: user or password, and every reply of 4xx), "mail_rejected" (invalid: a
// reply of 5xx to the message or its recipient, which is final). Messages of these name the reply and go into
// the record of the message only, for a server may repeat the address in it; they are never logged.
#include <functional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
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

struct HttpRequest {
  std::string method = "GET";
  std::string url;         ///< https only, but to this machine
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
struct HttpAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// An SMTP server as the operator configured it.
struct MailServer {
  std::string host;
  std::uint16_t port = 587;
  enum class Security { tls, starttls, none } security = Security::starttls;
  std::string user, password;  ///< empty: no authentication
  std::string authorities;     ///< file (PEM) of those whose certificates are trusted; empty: the system's
};
struct MailMessage {
  std::string from;                     ///< envelope sender
  std::vector<std::string> recipients;  ///< envelope recipients
  std::string data;                     ///< the whole message, RFC 5322, CRLF
};

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
  /// How it ended: "done", or "failed: ..." without personal data.
  virtual Result<> close(std::string_view workspace, const std::vector<Id>& rows, std::string_view result) = 0;
};

/// Hands over what may leave: asks, writes the disclosures, connects, writes how it ended.
class Gate {
 public:
  explicit Gate(Ledger& ledger) : ledger_(ledger) {}
  Result<HttpAnswer> fetch(const Departure& departure, const HttpRequest& request);
  Result<> deliver(const Departure& departure, const MailServer& server, const MailMessage& message);
  /// What the gate would say, without going. Writes nothing.
  Result<> may_pass(const Departure& departure, const Destination& destination);

 private:
  /// `connect` is called once, after the rows are on disk, and only then opens a connection, to that destination alone.
  Result<> pass(const Departure& departure, const Destination& destination, const std::function<Result<>()>& connect);
  Ledger& ledger_;
};

}  // namespace probity::privacy

#include "privacy/gate/gate.hpp"

#include "base/log.hpp"
#include "net/outgoing/outgoing.hpp"
#include "privacy/gate/rules.hpp"

namespace probity::privacy {
namespace {

/// For the ledger. The message of an error is left out where the other end's words are in it.
std::string result_of(const Result<>& connected) {
  if (connected) return "done";
  const Error& error = connected.error();
  if (error.code == "sign_in_refused") return "failed: the mail server did not accept who we are";
  // Whom it was for the mail server has seen, though not what was said.
  if (error.code == "mail_rejected") return "unknown: the mail server saw the address, and did not take the message";
  if (error.code == "mail_deferred") return "unknown: the mail server saw the address, and did not take the message yet";
  const bool may_have_left = error.code == "no_answer" || error.code == "answer_too_large";
  return fmt::format("{}: {}", may_have_left ? "unknown" : "failed", error.message);
}

}  // namespace

Result<Gate::Verdict> Gate::judge(const Departure& departure, const Destination& destination) {
  PROBITY_ASSIGN(PolicyPointer policy, ledger_.policy(departure.workspace));
  Verdict verdict{policy, processor_for(*policy->policy, departure.integration), std::nullopt};
  verdict.refused = refusal_of(*policy->policy, verdict.processor, departure, destination);
  for (std::size_t each = 0; !verdict.refused && each < departure.people.size(); ++each) {
    PROBITY_ASSIGN(const std::string objection, ledger_.objection(departure, departure.people[each], *verdict.processor));
    if (!objection.empty()) verdict.refused = Error{.kind = ErrorKind::forbidden, .code = "person_refuses", .message = objection};
  }
  return verdict;
}

Result<> Gate::refuse(const Departure& departure, const Destination& destination, const Verdict& verdict) {
  log::info("gate: refused {} through {} for {} in {}, about {} people", verdict.refused->code, departure.integration, departure.purpose, departure.workspace, departure.people.size());
  if (auto entered = ledger_.enter(departure, verdict.processor, destination, verdict.refused->message); !entered) {
    log::error("gate: a refusal could not be written down: {} {}", entered.error().code, entered.error().cause);
  }
  return fail(*verdict.refused);
}

Result<> Gate::pass(const Departure& departure, const Destination& destination, const std::function<Result<>()>& connect) {
  PROBITY_ASSIGN(const Verdict verdict, judge(departure, destination));
  if (verdict.refused) return refuse(departure, destination, verdict);
  PROBITY_ASSIGN(const std::vector<Id> rows, ledger_.enter(departure, verdict.processor, destination, {}));
  const Result<> connected = connect();
  if (auto closed = ledger_.close(departure.workspace, rows, result_of(connected)); !closed) {
    // What was sent is sent; the rows say "open", and become "unknown" at the next start.
    log::error("gate: how a hand-over ended could not be written down: {} {}", closed.error().code, closed.error().cause);
  }
  return connected;
}

Result<HttpAnswer> Gate::fetch(const Departure& departure, const HttpRequest& request) {
  PROBITY_ASSIGN(const net::outgoing::Place place, net::outgoing::place_of(request.url));
  const net::outgoing::Way way{.may_be_private = options_.own_hosts.contains(place.host), .authorities = options_.authorities};
  HttpAnswer answer;
  PROBITY_TRY(pass(departure, {place.host, place.port}, [&]() -> Result<> {
    PROBITY_ASSIGN(answer, net::outgoing::fetch(request, way));
    return {};
  }));
  return answer;
}

Result<> Gate::deliver(const Departure& departure, const MailServer& server, const MailMessage& message) {
  const net::outgoing::Way way{.may_be_private = true, .authorities = server.authorities.empty() ? options_.authorities : std::filesystem::path(server.authorities)};
  return pass(departure, {server.host, server.port}, [&] { return net::outgoing::send_mail(server, message, way); });
}

std::int64_t Gate::connections_opened() { return net::outgoing::connections_opened(); }

Result<> Gate::may_pass(const Departure& departure, const Destination& destination) {
  PROBITY_ASSIGN(const Verdict verdict, judge(departure, destination));
  if (verdict.refused) return fail(*verdict.refused);
  return {};
}

}  // namespace probity::privacy

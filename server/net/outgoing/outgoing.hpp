#pragma once
// The only code that opens a connection to somewhere else. It knows nothing of policies: privacy/gate, the one
// room that may include this, has asked before. One call, one connection, to the host that is named and to no
// other: no redirects, no proxies, no cookies, nothing from the environment. Thread-safe; calls block.
//
// Errors: "bad_url", "bad_request", "bad_address", "too_large" (of what is to be sent), "private_address" (forbidden),
// "unreachable" and "not_trusted" (unavailable) where nothing left; "no_answer" (unavailable) and "answer_too_large"
// (too_large) where something may have been received; of mail servers "mail_rejected" (invalid: for good),
// "mail_deferred" and "sign_in_refused" (unavailable). Only the messages of these three hold what the other end
// wrote, which may name an address.
#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "net/exchange.hpp"

struct sockaddr;

namespace probity::net::outgoing {

struct Way {
  /// The host may stand in a network of its own (10.0.0.0/8, this machine, ...). Else a name that leads there
  /// is refused, whoever answers for it, so that nobody reaches what only this machine may reach.
  bool may_be_private = false;
  std::filesystem::path authorities = {};  ///< PEM file of certificate authorities; empty: the system's
  std::chrono::milliseconds to_connect{10'000};
  std::chrono::milliseconds in_all{60'000};
  std::size_t largest_answer = 16U << 20U;
};

struct Place {
  std::string scheme;     ///< "https" or "http"
  std::string host;       ///< lower case, without a final dot or brackets
  std::uint16_t port = 0;
};
/// "bad_url" for what is no URL, has a user or a password, or is not https (http: only to this machine).
Result<Place> place_of(const std::string& url);

Result<HttpAnswer> fetch(const HttpRequest& request, const Way& way);
Result<> send_mail(const MailServer& server, const MailMessage& message, const Way& way);

/// How many connections this program has opened to elsewhere since it started, however they ended.
std::int64_t connections_opened();

/// "localhost", or an address of the loopback network, as written.
bool is_this_machine(std::string_view host);
/// Whether the address belongs to the public internet (RFC 6890 and its registries).
bool is_public(const sockaddr& address);

}  // namespace probity::net::outgoing

#pragma once
// What goes over the wire and what comes back, in plain values. Sending them is net/outgoing's, which only
// privacy/gate may use.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace probity::net {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;         ///< https only, but to this machine
  Headers headers;
  std::string body;
};
struct HttpAnswer {
  int status = 0;          ///< a redirect is an answer like any other: nobody follows it
  Headers headers;         ///< names in lower case
  std::string body;
};

/// An SMTP server as the operator of the installation configured it, who may choose one in the own network.
struct MailServer {
  std::string host;
  std::uint16_t port = 587;
  enum class Security { tls, starttls, none } security = Security::starttls;
  std::string user, password;  ///< empty: no authentication; never sent without TLS but to this machine
  std::string authorities;     ///< file (PEM) of those whose certificates are trusted; empty: the system's
};
struct MailMessage {
  std::string from;                     ///< envelope sender
  std::vector<std::string> recipients;  ///< envelope recipients
  std::string data;                     ///< the whole message, RFC 5322, CRLF
};

}  // namespace probity::net

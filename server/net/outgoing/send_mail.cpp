#include <algorithm>

#include "base/text.hpp"
#include "net/outgoing/transfer.hpp"

namespace probity::net::outgoing {
namespace {

constexpr std::size_t kLargestMessage = 40U << 20U;
constexpr std::size_t kLongestReply = 300;

/// What can stand between < and > of an SMTP command and be nothing else (RFC 5321, section 4.1.2).
bool is_envelope_address(std::string_view address) {
  return !address.empty() && address.size() <= 320 && address.find('@') != std::string_view::npos && std::ranges::all_of(address, [](unsigned char letter) {
    return letter > 0x20 && letter != 0x7f && letter != '<' && letter != '>';
  });
}

Result<> check(const MailServer& server, const MailMessage& message) {
  const bool bounces = message.from.empty();
  if ((!bounces && !is_envelope_address(message.from)) || message.recipients.empty() || !std::ranges::all_of(message.recipients, is_envelope_address)) {
    return invalid("bad_address", "An address of this message is none that mail can be sent to.");
  }
  if (message.data.size() > kLargestMessage) return fail(ErrorKind::too_large, "too_large", "The message is larger than 40 MiB, which mail servers do not take.");
  if (server.security == MailServer::Security::none && !server.password.empty() && !is_this_machine(server.host)) {
    return invalid("bad_request", "A password is not sent without encryption. Choose TLS or STARTTLS for the mail server.");
  }
  return {};
}

/// RFC 5321, section 4.1.1.1: who we are; the domain we send from says no more than the message does.
std::string greeting_of(const MailMessage& message) {
  const auto at = message.from.rfind('@');
  const std::string domain = at == std::string::npos ? "" : message.from.substr(at + 1);
  const bool plain = !domain.empty() && std::ranges::all_of(domain, [](unsigned char letter) { return std::isalnum(letter) || letter == '.' || letter == '-'; });
  return plain ? domain : "localhost";
}

std::string url_of(const MailServer& server, const MailMessage& message) {
  const bool v6 = server.host.find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}/{}", server.security == MailServer::Security::tls ? "smtps" : "smtp", v6 ? "[" : "", server.host, v6 ? "]" : "", server.port, greeting_of(message));
}

/// What the server's reply means for whoever sends: 4 "not now", 5 "not this" (RFC 5321, section 4.2.1).
std::unexpected<Error> refusal(long status, std::string_view reply) {
  const std::string said = is_valid_text(reply) ? std::string(first_characters(reply, kLongestReply)) : fmt::format("{}", status);
  if (status >= 500) return invalid("mail_rejected", fmt::format("The mail server does not take this message: {}", said));
  return fail(ErrorKind::unavailable, "mail_deferred", fmt::format("The mail server does not take this message now: {}", said));
}

}  // namespace

Result<> send_mail(const MailServer& server, const MailMessage& message, const Way& way) {
  PROBITY_TRY(check(server, message));
  Transfer transfer(way);
  transfer.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  transfer.set(CURLOPT_URL, url_of(server, message));
  transfer.set(CURLOPT_USE_SSL, static_cast<long>(server.security == MailServer::Security::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!server.user.empty()) {
    transfer.set(CURLOPT_USERNAME, server.user);
    transfer.set(CURLOPT_PASSWORD, server.password);
  }
  transfer.set(CURLOPT_MAIL_FROM, "<" + message.from + ">");
  for (const std::string& recipient : message.recipients) transfer.add_recipient("<" + recipient + ">");
  transfer.upload(message.data);
  const CURLcode code = transfer.run();
  if (code == CURLE_OK) return {};
  if (code == CURLE_LOGIN_DENIED) return fail(ErrorKind::unavailable, "sign_in_refused", "The mail server does not accept the user and password that are configured for it.");
  if (const long status = transfer.status(); status >= 400 && status < 600) return refusal(status, transfer.last_refusal());
  return transfer.failure(code);
}

}  // namespace probity::net::outgoing

#include "mail/settings.hpp"

#include "base/text.hpp"

namespace probity::mail {
namespace {

using Security = privacy::MailServer::Security;

constexpr std::uint16_t kSubmission = 587;          // RFC 6409
constexpr std::uint16_t kSubmissionOverTls = 465;   // RFC 8314

std::unexpected<Error> bad_smtp(std::string_view why) {
  return invalid("bad_smtp", fmt::format("--smtp is smtp://USER@HOST:587 or smtps://USER@HOST:465: {}", why));
}

std::optional<std::uint16_t> parse_port(std::string_view digits) {
  const bool number = !digits.empty() && digits.size() <= 5 && digits.find_first_not_of("0123456789") == digits.npos;
  const int port = number ? std::stoi(std::string(digits)) : 0;
  if (port < 1 || port > 65535) return std::nullopt;
  return static_cast<std::uint16_t>(port);
}

/// "ada%40example.org" is ada@example.org; nothing for a % that is none.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      plain += text[at];
      continue;
    }
    const std::string_view digits = text.substr(at + 1, 2);
    if (digits.size() < 2 || digits.find_first_not_of("0123456789abcdefABCDEF") != digits.npos) return std::nullopt;
    plain += static_cast<char>(std::stoi(std::string(digits), nullptr, 16));
    at += 2;
  }
  return plain;
}

/// What could end a line of the protocol is in no name.
bool has_controls(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char letter) { return letter <= ' ' || letter == 0x7f; });
}

}  // namespace

Result<privacy::MailServer> parse_mail_server(std::string_view url) {
  privacy::MailServer server;
  const std::size_t scheme = url.find("://");
  if (scheme == url.npos) return bad_smtp("it does not begin with smtp:// or smtps://.");
  const std::string name = lower_ascii(url.substr(0, scheme));
  if (name != "smtp" && name != "smtps") return bad_smtp("it does not begin with smtp:// or smtps://.");
  server.security = name == "smtps" ? Security::tls : Security::starttls;
  server.port = name == "smtps" ? kSubmissionOverTls : kSubmission;

  std::string_view rest = url.substr(scheme + 3);
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (const std::size_t at = rest.rfind('@'); at != rest.npos) {
    const std::string_view user = rest.substr(0, at);
    if (user.find(':') != user.npos) return bad_smtp("a password does not belong in it, where others can see it; give it by PROBITY_SMTP_PASSWORD or --smtp-password-file.");
    const auto decoded = percent_decoded(user);
    if (!decoded || decoded->empty() || has_controls(*decoded)) return bad_smtp("the part before the @ is no user.");
    server.user = *decoded;
    rest.remove_prefix(at + 1);
  }
  const bool numeric = rest.starts_with('[');
  const std::size_t host_end = numeric ? rest.find(']') : std::min(rest.find(':'), rest.size());
  if (host_end == rest.npos) return bad_smtp("the host is not closed by a ].");
  server.host = rest.substr(numeric ? 1 : 0, numeric ? host_end - 1 : host_end);
  rest.remove_prefix(host_end + (numeric ? 1 : 0));
  if (rest.starts_with(':')) {
    const auto port = parse_port(rest.substr(1));
    if (!port) return bad_smtp("the port is a number from 1 to 65535.");
    server.port = *port;
    rest = {};
  }
  if (!rest.empty() || server.host.empty() || has_controls(server.host) || server.host.find_first_of("/?#") != std::string::npos) return bad_smtp("it names no host.");
  return server;
}

}  // namespace probity::mail

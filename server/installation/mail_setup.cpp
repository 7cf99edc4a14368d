#include "installation/mail_setup.hpp"

#include <fstream>

#include "base/text.hpp"
#include "mail/render.hpp"
#include "meta/fields/email_address.hpp"

namespace probity::installation {
namespace {

constexpr Timestamp kShortest = kMinute;
constexpr Timestamp kLongest = 30 * kDay;

Result<std::string> first_line(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  if (!file || !std::getline(file, line)) return invalid("unreadable_file", fmt::format("The password of the mail server cannot be read from {}.", path.string()));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

Result<> read_sender(std::string_view text, mail::Settings& settings) {
  const std::size_t open = text.rfind('<');
  const bool named = open != text.npos && text.ends_with('>');
  const std::string_view address = named ? text.substr(open + 1, text.size() - open - 2) : text;
  std::string_view name = named ? trim(text.substr(0, open)) : std::string_view();
  if (name.size() > 1 && name.starts_with('"') && name.ends_with('"')) name = name.substr(1, name.size() - 2);
  if (!meta::is_email_address(address) || !is_valid_text(name)) {
    return invalid("bad_mail_from", fmt::format("--mail-from is an address such as crm@example.org, or \"Example Ltd <crm@example.org>\"; \"{}\" is neither.", text));
  }
  settings.sender = address;
  settings.sender_name = name;
  return {};
}

Result<> read_password(const MailOptions& options, privacy::MailServer& server) {
  server.password = options.password;
  if (!options.password_file.empty()) {
    PROBITY_ASSIGN(server.password, first_line(options.password_file));
  }
  if (server.user.empty() || !server.password.empty()) return {};
  return invalid("no_smtp_password", "The user of --smtp needs a password: set PROBITY_SMTP_PASSWORD, or name a file that holds it with --smtp-password-file.");
}

Result<> read_keep_trying(const std::string& text, mail::Settings& settings) {
  const auto seconds = parse_duration_seconds(text);
  settings.keep_trying = seconds ? *seconds * kSecond : 0;
  if (settings.keep_trying >= kShortest && settings.keep_trying <= kLongest) return {};
  return invalid("bad_keep_trying", fmt::format("--mail-keep-trying is a time such as P3D or PT12H, of a minute to 30 days; \"{}\" is not.", text));
}

Result<> read_server(const MailOptions& options, mail::Settings& settings) {
  PROBITY_ASSIGN(privacy::MailServer server, mail::parse_mail_server(options.server));
  PROBITY_TRY(read_password(options, server));
  if (options.sender.empty()) return invalid("no_mail_from", "--smtp needs --mail-from: the address that mail comes from.");
  if (std::error_code error; !options.authorities.empty() && !std::filesystem::is_regular_file(options.authorities, error)) {
    return invalid("unreadable_file", fmt::format("There is no file of certificate authorities at {} (--smtp-authorities).", options.authorities.string()));
  }
  server.authorities = options.authorities.string();
  settings.server = std::move(server);
  return {};
}

}  // namespace

Result<mail::Settings> mail_settings(const MailOptions& options, std::string_view public_url, std::string seal) {
  mail::Settings settings{.server = {}, .sender = {}, .sender_name = {}, .public_url = std::string(public_url), .seal = std::move(seal)};
  while (settings.public_url.ends_with('/')) settings.public_url.pop_back();
  if (!settings.public_url.empty() && !mail::is_web_url(settings.public_url)) {
    return invalid("bad_public_url", fmt::format("--public-url is where people reach this installation, such as https://crm.example.org; \"{}\" is not.", public_url));
  }
  PROBITY_TRY(read_keep_trying(options.keep_trying, settings));
  if (!options.sender.empty()) PROBITY_TRY(read_sender(trim(options.sender), settings));
  if (!options.server.empty()) PROBITY_TRY(read_server(options, settings));
  return settings;
}

}  // namespace probity::installation

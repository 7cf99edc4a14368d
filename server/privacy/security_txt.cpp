#include "privacy/security_txt.hpp"

#include <optional>

#include "base/text.hpp"
#include "meta/fields/email_address.hpp"

namespace probity::privacy {
namespace {

constexpr Timestamp kLongest = 366 * kDay;
constexpr int kMonthsAhead = 6;

/// The first day of the month so many months after that moment's, at midnight UTC.
Timestamp first_of_month(Timestamp at, int months_ahead) {
  const std::chrono::year_month_day today{std::chrono::sys_days{std::chrono::days{day_of(at, {})}}};
  const std::chrono::year_month month = std::chrono::year_month{today.year(), today.month()} + std::chrono::months{months_ahead};
  return std::chrono::sys_days{month / 1}.time_since_epoch().count() * kDay;
}

std::unexpected<Error> bad(std::string_view why) { return invalid("bad_security_txt", fmt::format("The file security.txt is not valid: {} (RFC 9116).", why)); }

struct Line {
  std::string name;
  std::string_view value;
};

std::optional<Line> field_in(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (line.starts_with('#') || colon == line.npos) return std::nullopt;
  return Line{lower_ascii(trim(line.substr(0, colon))), trim(line.substr(colon + 1))};
}

}  // namespace

std::string write_security_txt(const SecurityContact& contact, Timestamp at) {
  std::string text = fmt::format("Contact: {}\nExpires: {}\nPreferred-Languages: en\n", contact.contact, format_timestamp(first_of_month(at, kMonthsAhead)));
  if (!contact.canonical_url.empty()) text += fmt::format("Canonical: {}\n", contact.canonical_url);
  if (!contact.policy_url.empty()) text += fmt::format("Policy: {}\n", contact.policy_url);
  return text;
}

Result<Timestamp> check_security_txt(std::string_view text, Timestamp at) {
  bool has_contact = false;
  std::optional<Timestamp> expires;
  for (const std::string_view each : split(text, '\n')) {
    const auto line = field_in(trim(each));
    if (!line) continue;
    has_contact = has_contact || (line->name == "contact" && !line->value.empty());
    if (line->name != "expires") continue;
    if (expires) return bad("it says twice when it expires");
    const auto read = parse_timestamp(line->value);
    if (!read) return bad("its Expires is no date and time such as 2027-05-01T00:00:00Z");
    expires = *read;
  }
  if (!has_contact) return bad("it has no Contact");
  if (!expires) return bad("it does not say when it expires");
  if (*expires <= at) return bad(fmt::format("it expired on {}", format_day(day_of(*expires, {}))));
  if (*expires > at + kLongest) return bad("it expires more than a year from now");
  return *expires;
}

Result<std::string> security_contact(std::string_view text) {
  const std::string lower = lower_ascii(text);
  const bool is_mail = lower.starts_with("mailto:");
  const std::string_view address = is_mail ? text.substr(7) : text;
  if (meta::is_email_address(address)) return fmt::format("mailto:{}", address);
  const bool plain = std::ranges::none_of(text, [](unsigned char letter) { return letter <= ' ' || letter >= 0x7f; });
  if (plain && lower.starts_with("https://") && text.size() > 8) return std::string(text);
  return invalid("bad_security_contact", fmt::format("--security-contact is an email address or an https:// address; \"{}\" is neither.", text));
}

}  // namespace probity::privacy

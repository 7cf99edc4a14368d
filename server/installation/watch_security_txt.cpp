// The alarm for a security.txt that somebody wrote by hand.
#include "base/crypto.hpp"
#include "base/log.hpp"
#include "installation/installation.hpp"
#include "privacy/security_txt.hpp"

namespace probity::installation {
namespace {

/// One letter to each, for one end of one file.
Id letter_id(const accounts::Member& member, std::string_view expires_on) {
  return Id::from_raw(bytes_of(sha256(fmt::format("security.txt {} {}", expires_on, member.id.text()))).substr(0, 16));
}

}  // namespace

Result<> Installation::watch_security_txt() {
  const auto ends = security_file_->own_file_ends();
  if (!ends) {
    log::warning("security.txt: {}", ends.error().message);
    return {};
  }
  if (!*ends || **ends > now() + privacy::kSecurityTxtAlarm) return {};
  const std::string expires_on = format_day(day_of(**ends, {}));
  log::warning("security.txt: the file of --security-txt expires on {}", expires_on);
  PROBITY_ASSIGN(const auto caretakers, promises::caretakers_of(*accounts_, records::kSystemWorkspace));
  for (const accounts::Member& member : caretakers.members) {
    PROBITY_TRY(outbox_->put({.workspace = std::string(records::kSystemWorkspace), .to = member.email, .to_name = member.name, .person = mail::Recipient{"member", member.id}, .template_name = "security-txt-expires",
                              .values = {{"expires_on", expires_on}, {"file", security_file_->own_file().string()}}, .id = letter_id(member, expires_on)}));
  }
  return {};
}

}  // namespace probity::installation

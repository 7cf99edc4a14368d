#include "installation/security_file.hpp"

#include <fstream>

#include "mail/render.hpp"
#include "privacy/security_txt.hpp"

namespace probity::installation {
namespace {

constexpr std::string_view kPath = "/.well-known/security.txt";

Result<std::string> contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return invalid("unreadable_file", fmt::format("The file of --security-txt cannot be read: {}.", path.string()));
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

Result<SecurityFile> SecurityFile::open(SecurityOptions options) {
  if (!options.contact.empty()) {
    PROBITY_ASSIGN(options.contact, privacy::security_contact(options.contact));
  }
  if (!options.policy_url.empty() && !mail::is_web_url(options.policy_url)) {
    return invalid("bad_security_policy", fmt::format("--security-policy is an https:// address; \"{}\" is not.", options.policy_url));
  }
  SecurityFile file(std::move(options));
  // One that has run out is told of, and keeps nobody from starting.
  if (!file.options_.file.empty()) PROBITY_TRY(contents(file.options_.file));
  return file;
}

Result<std::string> SecurityFile::text(const privacy::Policy& policy, const std::string& public_url) const {
  if (!options_.file.empty()) return contents(options_.file);
  privacy::SecurityContact contact{.contact = options_.contact, .canonical_url = public_url.empty() ? "" : public_url + std::string(kPath), .policy_url = options_.policy_url};
  if (contact.contact.empty() && !policy.controller.email.empty()) {
    PROBITY_ASSIGN(contact.contact, privacy::security_contact(policy.controller.email));
  }
  if (contact.contact.empty()) return fail(ErrorKind::not_found, "no_security_contact", "Nobody has said yet whom to tell of a weakness.");
  return privacy::write_security_txt(contact, now());
}

Result<std::optional<Timestamp>> SecurityFile::own_file_ends() const {
  if (options_.file.empty()) return std::nullopt;
  PROBITY_ASSIGN(const std::string text, contents(options_.file));
  PROBITY_ASSIGN(const Timestamp ends, privacy::check_security_txt(text, now()));
  return ends;
}

}  // namespace probity::installation

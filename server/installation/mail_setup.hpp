#pragma once
// From what the operator set to how mail leaves.
#include <filesystem>
#include <string>

#include "mail/settings.hpp"

namespace probity::installation {

/// As given on the command line, in the environment or in probity.toml.
struct MailOptions {
  std::string server;                       ///< --smtp; empty: no mail leaves
  std::string password;                     ///< PROBITY_SMTP_PASSWORD
  std::filesystem::path password_file;      ///< instead of it
  std::filesystem::path authorities;        ///< PEM file of those whose certificates the server's is checked against; empty: the system's
  std::string sender;                       ///< "crm@example.org" or "Example Ltd <crm@example.org>"
  std::string keep_trying = "P3D";          ///< ISO 8601
};

/// "bad_smtp", "no_mail_from", "bad_mail_from", "no_smtp_password", "unreadable_file", "bad_keep_trying", "bad_public_url" (all invalid).
Result<mail::Settings> mail_settings(const MailOptions& options, std::string_view public_url, std::string seal);

}  // namespace probity::installation

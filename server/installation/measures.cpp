// Which measures of security the running program has (GDPR Art. 32): settings and capabilities, never a list kept by hand
// of what somebody hopes for.
#include "installation/installation.hpp"

namespace probity::installation {

std::vector<processing::Measure> Installation::measures() const {
  const bool tls = facts_.tls() == std::optional(true) || facts_.public_url().starts_with("https://");
  const auto built = [&](std::string_view capability) { return facts_.ready(capability) == promises::Ready::yes; };
  return {{"encrypted_storage", "Databases are encrypted, each workspace under a key of its own.", facts_.encrypted()},
          {"encrypted_connections", "Connections are encrypted (TLS).", tls},
          {"separate_workspaces", "Data of one workspace is never in the same database as that of another.", true},
          {"roles", "People see and change what their role and the purpose of their work allow, field by field.", true},
          {"passwords", "Passwords are kept as argon2id hashes; sign-in is slowed down where it is tried too often.", true},
          {"audit", "Every change is written to an audit log in which a later change shows.", built("audit")},
          {"gate", "Data leaves only to the services listed, and each hand-over is written down.", built("gate")},
          {"guard", "Card numbers and the like are noticed where they do not belong.", built("guard")},
          {"retention", "What is over its time is deleted by the program.", built("retention")},
          {"erasure", "People are erased everywhere, with a certificate from a new search.", built("erasure")},
          {"files_encrypted", "Uploaded files are encrypted.", built("files_encrypted")},
          {"backups", "Backups are encrypted.", built("backups")}};
}

}  // namespace probity::installation

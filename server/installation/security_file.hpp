#pragma once
// What stands at /.well-known/security.txt: a file of the operator's own, or one made from settings and policy.
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "privacy/policy/policy.hpp"

namespace probity::installation {

/// As given on the command line, in the environment or in probity.toml.
struct SecurityOptions {
  std::string contact;          ///< address of mail or web; empty: the policy's controller
  std::string policy_url;       ///< how reports of a weakness are handled
  std::filesystem::path file;   ///< served as it stands
};

class SecurityFile {
 public:
  /// "bad_security_contact", "bad_security_policy", "unreadable_file", "bad_security_txt" (all invalid).
  static Result<SecurityFile> open(SecurityOptions options);
  /// The text as of now. "no_security_contact" (not_found) where nobody said whom to tell.
  Result<std::string> text(const privacy::Policy& policy, const std::string& public_url) const;
  /// When the operator's own file ends; nothing where the program makes it. Errors as open().
  Result<std::optional<Timestamp>> own_file_ends() const;
  const std::filesystem::path& own_file() const { return options_.file; }

 private:
  explicit SecurityFile(SecurityOptions options) : options_(std::move(options)) {}
  SecurityOptions options_;
};

}  // namespace probity::installation

#pragma once
// What authenticators answer (W3C Web Authentication, Level 3), checked: section 7.1 for a new passkey, 7.2 for its
// use. Attestation is not asked for, so that a statement of it is not looked at. Whether a challenge is ours, and
// unused, says Challenges.
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace probity::accounts {

/// Who asks.
struct RelyingParty {
  std::string id;      ///< host name
  std::string origin;  ///< "https://crm.example.org"
};
/// Of the public URL; nothing where browsers allow no passkeys: without TLS (but on localhost), or at an address
/// instead of a name.
std::optional<RelyingParty> relying_party_of(std::string_view public_url);

/// Its answer: PublicKeyCredential as JSON (5.1.3 and 5.1.4 there), decoded. Empty where a part is missing.
struct Answer {
  std::string credential_id;
  std::string client_data;
  std::string authenticator_data;  ///< of a use
  std::string signature;           ///< of a use
  std::string user_handle;         ///< of a use; may be empty
  std::string attestation;         ///< of a new one
};
/// "passkey_refused" (invalid).
Result<Answer> read_answer(std::string_view json);

/// Type and origin of the client data are right; its challenge. "passkey_refused".
Result<std::string> check_client_data(const Answer& answer, std::string_view type, const RelyingParty& party);

struct CheckedKey {
  std::string credential_id;
  std::string public_key;       ///< COSE
  std::int64_t counter = 0;
  bool backed_up = false;
};
/// A new passkey: for this party, its user present and verified, with a key of a kind we know. "passkey_refused".
Result<CheckedKey> check_new_key(const Answer& answer, const RelyingParty& party);

struct CheckedUse {
  std::int64_t counter = 0;
  bool backed_up = false;
};
/// The same, signed with that key. "passkey_refused".
Result<CheckedUse> check_use(const Answer& answer, const RelyingParty& party, std::string_view public_key);

}  // namespace probity::accounts

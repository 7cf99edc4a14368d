#pragma once
// Passkeys as records of the system. Thread-safe.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/signing_in/webauthn.hpp"
#include "accounts/system_table.hpp"

namespace probity::accounts {

struct StoredPasskey {
  Id id;
  Id member;
  std::string credential_id;
  std::string public_key;  ///< COSE
};

class Passkeys {
 public:
  explicit Passkeys(records::Records& records);

  Result<std::optional<StoredPasskey>> find(std::string_view credential_id);
  Result<std::vector<StoredPasskey>> of(const Id& member);
  Result<std::vector<PasskeyInfo>> list(const Id& member);
  /// "passkey_known" (conflict) for one that is registered already.
  Result<PasskeyInfo> add(const Id& member, std::string_view name, const CheckedKey& key);
  /// Moves its counter on. False where that did not grow, which a copy of the key would do (WebAuthn, 6.1.1).
  Result<bool> note_use(const Id& id, const CheckedUse& use);
  Result<> remove(const Id& id);

 private:
  SystemTable table_;
};

}  // namespace probity::accounts

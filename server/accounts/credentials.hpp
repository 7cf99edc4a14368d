#pragma once
// Sessions and API tokens as records of the "system" workspace. Thread-safe.
#include <optional>
#include <string>

#include "accounts/accounts.hpp"
#include "base/token_text.hpp"

namespace probity::accounts {

struct StoredSession {
  Id id;
  Id member;
  std::string token_hash;  ///< hexadecimal
  Timestamp expires_at = 0;
  Timestamp last_seen_at = 0;
};

struct StoredToken {
  Id id;
  Id member;
  Id workspace;
  std::string hash;          ///< hexadecimal
  Timestamp expires_at = 0;  ///< 0: never
};

class Credentials {
 public:
  explicit Credentials(records::Records& records);

  /// The text for the cookie.
  Result<std::string> create_session(const Id& member, Timestamp expires_at, const Origin& origin);
  Result<std::optional<StoredSession>> session(const Id& id);
  Result<> note_seen(const Id& session, Timestamp at);
  /// Deletes it for good; one that is gone already is no error.
  Result<> end_session(const Id& id);
  /// Those that expired, or were last seen before.
  Result<std::vector<Id>> ended_sessions(Timestamp seen_before);

  /// The text to show, this once.
  Result<std::string> create_token(const Id& member, const Id& workspace, std::string_view name);
  Result<std::optional<StoredToken>> token(const Id& id);

 private:
  records::Records& records_;
  privacy::Access access_;
};

inline constexpr std::string_view kSessionPrefix = "";
inline constexpr std::string_view kTokenPrefix = "probity_";

}  // namespace probity::accounts

#pragma once
// Sessions and API tokens as records of the "system" workspace. Thread-safe.
#include <optional>
#include <string>

#include "accounts/system_table.hpp"
#include "base/token_text.hpp"

namespace probity::accounts {

struct StoredSession {
  Id id;
  Id member;
  std::string token_hash;  ///< hexadecimal
  Timestamp expires_at = 0;
  Timestamp last_seen_at = 0;
  Timestamp created_at = 0;
  Timestamp proven_at = 0;
  Id device_id;            ///< nil: of none that is known
  std::string device;      ///< User-Agent
  std::string address;
  std::string method;
};

struct SessionToMake {
  Id member;
  Timestamp expires_at = 0;
  Id device_id;
  std::string_view method;
};

struct StoredToken {
  Id id;
  Id member;
  Id workspace;
  std::string hash;          ///< hexadecimal
  std::string name;
  TokenScope scope;
  Timestamp created_at = 0;
  Timestamp last_used_at = 0;
};

class Credentials {
 public:
  explicit Credentials(records::Records& records);

  /// The text for the cookie.
  Result<std::string> create_session(const SessionToMake& session, const Origin& origin);
  Result<std::optional<StoredSession>> session(const Id& id);
  /// Oldest first.
  Result<std::vector<StoredSession>> sessions_of(const Id& member);
  Result<> note_seen(const Id& session, Timestamp at);
  /// Deletes it for good; one that is gone already is no error.
  Result<> end_session(const Id& id);
  /// Those that expired, or were last seen before.
  Result<std::vector<Id>> ended_sessions(Timestamp seen_before);

  /// The text to show, this once.
  Result<std::string> create_token(const Id& member, const Id& workspace, std::string_view name, const TokenScope& scope);
  Result<std::optional<StoredToken>> token(const Id& id);
  Result<std::vector<StoredToken>> tokens_of_workspace(const Id& workspace);
  Result<> note_used(const Id& token, Timestamp at);
  Result<> revoke_token(const Id& token);

 private:
  SystemTable sessions_, tokens_;
};

inline constexpr std::string_view kSessionPrefix = "";
inline constexpr std::string_view kTokenPrefix = "probity_";

}  // namespace probity::accounts

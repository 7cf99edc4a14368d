#pragma once
#include "http/call.hpp"

namespace probity::http::handlers {

/// {"member":{..},"workspaces":[..],"csrf"}.
Response session_answer(int status, const accounts::Session& session);
/// The same, with the cookie of a sign-in just done.
Response signed_in_answer(const Call& call, const accounts::SignedIn& signed_in);
accounts::Origin origin_of(const Request& request);

/// Of browsers that somebody was signed out of: drafts and what is kept for working without a connection.
inline constexpr std::string_view kClearBrowser = R"("cache", "storage")";
/// An answer whose JSON was written elsewhere.
Response json_text(int status, const std::string& json);
/// "password", and "code" where there is one.
Result<accounts::Shown> shown_in(const JsonValue& body);
/// "credential", as JSON.
Result<std::string> credential_in(const JsonValue& body);

}  // namespace probity::http::handlers

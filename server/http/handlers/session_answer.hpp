#pragma once
#include "http/call.hpp"

namespace probity::http::handlers {

/// {"member":{..},"workspaces":[..],"csrf"}.
Response session_answer(int status, const accounts::Session& session);
/// The same, with the cookie of a sign-in just done.
Response signed_in_answer(const Call& call, const accounts::SignedIn& signed_in);
accounts::Origin origin_of(const Request& request);

}  // namespace probity::http::handlers

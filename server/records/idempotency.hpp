#pragma once
// Requests that are carried out once, whatever they do: a key is taken before the work and settled after it.
// Creating a record needs none of this: its key goes into the same write (CreateOptions::idempotency_key).
// Kept for each actor: a hash of the key, a hash of the request, the status of its answer; never a body.
#include "base/time.hpp"
#include "records/context.hpp"

namespace probity::records {

/// How a key is kept: a hash, for a client may have made it of somebody's address.
std::string kept_key(const Context& context, std::string_view key);
/// For so long a key is known, and until the next daily run of retention.
inline constexpr Timestamp kKeysKept = 2 * kDay;

/// Takes the key for this request. Gives the status of the answer where the same request was carried out before,
/// nothing where it is to be done now. Errors (conflict): "idempotency_key_reused" for another request,
/// "still_in_progress" where the first has not ended, or was cut off so that nobody knows how it ended.
Result<std::optional<int>> take_key(const Context& context, std::string_view key, std::string_view request_hash);
/// The request was carried out.
Result<> settle_key(const Context& context, std::string_view key, int status);
/// It was refused, changed nothing, and may be sent again.
Result<> release_key(const Context& context, std::string_view key);

}  // namespace probity::records

#pragma once
// The text of a session cookie or an API token: the id of its record, then a secret. Only the SHA-256 of
// the whole is stored, so that whoever reads the database cannot sign in.
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/id.hpp"

namespace probity {

struct TokenText {
  Id id;
  Hash hash;
};

/// URL-safe; begins with `prefix`, so that a leaked one is recognised.
std::string make_token_text(std::string_view prefix, const Id& id);
/// With a secret of the caller's own making: 32 bytes.
std::string make_token_text(std::string_view prefix, const Id& id, std::string_view secret);
/// Nothing for what cannot be one. The secret is not checked: compare the hash with the stored one.
std::optional<TokenText> read_token_text(std::string_view prefix, std::string_view text);

}  // namespace probity

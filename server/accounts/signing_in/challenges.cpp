#include "accounts/signing_in/challenges.hpp"

#include <charconv>

#include <fmt/format.h>

#include "base/base64url.hpp"
#include "base/crypto.hpp"

namespace probity::accounts {
namespace {

constexpr Timestamp kGood = 5 * kMinute;
constexpr std::size_t kRandomBytes = 16;

std::unexpected<Error> over() {
  return fail(ErrorKind::unauthenticated, "challenge_over", "This took too long, or was sent twice. Nothing was changed; try again.");
}

}  // namespace

Challenges::Challenges() : secret_(random_bytes(32)) {}

void Challenges::sign_with(std::string_view secret) { secret_ = bytes_of(keyed_hash(secret, "probity challenges")); }

std::string Challenges::mac(std::string_view body, std::string_view use) const { return base64url(bytes_of(keyed_hash(secret_, fmt::format("{}\n{}", body, use)))); }

std::string Challenges::make(std::string_view use) const {
  // Of URL-safe base64 throughout: a challenge travels as bytes and comes back as their base64.
  const std::string body = fmt::format("{}-{}", now() + kGood, random_token(kRandomBytes));
  return base64url(fmt::format("{}.{}", body, mac(body, use)));
}

Result<> Challenges::take(std::string_view challenge, std::string_view use) {
  const auto text = decode_base64url(challenge);
  const auto dot = text ? text->rfind('.') : std::string::npos;
  if (dot == std::string::npos) return over();
  const std::string body = text->substr(0, dot);
  if (!equal_in_constant_time(text->substr(dot + 1), mac(body, use))) return over();
  Timestamp until = 0;
  std::from_chars(body.data(), body.data() + body.size(), until);
  const Timestamp at = now();
  if (until <= at) return over();
  const std::lock_guard lock(mutex_);
  std::erase_if(used_, [&](const auto& one) { return one.second <= at; });
  if (!used_.emplace(body, until).second) return over();
  return {};
}

}  // namespace probity::accounts

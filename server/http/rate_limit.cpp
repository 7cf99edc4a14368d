#include "http/rate_limit.hpp"

#include "base/crypto.hpp"

namespace probity::http {
namespace {

constexpr std::size_t kRemembered = 50'000;

}  // namespace

RateLimit::RateLimit(int per_minute) : interval_(per_minute > 0 ? kMinute / per_minute : 0), secret_(random_bytes(32)) {}

Result<> RateLimit::admit(std::string_view who, Timestamp at) {
  if (interval_ == 0) return {};
  std::string key(bytes_of(keyed_hash(secret_, who)).substr(0, 16));
  const std::lock_guard lock(mutex_);
  if (used_until_.size() >= kRemembered) std::erase_if(used_until_, [at](const auto& entry) { return entry.second <= at; });
  if (used_until_.size() >= kRemembered) used_until_.clear();
  Timestamp& until = used_until_[std::move(key)];
  const Timestamp next = std::max(until, at) + interval_;
  if (next <= at + kMinute) {
    until = next;
    return {};
  }
  const std::int64_t seconds = (next - at - kMinute + kSecond - 1) / kSecond;
  return fail(Error{.kind = ErrorKind::too_many, .code = "rate_limited",
                    .message = fmt::format("Too many requests in a short time. Nothing was changed; go on in {} second{}.", seconds, seconds == 1 ? "" : "s"),
                    .extras = fmt::format(R"({{"retry_after":{}}})", seconds)});
}

}  // namespace probity::http

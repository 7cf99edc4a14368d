#include "accounts/throttle.hpp"

#include <arpa/inet.h>

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace probity::accounts {
namespace {

template <typename Table, typename Old>
void make_room(Table& table, std::size_t limit, Old old) {
  if (table.size() < limit) return;
  std::erase_if(table, [&](const auto& entry) { return old(entry.second); });
  if (table.size() >= limit) table.clear();
}

std::unexpected<Error> too_many(Timestamp wait) {
  const std::int64_t seconds = std::max<std::int64_t>(1, (wait + kSecond - 1) / kSecond);
  return fail(Error{.kind = ErrorKind::too_many, .code = "too_many_attempts",
                    .message = fmt::format("Too many attempts to sign in. Nothing is locked; try again in {} minutes.", (seconds + 59) / 60),
                    .extras = fmt::format(R"({{"retry_after":{}}})", seconds)});
}

}  // namespace

std::string network_of(std::string_view address) {
  const std::string text(address.substr(0, address.find('%')));
  in6_addr six{};
  if (inet_pton(AF_INET6, text.c_str(), &six) != 1) return text;
  if (IN6_IS_ADDR_V4MAPPED(&six)) return fmt::format("{}.{}.{}.{}", six.s6_addr[12], six.s6_addr[13], six.s6_addr[14], six.s6_addr[15]);
  return hex({reinterpret_cast<const char*>(six.s6_addr), 8});
}

Throttle::Throttle(Limits limits) : limits_(limits), secret_(random_bytes(32)) {}

std::string Throttle::key_of(std::string_view first, std::string_view second) const {
  return std::string(bytes_of(keyed_hash(secret_, fmt::format("{}\n{}", first, second))));
}

Throttle::Count& Throttle::count(Table& table, std::string key, Timestamp at) const {
  make_room(table, limits_.remembered, [&](const Count& count) { return count.since + limits_.window < at; });
  Count& count = table[std::move(key)];
  if (count.tries == 0 || count.since + limits_.window < at) count = {.tries = 0, .since = at};
  return count;
}

Result<> Throttle::admit_device(std::string_view device) {
  const std::string key = key_of("device", device);
  const Timestamp at = now();
  const std::lock_guard lock(mutex_);
  Count& by_device = count(pairs_, key, at);
  if (by_device.tries >= limits_.network_and_account) return too_many(by_device.since + limits_.window - at);
  ++by_device.tries;
  return {};
}

Result<> Throttle::admit(std::string_view address, std::string_view account, const Standing& standing) {
  if (!standing.device.empty()) return admit_device(standing.device);
  const std::string network = network_of(address);
  const std::string pair_key = key_of(network, account);
  const std::string network_key = key_of(network, "");
  const std::string account_key = key_of("", account);
  const Timestamp at = now();
  const std::lock_guard lock(mutex_);
  Count& by_network = count(networks_, network_key, at);
  Count& by_pair = count(pairs_, pair_key, at);
  Count& by_account = count(accounts_, account_key, at);
  const bool known = standing.vouched || known_.contains(pair_key);
  const auto exhausted = [&](const Count& count, int limit) { return count.tries >= limit; };
  if (exhausted(by_network, limits_.network)) return too_many(by_network.since + limits_.window - at);
  if (exhausted(by_pair, limits_.network_and_account)) return too_many(by_pair.since + limits_.window - at);
  if (!known && exhausted(by_account, limits_.account)) return too_many(by_account.since + limits_.window - at);
  ++by_network.tries;
  ++by_pair.tries;
  if (!known) ++by_account.tries;
  return {};
}

void Throttle::succeeded(std::string_view address, std::string_view account, std::string_view device) {
  const std::string network = network_of(address);
  const std::string pair_key = key_of(network, account);
  const std::lock_guard lock(mutex_);
  const auto forgive = [](Table& table, const std::string& key, int tries) {
    const auto found = table.find(key);
    if (found != table.end()) found->second.tries = std::max(0, found->second.tries - tries);
  };
  if (!device.empty()) {
    pairs_.erase(key_of("device", device));
    return;
  }
  const auto pair = pairs_.find(pair_key);
  const int tries = pair == pairs_.end() ? 1 : pair->second.tries;
  const bool known = known_.contains(pair_key);
  pairs_.erase(pair_key);
  forgive(networks_, key_of(network, ""), tries);
  if (!known) forgive(accounts_, key_of("", account), tries);
  make_room(known_, limits_.remembered, [&](Timestamp at) { return at + 30 * kDay < now(); });
  known_[pair_key] = now();
}

}  // namespace probity::accounts

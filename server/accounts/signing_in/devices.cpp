#include "accounts/signing_in/devices.hpp"

#include "accounts/signing_in/device_name.hpp"
#include "base/crypto.hpp"
#include "privacy/signals/address.hpp"

namespace probity::accounts {
namespace {

/// Base64url of 32 bytes.
constexpr std::size_t kCookieLength = 43;
/// Of one member; a program that signs in without keeping cookies makes no more.
constexpr std::size_t kMost = 50;

std::string hash_of(std::string_view cookie, const Id& member) { return hex(bytes_of(keyed_hash(cookie, member.raw()))); }

}  // namespace

Devices::Devices(records::Records& records) : table_(records, "device") {}

Result<Id> Devices::find(const Id& member, std::string_view cookie) {
  const std::string hash = hash_of(cookie, member);
  Id found;
  PROBITY_TRY(table_.each("member", member.text(), [&](const SystemTable::Reader& row) {
    if (cookie.size() == kCookieLength && equal_in_constant_time(row.text("token_hash"), hash)) found = row.id;
  }));
  return found;
}

Result<Devices::Met> Devices::meet(const Id& member, const Origin& origin) {
  Met met{.id = {}, .cookie = origin.known_as.size() == kCookieLength ? origin.known_as : random_token(), .is_new = false, .is_first = true};
  const std::string hash = hash_of(met.cookie, member);
  std::vector<Id> oldest_first;
  PROBITY_TRY(table_.each("member", member.text(), [&](const SystemTable::Reader& row) {
    met.is_first = false;
    oldest_first.push_back(row.id);
    if (equal_in_constant_time(row.text("token_hash"), hash)) met.id = row.id;
  }));
  const auto fill = [&](const SystemTable::Writer& device) -> Result<> {
    device.set("last_seen_at", now());
    const std::string address = privacy::address_for_log(*device.context().policy->policy, "sign_in", origin.address);
    if (!address.empty()) device.set("address", cell(address));
    return {};
  };
  if (!met.id.is_nil()) {
    PROBITY_TRY(table_.change(met.id, fill));
    return met;
  }
  met.is_new = true;
  for (std::size_t place = 0; place + kMost <= oldest_first.size(); ++place) PROBITY_TRY(table_.purge(oldest_first[place]));
  PROBITY_ASSIGN(met.id, table_.add([&](const SystemTable::Writer& device) -> Result<> {
    device.set("member", cell(member));
    device.set("token_hash", cell(hash));
    device.set("name", cell(device_name(origin.device)));
    return fill(device);
  }));
  return met;
}

Result<std::vector<KnownDevice>> Devices::of(const Id& member) {
  std::vector<KnownDevice> found;
  PROBITY_TRY(table_.each("member", member.text(), [&](const SystemTable::Reader& row) {
    found.push_back({.id = row.id, .name = row.text("name"), .address = row.text("address"), .created_at = row.created_at(), .last_seen_at = row.time("last_seen_at")});
  }));
  return found;
}

Result<> Devices::forget(const Id& id) { return table_.purge(id); }

Result<> Devices::sweep(Timestamp before) {
  std::vector<Id> old;
  PROBITY_TRY(table_.before("created_at", before, [&](const SystemTable::Reader& row) { old.push_back(row.id); }));
  for (const Id& id : old) PROBITY_TRY(table_.purge(id));
  return {};
}

}  // namespace probity::accounts

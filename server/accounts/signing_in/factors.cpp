#include "accounts/signing_in/factors.hpp"

#include <cctype>

#include "accounts/signing_in/totp.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"

namespace probity::accounts {
namespace {

constexpr int kRecoveryCodes = 10;
/// 80 bits: not to be guessed, so that a plain hash keeps them.
constexpr std::size_t kRecoveryBytes = 10;

std::string key_of(std::string_view secret) { return std::string(bytes_of(keyed_hash(secret, "probity seeds"))); }

/// However it was typed.
std::string plain_code(std::string_view typed) {
  std::string plain;
  for (const char c : typed) {
    if (std::isalnum(static_cast<unsigned char>(c))) plain.push_back(static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  }
  return plain;
}

/// "ABCD-EFGH-IJKL-MNOP"
std::string in_groups(const std::string& code) {
  std::string groups;
  for (std::size_t place = 0; place < code.size(); ++place) {
    if (place > 0 && place % 4 == 0) groups += '-';
    groups += code[place];
  }
  return groups;
}

std::string hash_of(const Id& member, std::string_view plain) { return hex(bytes_of(sha256(member.raw(), plain))); }

std::unexpected<Error> used_meanwhile() { return fail(ErrorKind::conflict, "code_used", "This code was used already."); }

}  // namespace

Factors::Factors(records::Records& records) : seeds_(records, "second_factor"), recovery_codes_(records, "recovery_code"), key_(key_of(random_bytes(32))) {}

void Factors::seal_with(std::string_view secret) { key_ = key_of(secret); }

Result<std::vector<Factors::Held>> Factors::seeds_of(const Id& member) {
  std::vector<Held> held;
  std::vector<std::string> sealed;
  PROBITY_TRY(seeds_.each("member", member.text(), [&](const SystemTable::Reader& row) {
    held.push_back({row.id, {}, row.time("confirmed_at") != 0});
    sealed.push_back(row.text("seed"));
  }));
  for (std::size_t place = 0; place < held.size(); ++place) {
    PROBITY_ASSIGN(held[place].seed, unseal(key_, decode_base64(sealed[place]).value_or(""), held[place].id.text()));
  }
  return held;
}

Result<bool> Factors::wants_code(const Id& member) {
  bool wants = false;
  PROBITY_TRY(seeds_.each("member", member.text(), [&](const SystemTable::Reader& row) { wants = wants || row.time("confirmed_at") != 0; }));
  return wants;
}

Result<int> Factors::recovery_codes_left(const Id& member) {
  int left = 0;
  PROBITY_TRY(recovery_codes_.each("member", member.text(), [&](const SystemTable::Reader& row) { left += row.time("used_at") == 0 ? 1 : 0; }));
  return left;
}

Result<std::string> Factors::begin(const Id& member) {
  std::vector<Id> begun;
  PROBITY_TRY(seeds_.each("member", member.text(), [&](const SystemTable::Reader& row) {
    if (row.time("confirmed_at") == 0) begun.push_back(row.id);
  }));
  for (const Id& id : begun) PROBITY_TRY(seeds_.purge(id));
  const std::string seed = random_bytes(kSeedBytes);
  PROBITY_TRY(seeds_.add([&](const SystemTable::Writer& factor) -> Result<> {
    factor.set("member", cell(member));
    factor.set("seed", cell(base64(seal(key_, seed, factor.id().text()))));
    factor.set("last_step", Cell{std::int64_t{0}});
    return {};
  }));
  return seed;
}

Result<bool> Factors::confirm(const Id& member, std::string_view code) {
  PROBITY_ASSIGN(const auto held, seeds_of(member));
  const auto begun = std::find_if(held.begin(), held.end(), [](const Held& one) { return !one.in_force; });
  if (begun == held.end()) return false;
  PROBITY_ASSIGN(const bool right, use_seed(*begun, code));
  if (!right) return false;
  PROBITY_TRY(seeds_.change(begun->id, [](const SystemTable::Writer& factor) -> Result<> {
    factor.set("confirmed_at", now());
    return {};
  }));
  for (const Held& one : held) {
    if (one.in_force) PROBITY_TRY(seeds_.purge(one.id));
  }
  return true;
}

Result<> Factors::remove(const Id& member) {
  std::vector<Id> all;
  PROBITY_TRY(seeds_.each("member", member.text(), [&](const SystemTable::Reader& row) { all.push_back(row.id); }));
  for (const Id& id : all) PROBITY_TRY(seeds_.purge(id));
  return void_recovery_codes(member);
}

Result<> Factors::void_recovery_codes(const Id& member) {
  std::vector<Id> all;
  PROBITY_TRY(recovery_codes_.each("member", member.text(), [&](const SystemTable::Reader& row) { all.push_back(row.id); }));
  for (const Id& id : all) PROBITY_TRY(recovery_codes_.purge(id));
  return {};
}

Result<std::vector<std::string>> Factors::renew_recovery_codes(const Id& member) {
  PROBITY_TRY(void_recovery_codes(member));
  std::vector<std::string> codes;
  for (int made = 0; made < kRecoveryCodes; ++made) {
    const std::string code = base32(random_bytes(kRecoveryBytes));
    PROBITY_TRY(recovery_codes_.add([&](const SystemTable::Writer& one) -> Result<> {
      one.set("member", cell(member));
      one.set("hash", cell(hash_of(member, code)));
      return {};
    }));
    codes.push_back(in_groups(code));
  }
  return codes;
}

bool Factors::can_be_guessed(std::string_view code) { return plain_code(code).size() <= static_cast<std::size_t>(kCodeDigits); }

Result<bool> Factors::use(const Id& member, std::string_view code) {
  if (!can_be_guessed(code)) return use_recovery_code(member, code);
  PROBITY_ASSIGN(const auto held, seeds_of(member));
  for (const Held& one : held) {
    if (one.in_force) return use_seed(one, code);
  }
  return false;
}

Result<bool> Factors::use_seed(const Held& held, std::string_view code) {
  const std::string plain = plain_code(code);
  // Read and moved on in one write: of two who send the same code, one is too late.
  const auto changed = seeds_.change(held.id, [&](const SystemTable::Writer& factor) -> Result<> {
    const auto step = matching_step(held.seed, plain, now(), factor.number("last_step"));
    if (!step) return used_meanwhile();
    factor.set("last_step", Cell{*step});
    return {};
  });
  if (!changed && changed.error().kind == ErrorKind::internal) return std::unexpected(changed.error());
  return changed.has_value();
}

Result<bool> Factors::use_recovery_code(const Id& member, std::string_view code) {
  const std::string hash = hash_of(member, plain_code(code));
  Id found;
  PROBITY_TRY(recovery_codes_.each("member", member.text(), [&](const SystemTable::Reader& row) {
    if (equal_in_constant_time(row.text("hash"), hash)) found = row.id;
  }));
  if (found.is_nil()) return false;
  const auto changed = recovery_codes_.change(found, [](const SystemTable::Writer& one) -> Result<> {
    if (!one.is_empty("used_at")) return used_meanwhile();
    one.set("used_at", now());
    return {};
  });
  if (!changed && changed.error().kind == ErrorKind::internal) return std::unexpected(changed.error());
  return changed.has_value();
}

}  // namespace probity::accounts

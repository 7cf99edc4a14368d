#include "accounts/signing_in/passkeys.hpp"

#include "base/base64url.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"

namespace probity::accounts {
namespace {

constexpr std::size_t kNameCharacters = 120;

StoredPasskey passkey_in(const SystemTable::Reader& row) {
  return {.id = row.id, .member = row.link("member"), .credential_id = decode_base64url(row.text("credential_id")).value_or(""), .public_key = decode_base64url(row.text("public_key")).value_or("")};
}

}  // namespace

Passkeys::Passkeys(records::Records& records) : table_(records, "passkey") {}

Result<std::optional<StoredPasskey>> Passkeys::find(std::string_view credential_id) {
  std::optional<StoredPasskey> found;
  const std::string id_hash = hex(bytes_of(sha256(credential_id)));
  PROBITY_TRY(table_.each("credential_hash", id_hash, [&](const SystemTable::Reader& row) { found = passkey_in(row); }));
  if (found && found->credential_id != credential_id) return std::nullopt;
  return found;
}

Result<std::vector<StoredPasskey>> Passkeys::of(const Id& member) {
  std::vector<StoredPasskey> found;
  PROBITY_TRY(table_.each("member", member.text(), [&](const SystemTable::Reader& row) { found.push_back(passkey_in(row)); }));
  return found;
}

Result<std::vector<PasskeyInfo>> Passkeys::list(const Id& member) {
  std::vector<PasskeyInfo> found;
  PROBITY_TRY(table_.each("member", member.text(), [&](const SystemTable::Reader& row) {
    found.push_back({.id = row.id, .name = row.text("name"), .created_at = row.created_at(), .last_used_at = row.time("last_used_at")});
  }));
  return found;
}

Result<PasskeyInfo> Passkeys::add(const Id& member, std::string_view name, const CheckedKey& key) {
  PROBITY_ASSIGN(const auto known, find(key.credential_id));
  if (known) return fail(ErrorKind::conflict, "passkey_known", "This passkey is registered already. Nothing was changed.");
  PasskeyInfo made{.id = {}, .name = is_blank(name) ? "Passkey" : std::string(first_characters(trim(name), kNameCharacters)), .created_at = now()};
  PROBITY_ASSIGN(made.id, table_.add([&](const SystemTable::Writer& passkey) -> Result<> {
    passkey.set("member", cell(member));
    passkey.set("name", cell(made.name));
    passkey.set("credential_hash", cell(hex(bytes_of(sha256(key.credential_id)))));
    passkey.set("credential_id", cell(base64url(key.credential_id)));
    passkey.set("public_key", cell(base64url(key.public_key)));
    passkey.set("counter", Cell{key.counter});
    passkey.set("backed_up", Cell{std::int64_t{key.backed_up}});
    return {};
  }));
  return made;
}

Result<bool> Passkeys::note_use(const Id& id, const CheckedUse& use) {
  const auto changed = table_.change(id, [&](const SystemTable::Writer& passkey) -> Result<> {
    const std::int64_t before = passkey.number("counter");
    if ((before != 0 || use.counter != 0) && use.counter <= before) return fail(ErrorKind::conflict, "passkey_copied", "The counter of the passkey went back.");
    passkey.set("counter", Cell{use.counter});
    passkey.set("backed_up", Cell{std::int64_t{use.backed_up}});
    passkey.set("last_used_at", now());
    return {};
  });
  if (!changed && changed.error().kind == ErrorKind::internal) return std::unexpected(changed.error());
  return changed.has_value();
}

Result<> Passkeys::remove(const Id& id) { return table_.purge(id); }

}  // namespace probity::accounts

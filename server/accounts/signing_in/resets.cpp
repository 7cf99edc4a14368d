#include "accounts/signing_in/resets.hpp"

#include "base/crypto.hpp"
#include "base/token_text.hpp"

namespace probity::accounts {

Resets::Resets(records::Records& records) : table_(records, "password_reset") {}

Result<> Resets::add(const Id& id, const Id& member, std::string_view link, Timestamp expires_at) {
  PROBITY_TRY(table_.add([&](const SystemTable::Writer& reset) -> Result<> {
    reset.set("member", cell(member));
    reset.set("link_hash", cell(hex(bytes_of(sha256(link)))));
    reset.set("expires_at", expires_at);
    return {};
  }, id));
  return {};
}

Result<std::optional<Id>> Resets::find(std::string_view link) {
  const auto read = read_token_text("", link);
  if (!read) return std::nullopt;
  std::optional<Id> member;
  PROBITY_TRY(table_.one(read->id, [&](const SystemTable::Reader& row) {
    const bool good = row.time("expires_at") > now() && row.time("used_at") == 0;
    if (good && equal_in_constant_time(row.text("link_hash"), hex(bytes_of(read->hash)))) member = row.link("member");
  }));
  return member;
}

Result<bool> Resets::use(std::string_view link) {
  const auto used = table_.change(read_token_text("", link)->id, [](const SystemTable::Writer& reset) -> Result<> {
    if (!reset.is_empty("used_at")) return fail(ErrorKind::conflict, "link_used", "This link was used already.");
    reset.set("used_at", now());
    return {};
  });
  if (!used && used.error().kind == ErrorKind::internal) return std::unexpected(used.error());
  return used.has_value();
}

Result<> Resets::drop(const Id& member) {
  std::vector<Id> all;
  PROBITY_TRY(table_.each("member", member.text(), [&](const SystemTable::Reader& row) { all.push_back(row.id); }));
  for (const Id& id : all) PROBITY_TRY(table_.purge(id));
  return {};
}

Result<> Resets::sweep() {
  std::vector<Id> over;
  PROBITY_TRY(table_.before("expires_at", now(), [&](const SystemTable::Reader& row) { over.push_back(row.id); }));
  for (const Id& id : over) PROBITY_TRY(table_.purge(id));
  return {};
}

}  // namespace probity::accounts

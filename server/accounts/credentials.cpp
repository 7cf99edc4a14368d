#include "accounts/credentials.hpp"

#include "base/text.hpp"
#include "privacy/signals/address.hpp"

namespace probity::accounts {
namespace {

constexpr std::size_t kDeviceCharacters = 300, kNameCharacters = 120;
constexpr std::string_view kReading = "read", kWriting = "write";

/// User-Agent as it may be kept: what was sent is not ours to trust.
std::string device_text(std::string_view device) {
  if (!is_valid_text(device)) return {};
  return std::string(first_characters(trim(device), kDeviceCharacters));
}

std::string hash_text(std::string_view text) { return hex(bytes_of(sha256(text))); }

StoredSession session_in(const SystemTable::Reader& row) {
  return {.id = row.id, .member = row.link("member"), .token_hash = row.text("token_hash"), .expires_at = row.time("expires_at"), .last_seen_at = row.time("last_seen_at"),
          .created_at = row.created_at(), .proven_at = row.time("proven_at"), .device_id = row.link("known_device"), .device = row.text("device"), .address = row.text("address"), .method = row.text("method")};
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

StoredToken token_in(const SystemTable::Reader& row) {
  return {.id = row.id, .member = row.link("member"), .workspace = row.link("workspace"), .hash = row.text("hash"), .name = row.text("name"),
          .scope = {.may_write = row.text("may") != kReading, .entities = words_of(row.text("entities")), .expires_at = row.time("expires_at")},
          .created_at = row.created_at(), .last_used_at = row.time("last_used_at")};
}

}  // namespace

Credentials::Credentials(records::Records& records) : sessions_(records, "session"), tokens_(records, "token") {}

Result<std::string> Credentials::create_session(const SessionToMake& session, const Origin& origin) {
  std::string made;
  PROBITY_TRY(sessions_.add([&](const SystemTable::Writer& row) -> Result<> {
    // The record's id is part of the text, so the id is made first.
    made = make_token_text(kSessionPrefix, row.id());
    row.set("token_hash", cell(hash_text(made)));
    row.set("member", cell(session.member));
    row.set("expires_at", session.expires_at);
    row.set("last_seen_at", now());
    row.set("proven_at", now());
    row.set("method", cell(session.method));
    if (!session.device_id.is_nil()) row.set("known_device", cell(session.device_id));
    const std::string device = device_text(origin.device);
    if (!device.empty()) row.set("device", cell(device));
    const std::string address = privacy::address_for_log(*row.context().policy->policy, "sign_in", origin.address);
    if (!address.empty()) row.set("address", cell(address));
    return {};
  }));
  return made;
}

Result<std::optional<StoredSession>> Credentials::session(const Id& id) {
  std::optional<StoredSession> found;
  PROBITY_TRY(sessions_.one(id, [&](const SystemTable::Reader& row) { found = session_in(row); }));
  return found;
}

Result<std::vector<StoredSession>> Credentials::sessions_of(const Id& member) {
  std::vector<StoredSession> found;
  PROBITY_TRY(sessions_.each("member", member.text(), [&](const SystemTable::Reader& row) { found.push_back(session_in(row)); }));
  return found;
}

Result<> Credentials::note_seen(const Id& session, Timestamp at) {
  return sessions_.change(session, [&](const SystemTable::Writer& row) -> Result<> {
    row.set("last_seen_at", at);
    return {};
  });
}

Result<> Credentials::end_session(const Id& id) { return sessions_.purge(id); }

Result<std::vector<Id>> Credentials::ended_sessions(Timestamp seen_before) {
  std::set<Id> ended;
  const auto take = [&](const SystemTable::Reader& row) { ended.insert(row.id); };
  PROBITY_TRY(sessions_.before("expires_at", now(), take));
  PROBITY_TRY(sessions_.before("last_seen_at", seen_before, take));
  return std::vector<Id>(ended.begin(), ended.end());
}

Result<std::string> Credentials::create_token(const Id& member, const Id& workspace, std::string_view name, const TokenScope& scope) {
  std::string made;
  PROBITY_TRY(tokens_.add([&](const SystemTable::Writer& row) -> Result<> {
    made = make_token_text(kTokenPrefix, row.id());
    row.set("hash", cell(hash_text(made)));
    row.set("member", cell(member));
    row.set("workspace", cell(workspace));
    row.set("may", cell(scope.may_write ? kWriting : kReading));
    if (!scope.entities.empty()) row.set("entities", cell(fmt::format("{}", fmt::join(scope.entities, " "))));
    if (scope.expires_at != 0) row.set("expires_at", scope.expires_at);
    if (!is_blank(name)) row.set("name", cell(first_characters(trim(name), kNameCharacters)));
    return {};
  }));
  return made;
}

Result<std::optional<StoredToken>> Credentials::token(const Id& id) {
  std::optional<StoredToken> found;
  PROBITY_TRY(tokens_.one(id, [&](const SystemTable::Reader& row) { found = token_in(row); }));
  return found;
}

Result<std::vector<StoredToken>> Credentials::tokens_of_workspace(const Id& workspace) {
  std::vector<StoredToken> found;
  PROBITY_TRY(tokens_.each("workspace", workspace.text(), [&](const SystemTable::Reader& row) { found.push_back(token_in(row)); }));
  return found;
}

Result<> Credentials::note_used(const Id& token, Timestamp at) {
  return tokens_.change(token, [&](const SystemTable::Writer& row) -> Result<> {
    row.set("last_used_at", at);
    return {};
  });
}

Result<> Credentials::revoke_token(const Id& token) { return tokens_.purge(token); }

}  // namespace probity::accounts

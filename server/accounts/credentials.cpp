#include "accounts/credentials.hpp"

#include "accounts/directory.hpp"
#include "base/text.hpp"
#include "privacy/signals/address.hpp"

namespace probity::accounts {
namespace {

constexpr std::size_t kDeviceCharacters = 300;

/// User-Agent as it may be kept: what was sent is not ours to trust.
std::string device_text(std::string_view device) {
  if (!is_valid_text(device)) return {};
  return std::string(first_characters(trim(device), kDeviceCharacters));
}

std::string hash_text(std::string_view text) { return hex(bytes_of(sha256(text))); }

/// The record's id is part of the text, so the id is made first.
template <typename Fill>
Result<std::string> create(records::Records& records, const records::Context& context, std::string_view prefix, std::string_view hash_field, Fill fill) {
  std::string made;
  PROBITY_TRY(records.create_by(context, {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    made = make_token_text(prefix, draft.id);
    draft.value(*context.entity->field(hash_field)) = cell(hash_text(made));
    fill(draft);
    return {};
  }));
  return made;
}

std::string before(Timestamp at, std::string_view field) {
  return fmt::format(R"({{"field":"{}","op":"lt","value":"{}"}})", field, format_timestamp(at));
}

}  // namespace

Credentials::Credentials(records::Records& records) : records_(records), access_(program_access("system", "program")) {}

Result<std::string> Credentials::create_session(const Id& member, Timestamp expires_at, const Origin& origin) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "session"));
  const meta::Entity& entity = *context.entity;
  return create(records_, context, kSessionPrefix, "token_hash", [&](records::Draft& draft) {
    draft.value(*entity.field("member")) = cell(member);
    draft.value(*entity.field("expires_at")) = expires_at;
    draft.value(*entity.field("last_seen_at")) = now();
    const std::string device = device_text(origin.device);
    if (!device.empty()) draft.value(*entity.field("device")) = cell(device);
    const std::string address = privacy::address_for_log(*context.policy->policy, "sign_in", origin.address);
    if (!address.empty()) draft.value(*entity.field("address")) = cell(address);
  });
}

Result<std::optional<StoredSession>> Credentials::session(const Id& id) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "session"));
  const auto cells = records_.cells(context, id);
  if (!cells && cells.error().kind != ErrorKind::not_found) return std::unexpected(cells.error());
  if (!cells || !is_null((*cells)[meta::kDeletedAt])) return std::nullopt;
  const meta::Entity& entity = *context.entity;
  const CellRow row(*cells);
  return StoredSession{.id = id, .member = id_of(entity, "member", row), .token_hash = std::string(text_of(entity, "token_hash", row)),
                       .expires_at = time_of(entity, "expires_at", row), .last_seen_at = time_of(entity, "last_seen_at", row)};
}

Result<> Credentials::note_seen(const Id& session, Timestamp at) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "session"));
  PROBITY_TRY(records_.alter(context, session, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    draft.value(*context.entity->field("last_seen_at")) = at;
    return {};
  }));
  return {};
}

Result<> Credentials::end_session(const Id& id) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "session"));
  const auto removed = records_.remove(context, id);
  if (!removed && removed.error().kind != ErrorKind::not_found) return std::unexpected(removed.error());
  const auto purged = records_.purge(context, id);
  if (!purged && purged.error().kind != ErrorKind::not_found) return std::unexpected(purged.error());
  return {};
}

Result<std::vector<Id>> Credentials::ended_sessions(Timestamp seen_before) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "session"));
  std::vector<Id> ended;
  const std::string filter = fmt::format(R"({{"any":[{},{}]}})", before(now(), "expires_at"), before(seen_before, "last_seen_at"));
  PROBITY_TRY(records_.each(context, filter, [&](const Id& id, const Row&) -> Result<> {
    ended.push_back(id);
    return {};
  }));
  return ended;
}

Result<std::string> Credentials::create_token(const Id& member, const Id& workspace, std::string_view name) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "token"));
  const meta::Entity& entity = *context.entity;
  return create(records_, context, kTokenPrefix, "hash", [&](records::Draft& draft) {
    draft.value(*entity.field("member")) = cell(member);
    draft.value(*entity.field("workspace")) = cell(workspace);
    if (!is_blank(name)) draft.value(*entity.field("name")) = cell(first_characters(trim(name), 120));
  });
}

Result<std::optional<StoredToken>> Credentials::token(const Id& id) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "token"));
  const auto cells = records_.cells(context, id);
  if (!cells && cells.error().kind != ErrorKind::not_found) return std::unexpected(cells.error());
  if (!cells || !is_null((*cells)[meta::kDeletedAt])) return std::nullopt;
  const meta::Entity& entity = *context.entity;
  const CellRow row(*cells);
  return StoredToken{.id = id, .member = id_of(entity, "member", row), .workspace = id_of(entity, "workspace", row),
                     .hash = std::string(text_of(entity, "hash", row)), .expires_at = time_of(entity, "expires_at", row)};
}

}  // namespace probity::accounts

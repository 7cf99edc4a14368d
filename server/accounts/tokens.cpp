#include "accounts/implementation.hpp"
#include "accounts/signing_in/token_scope.hpp"
#include "base/log.hpp"

namespace probity::accounts {
namespace {

/// How often the last use of a token is written down.
constexpr Timestamp kNoteEvery = kHour;
constexpr std::size_t kMostEntities = 50;

std::unexpected<Error> bad_token() {
  return fail(ErrorKind::unauthenticated, "bad_token", "This API token is not valid, or not any more. Nothing was changed.");
}

Result<> check_scope(const TokenScope& scope) {
  if (scope.entities.size() > kMostEntities) return bad_field("entities", "too_many", fmt::format("A token names at most {} kinds of records.", kMostEntities));
  for (const std::string& entity : scope.entities) {
    const bool is_name = !entity.empty() && entity.size() <= 63 && std::ranges::all_of(entity, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    if (!is_name) return bad_field("entities", "unknown_entity", "This is no name of a kind of records.");
  }
  if (scope.expires_at != 0 && scope.expires_at <= now()) return bad_field("expires_at", "in_the_past", "A token cannot end before it begins.");
  return {};
}

}  // namespace

Result<KnownPointer> Accounts::Implementation::load_token(const TokenText& token) {
  const std::uint64_t generation = known.generation();
  PROBITY_ASSIGN(const auto stored, credentials.token(token.id));
  if (!stored || !equal_in_constant_time(stored->hash, hex(bytes_of(token.hash)))) return bad_token();
  PROBITY_ASSIGN(const auto member, directory.member(stored->member));
  PROBITY_ASSIGN(const auto of_member, seats.of_member(stored->member));
  const auto seat = std::find_if(of_member.begin(), of_member.end(), [&](const Seat& one) { return one.workspace == stored->workspace; });
  if (!member || !member->active || seat == of_member.end()) return bad_token();
  auto one = std::make_shared<Known>();
  one->hash = token.hash;
  one->expires_at = stored->scope.expires_at;
  if (seat->until) one->expires_at = one->expires_at == 0 ? *seat->until : std::min(one->expires_at, *seat->until);
  one->access = access_as(stored->member, *seat, "api");
  one->access->grants = narrowed(one->access->grants, stored->scope);
  one->noted_at = stored->last_used_at;
  known.put(token.id, one, generation);
  return one;
}

Result<std::string> Accounts::create_token(std::string_view workspace, std::string_view email, std::string_view name, const TokenScope& scope) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto place, own.active_workspace(workspace));
  PROBITY_ASSIGN(const auto member, of_field(own.directory.member_of_email(email), "email"));
  PROBITY_TRY(check_scope(scope));
  const auto seats = member ? own.seats.of_member(member->member.id) : Result<std::vector<Seat>>(std::vector<Seat>{});
  if (!seats) return std::unexpected(seats.error());
  const bool belongs = std::any_of(seats->begin(), seats->end(), [&](const Seat& seat) { return seat.workspace == place.info.id; });
  if (!belongs) return fail(ErrorKind::not_found, "no_such_member", "Nobody with this address is a member of the workspace. Add them first.");
  return own.credentials.create_token(member->member.id, place.info.id, name, scope);
}

void Accounts::Implementation::note_used(const Id& id, Known& one) {
  const Timestamp at = now();
  Timestamp noted = one.noted_at;
  if (at - noted < kNoteEvery || !one.noted_at.compare_exchange_strong(noted, at)) return;
  const auto written = credentials.note_used(id, at);
  if (!written) log::warning("last use of a token not noted: {} {}", written.error().code, written.error().cause);
}

Result<privacy::Access> Accounts::access_of_token(std::string_view text) {
  Implementation& own = *implementation_;
  const auto token = read_token_text(kTokenPrefix, text);
  if (!token) return bad_token();
  KnownPointer one = own.known.find(token->id);
  if (!one) {
    PROBITY_ASSIGN(one, own.load_token(*token));
  }
  if (!one->access || !equal_in_constant_time(bytes_of(one->hash), bytes_of(token->hash)) || own.is_over(*one)) return bad_token();
  own.note_used(token->id, *one);
  return *one->access;
}

Result<std::vector<TokenInfo>> Accounts::tokens(std::string_view workspace, const std::optional<Id>& member) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto place, own.active_workspace(workspace));
  PROBITY_ASSIGN(const auto all, own.credentials.tokens_of_workspace(place.info.id));
  std::vector<TokenInfo> found;
  for (const StoredToken& one : all) {
    if (!member || one.member == *member) found.push_back({.id = one.id, .member = one.member, .name = one.name, .scope = one.scope, .created_at = one.created_at, .last_used_at = one.last_used_at});
  }
  return found;
}

Result<> Accounts::revoke_token(std::string_view workspace, const Id& token, const std::optional<Id>& member) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto place, own.active_workspace(workspace));
  PROBITY_ASSIGN(const auto stored, own.credentials.token(token));
  if (!stored || stored->workspace != place.info.id || (member && stored->member != *member)) return fail(ErrorKind::not_found, "not_found", "There is nothing of that id here.");
  return own.credentials.revoke_token(token);
}

}  // namespace probity::accounts

#include "accounts/implementation.hpp"

#include "accounts/signing_in/device_name.hpp"
#include "base/log.hpp"

namespace probity::accounts {
namespace {

/// How often a session's last use is written down.
constexpr Timestamp kNoteEvery = kHour;

std::unexpected<Error> sign_in_required() {
  return fail(ErrorKind::unauthenticated, "sign_in_required", "Sign in first. What you sent was not used.");
}

/// Changes with every session, cannot be worked out from what is stored, and needs no storing itself.
std::string csrf_of(std::string_view cookie) { return base64url(bytes_of(keyed_hash(cookie, "probity csrf"))); }

}  // namespace

Result<SignedIn> Accounts::Implementation::start_session(const NewSession& start) {
  PROBITY_ASSIGN(const auto met, devices.meet(start.member, start.origin));
  const Timestamp expires_at = start.expires_at.value_or(now() + limits.session_absolute);
  PROBITY_ASSIGN(std::string cookie, credentials.create_session({.member = start.member, .expires_at = expires_at, .device_id = met.id, .method = start.method}, start.origin));
  PROBITY_TRY(directory.note_sign_in(start.member));
  PROBITY_ASSIGN(const auto loaded, load_session(cookie, *read_token_text(kSessionPrefix, cookie)));
  if (start.tell && met.is_new && !met.is_first) {
    write_to(loaded->session->member, "new-device", {{"device", device_name(start.origin.device)}, {"address", start.origin.address.empty() ? "unknown" : start.origin.address}, {"at", format_timestamp(now() / kMinute * kMinute)}});
  }
  return SignedIn{std::move(cookie), loaded->session, met.cookie};
}

Result<SignedIn> Accounts::Implementation::renew_session(const Session& session, std::string_view method, const Origin& origin) {
  PROBITY_ASSIGN(auto renewed, start_session({.member = session.member.id, .method = method, .origin = origin, .expires_at = session.expires_at, .tell = false}));
  PROBITY_TRY(credentials.end_session(session.id));
  return renewed;
}

Result<KnownPointer> Accounts::Implementation::load_session(std::string_view cookie, const TokenText& token) {
  const std::uint64_t generation = known.generation();
  PROBITY_ASSIGN(const auto stored, credentials.session(token.id));
  if (!stored || !equal_in_constant_time(stored->token_hash, hex(bytes_of(token.hash)))) return sign_in_required();
  PROBITY_ASSIGN(const auto member, directory.member(stored->member));
  if (!member || !member->active) return sign_in_required();
  PROBITY_ASSIGN(auto of_member, seats.of_member(stored->member));
  auto one = std::make_shared<Known>();
  one->hash = token.hash;
  one->expires_at = stored->expires_at;
  one->session = std::make_shared<const Session>(Session{stored->id, member->member, std::move(of_member), csrf_of(cookie), stored->proven_at, stored->expires_at, stored->device_id});
  one->seen_at = stored->last_seen_at;
  one->noted_at = stored->last_seen_at;
  known.put(token.id, one, generation);
  return one;
}

bool Accounts::Implementation::is_over(const Known& one) const {
  const Timestamp at = now();
  const bool expired = one.expires_at != 0 && one.expires_at <= at;
  return expired || (one.session && one.seen_at + limits.session_idle <= at);
}

void Accounts::Implementation::note_seen(const Id& id, Known& one) {
  const Timestamp at = now();
  one.seen_at = at;
  Timestamp noted = one.noted_at;
  if (at - noted < kNoteEvery || !one.noted_at.compare_exchange_strong(noted, at)) return;
  const auto written = credentials.note_seen(id, at);
  if (!written) log::warning("last use of a session not noted: {} {}", written.error().code, written.error().cause);
}

Result<> Accounts::sign_out(const Session& session) { return implementation_->credentials.end_session(session.id); }

Result<SessionPointer> Accounts::session(std::string_view cookie) {
  Implementation& own = *implementation_;
  const auto token = read_token_text(kSessionPrefix, cookie);
  if (!token) return sign_in_required();
  KnownPointer one = own.known.find(token->id);
  if (!one) {
    PROBITY_ASSIGN(one, own.load_session(cookie, *token));
  }
  if (!one->session || !equal_in_constant_time(bytes_of(one->hash), bytes_of(token->hash)) || own.is_over(*one)) return sign_in_required();
  own.note_seen(token->id, *one);
  return one->session;
}

Result<privacy::Access> Accounts::enter(const Session& session, std::string_view workspace) const {
  const auto seat = std::find_if(session.seats.begin(), session.seats.end(), [&](const Seat& one) { return one.slug == workspace; });
  if (seat == session.seats.end() || is_over(*seat)) return no_such_workspace();
  return access_as(session.member.id, *seat, "web");
}

Result<std::int64_t> Accounts::sweep() {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto ended, own.credentials.ended_sessions(now() - own.limits.session_idle - kNoteEvery));
  for (const Id& id : ended) PROBITY_TRY(own.credentials.end_session(id));
  PROBITY_TRY(own.devices.sweep(now() - own.limits.device));
  PROBITY_TRY(own.resets.sweep());
  return static_cast<std::int64_t>(ended.size());
}

}  // namespace probity::accounts

// Where somebody is signed in, on what devices, and how they end it.
#include "accounts/implementation.hpp"

namespace probity::accounts {
namespace {

std::unexpected<Error> nothing_here() { return fail(ErrorKind::not_found, "not_found", "There is nothing of that id here."); }

}  // namespace

Result<> Accounts::Implementation::end_sessions(const Id& member, const std::optional<Id>& but) {
  PROBITY_ASSIGN(const auto all, credentials.sessions_of(member));
  for (const StoredSession& one : all) {
    if (one.id != but) PROBITY_TRY(credentials.end_session(one.id));
  }
  return {};
}

Result<std::vector<OpenSession>> Accounts::open_sessions(const Session& session) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto all, own.credentials.sessions_of(session.member.id));
  std::vector<OpenSession> open;
  for (const StoredSession& one : all) {
    const bool over = one.expires_at <= now() || one.last_seen_at + own.limits.session_idle + kHour <= now();
    if (!over) open.push_back({one.id, one.device, one.address, one.method, one.created_at, one.last_seen_at, one.expires_at});
  }
  std::ranges::reverse(open);
  return open;
}

Result<> Accounts::end_session(const Session& session, const Id& other) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto stored, own.credentials.session(other));
  if (!stored || stored->member != session.member.id) return nothing_here();
  return own.credentials.end_session(other);
}

Result<> Accounts::end_sessions(const Session& session, bool keep_this) {
  return implementation_->end_sessions(session.member.id, keep_this ? std::optional(session.id) : std::nullopt);
}

Result<std::vector<KnownDevice>> Accounts::devices(const Session& session) { return implementation_->devices.of(session.member.id); }

Result<> Accounts::forget_device(const Session& session, const Id& device) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto all, own.devices.of(session.member.id));
  if (std::ranges::find(all, device, &KnownDevice::id) == all.end()) return nothing_here();
  PROBITY_ASSIGN(const auto sessions, own.credentials.sessions_of(session.member.id));
  for (const StoredSession& one : sessions) {
    if (one.device_id == device) PROBITY_TRY(own.credentials.end_session(one.id));
  }
  return own.devices.forget(device);
}

}  // namespace probity::accounts

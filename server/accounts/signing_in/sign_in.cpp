// Signing in with a password, and showing again who one is.
#include "accounts/implementation.hpp"
#include "base/text.hpp"

namespace probity::accounts {
namespace {

std::unexpected<Error> second_factor_required() {
  return fail(Error{.kind = ErrorKind::unauthenticated, .code = "second_factor_required", .message = "This account also wants a code: from your authenticator app, or one of your recovery codes.",
                    .extras = R"({"methods":["totp","recovery_code"]})"});
}

std::unexpected<Error> wrong_code() {
  return fail(ErrorKind::unauthenticated, "wrong_code", "This code is not right, or was used already. Wait for the next one, or take a recovery code.");
}

}  // namespace

std::unexpected<Error> sign_in_failed() {
  return fail(ErrorKind::unauthenticated, "sign_in_failed", "This address and password do not belong together. Check both and try again.");
}

Result<bool> Accounts::Implementation::is_right_code(const std::string& account, const StoredMember& member, const Shown& shown, const Origin& origin, std::string_view device) {
  if (shown.code.empty()) return false;
  const bool guessable = Factors::can_be_guessed(shown.code);
  if (guessable) PROBITY_TRY(codes.admit(origin.address, account, {.device = device}));
  PROBITY_ASSIGN(const bool right, factors.use(member.member.id, shown.code));
  if (right && guessable) codes.succeeded(origin.address, account, device);
  return right;
}

Result<std::string_view> Accounts::Implementation::prove(const std::string& account, const StoredMember& member, const Shown& shown, const Origin& origin) {
  PROBITY_ASSIGN(const Id known_device, devices.find(member.member.id, origin.known_as));
  const std::string device = known_device.is_nil() ? std::string() : known_device.text();
  // A right code lets through whoever strangers would otherwise hold back; what it is worth alone says nobody.
  PROBITY_ASSIGN(const bool right_code, is_right_code(account, member, shown, origin, device));
  PROBITY_TRY(throttle.admit(origin.address, account, {.device = device, .vouched = right_code}));
  PROBITY_ASSIGN(const bool right, work.verify(shown.password, member.password_hash));
  if (!right || !member.active) return sign_in_failed();
  PROBITY_ASSIGN(const bool wants_code, factors.wants_code(member.member.id));
  if (wants_code && shown.code.empty()) return second_factor_required();
  if (wants_code && !right_code) return wrong_code();
  throttle.succeeded(origin.address, account, device);
  return wants_code ? "password_and_code" : "password";
}

Result<SignedIn> Accounts::sign_in(std::string_view email, const Shown& shown, const Origin& origin) {
  Implementation& own = *implementation_;
  const auto found = own.directory.member_of_email(email);
  if (!found && found.error().kind != ErrorKind::invalid) return std::unexpected(found.error());
  // Nobody is looked for as somebody is: an id of nobody costs what any other does.
  StoredMember member;
  member.member.id = Id::make();
  if (found && *found) member = **found;
  PROBITY_ASSIGN(const std::string_view method, own.prove(fold(trim(email)), member, shown, origin));
  return own.start_session({.member = member.member.id, .method = method, .origin = origin});
}

Result<SignedIn> Accounts::prove(const Session& session, const Shown& shown, const Origin& origin) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto member, own.directory.member(session.member.id));
  PROBITY_ASSIGN(const std::string_view method, own.prove(fold(session.member.email), member.value_or(StoredMember{}), shown, origin));
  return own.renew_session(session, method, origin);
}

Result<> Accounts::require_recent_proof(const Session& session) const {
  if (now() < session.proven_at + implementation_->limits.proof) return {};
  return fail(ErrorKind::forbidden, "step_up_required", "Show once more who you are before this. Nothing was changed; enter your password or use a passkey, then do it again.");
}

}  // namespace probity::accounts

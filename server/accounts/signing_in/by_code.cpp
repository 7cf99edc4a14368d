// The second factor of an account: codes of an authenticator app, and codes for the day it is lost.
#include "accounts/implementation.hpp"
#include "accounts/signing_in/totp.hpp"

namespace probity::accounts {
namespace {

std::unexpected<Error> no_codes() { return fail(ErrorKind::conflict, "no_second_factor", "No authenticator app is set up. Set one up first."); }

}  // namespace

Result<SecondFactor> Accounts::second_factor(const Session& session) {
  Implementation& own = *implementation_;
  SecondFactor factor;
  PROBITY_ASSIGN(factor.codes, own.factors.wants_code(session.member.id));
  PROBITY_ASSIGN(factor.recovery_codes, own.factors.recovery_codes_left(session.member.id));
  PROBITY_ASSIGN(const auto passkeys, own.passkeys.list(session.member.id));
  factor.passkeys = static_cast<int>(passkeys.size());
  return factor;
}

Result<NewSeed> Accounts::begin_codes(const Session& session) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const std::string seed, own.factors.begin(session.member.id));
  return NewSeed{.seed = base32(seed), .url = otpauth_url(own.around.product, session.member.email, seed)};
}

Result<std::vector<std::string>> Accounts::confirm_codes(const Session& session, std::string_view code) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const bool right, own.factors.confirm(session.member.id, code));
  if (!right) return bad_field("code", "wrong_code", "This code is not right. Check the clock of your device, and take the code that is shown now.");
  PROBITY_ASSIGN(auto codes, own.factors.renew_recovery_codes(session.member.id));
  PROBITY_TRY(own.end_sessions(session.member.id, session.id));
  own.write_to(session.member, "security-change", {{"what", "An authenticator app was set up; signing in now takes a code as well."}});
  return codes;
}

Result<> Accounts::remove_codes(const Session& session) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const bool there, own.factors.wants_code(session.member.id));
  if (!there) return no_codes();
  PROBITY_TRY(own.factors.remove(session.member.id));
  own.write_to(session.member, "security-change", {{"what", "The authenticator app was removed; signing in takes no code any more."}});
  return {};
}

Result<std::vector<std::string>> Accounts::renew_recovery_codes(const Session& session) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const bool there, own.factors.wants_code(session.member.id));
  if (!there) return no_codes();
  PROBITY_ASSIGN(auto codes, own.factors.renew_recovery_codes(session.member.id));
  own.write_to(session.member, "security-change", {{"what", "New recovery codes were made; those before are void."}});
  return codes;
}

}  // namespace probity::accounts

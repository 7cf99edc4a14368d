// Other passwords: by whoever is signed in, by a link in a letter, and by whoever runs the machine.
#include "accounts/implementation.hpp"
#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/token_text.hpp"

namespace probity::accounts {
namespace {

constexpr std::size_t kLongestEmail = 320;
constexpr std::string_view kSealUse = "address of a password reset";

std::string key_of(const Surroundings& around) { return std::string(bytes_of(keyed_hash(around.secret, "probity password resets"))); }

std::string own_words(const Member& member) { return member.email + "\n" + member.name; }

}  // namespace

Result<> Accounts::Implementation::set_password(const StoredMember& member, const std::string& password) {
  PROBITY_TRY(of_field(check_password(password, own_words(member.member)), "password"));
  PROBITY_ASSIGN(const std::string hash, work.hash(password));
  PROBITY_TRY(directory.set_password(member.member.id, hash));
  PROBITY_TRY(resets.drop(member.member.id));
  write_to(member.member, "security-change", {{"what", "The password was changed."}});
  return {};
}

Result<SignedIn> Accounts::change_password(const Session& session, const std::string& password, const Origin& origin) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto member, own.directory.member(session.member.id));
  if (!member) return sign_in_failed();
  PROBITY_TRY(own.set_password(*member, password));
  PROBITY_TRY(own.end_sessions(session.member.id, session.id));
  return own.renew_session(session, "password", origin);
}

Result<> Accounts::set_password(std::string_view email, const std::string& password, bool drop_second_factor) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto member, of_field(own.directory.member_of_email(email), "email"));
  if (!member) return fail(ErrorKind::not_found, "no_such_member", "Nobody has this address here.");
  PROBITY_TRY(own.set_password(*member, password));
  if (drop_second_factor) PROBITY_TRY(own.factors.remove(member->member.id));
  return own.end_sessions(member->member.id, {});
}

Result<> Accounts::forgot_password(std::string_view email, const Origin& origin) {
  Implementation& own = *implementation_;
  const std::string account = fold(trim(email));
  PROBITY_TRY(own.forgotten.admit(origin.address, account));
  if (account.empty() || email.size() > kLongestEmail || !is_valid_text(email)) return bad_field("email", "invalid_email", "This is no email address. It looks like name@example.org.");
  if (!own.around.jobs) return {};
  // Whether there is such an account is found out after the answer.
  const std::string sealed = base64(seal(key_of(own.around), trim(email), kSealUse));
  PROBITY_TRY(own.around.jobs->enqueue(records::kSystemWorkspace, std::string(kResetJob), fmt::format(R"({{"address":"{}"}})", sealed), {}));
  return {};
}

Result<std::string> Accounts::Implementation::finish_reset(jobs::Running& running) {
  constexpr std::string_view kNothing = "{}";
  PROBITY_ASSIGN(const JsonDocument payload, parse_json(running.job().payload));
  const JsonValue* sealed = find(payload, "address");
  if (!sealed || !sealed->IsString()) return std::string(kNothing);
  PROBITY_ASSIGN(const std::string email, unseal(key_of(around), decode_base64(view(*sealed)).value_or(""), kSealUse));
  const auto found = directory.member_of_email(email);
  if (found && *found && (*found)->active) {
    // Of the job's own id, so that work taken up again makes the same link and one letter.
    const Id& id = running.job().id;
    const Hash made = keyed_hash(key_of(around), id.raw());
    const std::string link = make_token_text("", id, bytes_of(made));
    PROBITY_TRY(resets.add(id, (*found)->member.id, link, now() + limits.reset_link));
    write_to((*found)->member, "password-reset", {{"link", fmt::format("{}/reset#link={}", around.public_url, link)}, {"until", fmt::format("{} minutes", limits.reset_link / kMinute)}}, id);
  }
  // The address is not kept with what is done.
  PROBITY_TRY(running.remember(std::string(kNothing)));
  return std::string(kNothing);
}

Result<std::string> Accounts::reset_password(std::string_view link, const std::string& password, const Origin& origin) {
  Implementation& own = *implementation_;
  PROBITY_TRY(own.assertions.admit(origin.address, "reset"));
  const auto over = [] { return fail(ErrorKind::not_found, "link_over", "This link is not good any more. Ask for another one; nothing was changed."); };
  PROBITY_ASSIGN(const auto id, own.resets.find(link));
  if (!id) return over();
  PROBITY_ASSIGN(const auto member, own.directory.member(*id));
  if (!member || !member->active) return over();
  // A password that is refused leaves the link good.
  PROBITY_TRY(of_field(check_password(password, own_words(member->member)), "password"));
  PROBITY_ASSIGN(const bool first, own.resets.use(link));
  if (!first) return over();
  PROBITY_TRY(own.set_password(*member, password));
  PROBITY_TRY(own.end_sessions(*id, {}));
  own.assertions.succeeded(origin.address, "reset");
  PROBITY_ASSIGN(const auto met, own.devices.meet(*id, origin));
  return met.cookie;
}

}  // namespace probity::accounts

// Passkeys: what the browser is asked, and what becomes of its answer.
#include "accounts/implementation.hpp"
#include "accounts/signing_in/public_key.hpp"
#include "base/crypto.hpp"

namespace probity::accounts {
namespace {

constexpr int kTimeoutMilliseconds = 5 * 60 * 1000;
constexpr std::string_view kSignIn = "sign in";
constexpr std::size_t kMostPasskeys = 20;

std::string use_of_proof(const Session& session) { return "prove " + session.id.text(); }
std::string use_of_new(const Session& session) { return "register " + session.id.text(); }

void write_credentials(const std::vector<StoredPasskey>& passkeys, JsonWriter& writer) {
  writer.StartArray();
  for (const StoredPasskey& passkey : passkeys) {
    writer.StartObject();
    key(writer, "type");
    put(writer, "public-key");
    key(writer, "id");
    put(writer, base64url(passkey.credential_id));
    writer.EndObject();
  }
  writer.EndArray();
}

/// PublicKeyCredentialRequestOptionsJSON.
std::string question(const RelyingParty& party, const std::string& challenge, const std::vector<StoredPasskey>& passkeys) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "challenge");
  put(writer, challenge);
  key(writer, "rpId");
  put(writer, party.id);
  key(writer, "timeout");
  writer.Int(kTimeoutMilliseconds);
  key(writer, "userVerification");
  put(writer, "required");
  key(writer, "allowCredentials");
  write_credentials(passkeys, writer);
  writer.EndObject();
  return std::string(text(buffer));
}

void write_person(const Member& member, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  put(writer, base64url(member.id.raw()));
  key(writer, "name");
  put(writer, member.email);
  key(writer, "displayName");
  put(writer, member.name);
  writer.EndObject();
}

void write_kinds_of_keys(JsonWriter& writer) {
  writer.StartArray();
  for (const int algorithm : {kEdDsa, kEs256, kRs256}) {
    writer.StartObject();
    key(writer, "type");
    put(writer, "public-key");
    key(writer, "alg");
    writer.Int(algorithm);
    writer.EndObject();
  }
  writer.EndArray();
}

/// PublicKeyCredentialCreationOptionsJSON.
std::string question_for_new(const RelyingParty& party, std::string_view product, const std::string& challenge, const Member& member, const std::vector<StoredPasskey>& known) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "rp");
  writer.StartObject();
  key(writer, "id");
  put(writer, party.id);
  key(writer, "name");
  put(writer, product);
  writer.EndObject();
  key(writer, "user");
  write_person(member, writer);
  key(writer, "challenge");
  put(writer, challenge);
  key(writer, "pubKeyCredParams");
  write_kinds_of_keys(writer);
  key(writer, "timeout");
  writer.Int(kTimeoutMilliseconds);
  key(writer, "excludeCredentials");
  write_credentials(known, writer);
  key(writer, "authenticatorSelection");
  raw(writer, R"({"residentKey":"required","requireResidentKey":true,"userVerification":"required"})", rapidjson::kObjectType);
  key(writer, "attestation");
  put(writer, "none");
  writer.EndObject();
  return std::string(text(buffer));
}

std::unexpected<Error> refused(std::string message) { return invalid("passkey_refused", std::move(message) + " Nothing was changed.", "credential"); }

}  // namespace

Result<RelyingParty> Accounts::Implementation::relying_party() const {
  const auto party = relying_party_of(around.public_url);
  if (party) return *party;
  return fail(ErrorKind::conflict, "passkeys_unavailable", "Passkeys need a web address with a name and HTTPS. Whoever runs this installation sets it with --public-url.");
}

Result<StoredPasskey> Accounts::Implementation::check_passkey(std::string_view credential, const std::string& use) {
  PROBITY_ASSIGN(const RelyingParty party, relying_party());
  PROBITY_ASSIGN(const Answer answer, read_answer(credential));
  PROBITY_ASSIGN(const std::string challenge, check_client_data(answer, "webauthn.get", party));
  PROBITY_ASSIGN(const auto passkey, passkeys.find(answer.credential_id));
  if (!passkey) return refused("This passkey is not known here. Sign in in another way and register it.");
  if (!answer.user_handle.empty() && answer.user_handle != passkey->member.raw()) return refused("This passkey is of somebody else.");
  PROBITY_ASSIGN(const CheckedUse used, check_use(answer, party, passkey->public_key));
  PROBITY_TRY(challenges.take(challenge, use));
  PROBITY_ASSIGN(const bool grown, passkeys.note_use(passkey->id, used));
  if (!grown) return refused("The counter of this passkey went back, as if there were a copy of it. Sign in in another way and remove it.");
  return *passkey;
}

Result<std::string> Accounts::passkey_question() {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const RelyingParty party, own.relying_party());
  return question(party, own.challenges.make(kSignIn), {});
}

Result<SignedIn> Accounts::sign_in_by_passkey(std::string_view credential, const Origin& origin) {
  Implementation& own = *implementation_;
  PROBITY_TRY(own.assertions.admit(origin.address, "passkey"));
  PROBITY_ASSIGN(const StoredPasskey passkey, own.check_passkey(credential, std::string(kSignIn)));
  PROBITY_ASSIGN(const auto member, own.directory.member(passkey.member));
  if (!member || !member->active) return sign_in_failed();
  own.assertions.succeeded(origin.address, "passkey");
  return own.start_session({.member = passkey.member, .method = "passkey", .origin = origin});
}

Result<std::string> Accounts::proof_question(const Session& session) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const RelyingParty party, own.relying_party());
  PROBITY_ASSIGN(const auto passkeys, own.passkeys.of(session.member.id));
  return question(party, own.challenges.make(use_of_proof(session)), passkeys);
}

Result<SignedIn> Accounts::prove_by_passkey(const Session& session, std::string_view credential, const Origin& origin) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const StoredPasskey passkey, own.check_passkey(credential, use_of_proof(session)));
  if (passkey.member != session.member.id) return refused("This passkey is of somebody else.");
  return own.renew_session(session, "passkey", origin);
}

Result<std::string> Accounts::new_passkey_question(const Session& session) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const RelyingParty party, own.relying_party());
  PROBITY_ASSIGN(const auto known, own.passkeys.of(session.member.id));
  return question_for_new(party, own.around.product, own.challenges.make(use_of_new(session)), session.member, known);
}

Result<PasskeyInfo> Accounts::add_passkey(const Session& session, std::string_view name, std::string_view credential) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const RelyingParty party, own.relying_party());
  PROBITY_ASSIGN(const Answer answer, read_answer(credential));
  PROBITY_ASSIGN(const std::string challenge, check_client_data(answer, "webauthn.create", party));
  PROBITY_ASSIGN(const CheckedKey key, check_new_key(answer, party));
  PROBITY_TRY(own.challenges.take(challenge, use_of_new(session)));
  PROBITY_ASSIGN(const auto known, own.passkeys.of(session.member.id));
  if (known.size() >= kMostPasskeys) return refused("There are 20 passkeys already. Remove one first.");
  PROBITY_ASSIGN(const PasskeyInfo added, own.passkeys.add(session.member.id, name, key));
  own.write_to(session.member, "security-change", {{"what", "A passkey was added: " + added.name}});
  return added;
}

Result<std::vector<PasskeyInfo>> Accounts::passkeys(const Session& session) { return implementation_->passkeys.list(session.member.id); }

Result<> Accounts::remove_passkey(const Session& session, const Id& id) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto all, own.passkeys.list(session.member.id));
  const auto one = std::ranges::find(all, id, &PasskeyInfo::id);
  if (one == all.end()) return fail(ErrorKind::not_found, "not_found", "There is nothing of that id here.");
  PROBITY_TRY(own.passkeys.remove(id));
  own.write_to(session.member, "security-change", {{"what", "A passkey was removed: " + one->name}});
  return {};
}

}  // namespace probity::accounts

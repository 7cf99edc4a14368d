#include "accounts/signing_in/webauthn.hpp"

#include <arpa/inet.h>

#include "accounts/signing_in/cbor.hpp"
#include "accounts/signing_in/public_key.hpp"
#include "base/base64url.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace probity::accounts {
namespace {

// Authenticator data (6.1): hash of the party's id, flags, counter, then what was made.
constexpr std::size_t kHashEnd = 32, kCounterAt = 33, kShortest = 37, kModelBytes = 16;
constexpr unsigned kPresent = 0x01, kVerified = 0x04, kMayBackUp = 0x08, kBackedUp = 0x10, kHasKey = 0x40;
constexpr std::size_t kLongestCredentialId = 1023;

std::unexpected<Error> refused(std::string why) { return invalid("passkey_refused", "This passkey cannot be used: " + std::move(why) + " Nothing was changed.", "credential"); }

std::string decoded(const JsonValue& object, std::string_view name) {
  const JsonValue* value = find(object, name);
  return value && value->IsString() ? decode_base64url(view(*value)).value_or("") : std::string();
}

std::string_view text_in(const JsonValue& object, std::string_view name) {
  const JsonValue* value = find(object, name);
  return value && value->IsString() ? view(*value) : std::string_view();
}

bool is_number_address(const std::string& host) {
  in_addr four{};
  return host.starts_with('[') || inet_pton(AF_INET, host.c_str(), &four) == 1;
}

std::uint32_t number_at(std::string_view bytes, std::size_t place, int count) {
  std::uint32_t number = 0;
  for (int one = 0; one < count; ++one) number = number << 8 | static_cast<unsigned char>(bytes[place + static_cast<std::size_t>(one)]);
  return number;
}

struct Seen {
  unsigned flags = 0;
  std::int64_t counter = 0;
};

Result<Seen> check_data(std::string_view data, const RelyingParty& party) {
  if (data.size() < kShortest) return refused("its answer is too short.");
  const Hash expected = sha256(party.id);
  if (!equal_in_constant_time(data.substr(0, kHashEnd), bytes_of(expected))) return refused("it was made for another site.");
  const auto flags = static_cast<unsigned char>(data[kHashEnd]);
  if (!(flags & kPresent)) return refused("nobody touched it.");
  if (!(flags & kVerified)) return refused("it did not check who uses it. Set a PIN, fingerprint or face for it.");
  if ((flags & kBackedUp) && !(flags & kMayBackUp)) return refused("its answer contradicts itself.");
  return Seen{flags, number_at(data, kCounterAt, 4)};
}

}  // namespace

std::optional<RelyingParty> relying_party_of(std::string_view public_url) {
  const auto scheme_end = public_url.find("://");
  if (scheme_end == public_url.npos) return std::nullopt;
  const std::string scheme = lower_ascii(public_url.substr(0, scheme_end));
  const std::string_view rest = public_url.substr(scheme_end + 3);
  const std::string authority = lower_ascii(rest.substr(0, rest.find('/')));
  const std::string host = authority.substr(0, authority.starts_with('[') ? authority.npos : authority.find(':'));
  if (host.empty() || is_number_address(host) || (scheme != "https" && host != "localhost")) return std::nullopt;
  std::string origin = scheme + "://" + authority;
  // Browsers leave out the port that the scheme has anyway (RFC 6454, 6.2).
  const std::string usual = scheme == "https" ? ":443" : ":80";
  if (origin.ends_with(usual)) origin.resize(origin.size() - usual.size());
  return RelyingParty{host, origin};
}

Result<Answer> read_answer(std::string_view json) {
  const auto document = parse_json(json);
  const JsonValue* response = document ? find(*document, "response") : nullptr;
  if (!response || !response->IsObject() || text_in(*document, "type") != "public-key") return refused("what the browser sent is no answer of a passkey.");
  return Answer{.credential_id = decoded(*document, "id"), .client_data = decoded(*response, "clientDataJSON"), .authenticator_data = decoded(*response, "authenticatorData"),
                .signature = decoded(*response, "signature"), .user_handle = decoded(*response, "userHandle"), .attestation = decoded(*response, "attestationObject")};
}

Result<std::string> check_client_data(const Answer& answer, std::string_view type, const RelyingParty& party) {
  const auto document = parse_json(answer.client_data);
  if (!document || !document->IsObject()) return refused("what the browser sent is no answer of a passkey.");
  if (text_in(*document, "type") != type) return refused("its answer is to another question.");
  if (text_in(*document, "origin") != party.origin) return refused("its answer was given to another site.");
  const JsonValue* crossing = find(*document, "crossOrigin");
  if (crossing && !(crossing->IsBool() && !crossing->GetBool())) return refused("its answer was given inside another site's page.");
  return std::string(text_in(*document, "challenge"));
}

Result<CheckedKey> check_new_key(const Answer& answer, const RelyingParty& party) {
  const auto attestation = read_cbor_map(answer.attestation);
  const auto data = attestation ? cbor_bytes(cbor_member(attestation->map.get(), "authData")) : std::nullopt;
  if (!data || attestation->size != answer.attestation.size()) return refused("its answer cannot be read.");
  PROBITY_ASSIGN(const Seen seen, check_data(*data, party));
  constexpr std::size_t kIdAt = kShortest + kModelBytes + 2;
  if (!(seen.flags & kHasKey) || data->size() < kIdAt) return refused("its answer brings no key.");
  const std::size_t length = number_at(*data, kShortest + kModelBytes, 2);
  if (length == 0 || length > kLongestCredentialId || data->size() <= kIdAt + length) return refused("its answer brings no key.");
  const std::string id = data->substr(kIdAt, length);
  if (id != answer.credential_id) return refused("its answer contradicts itself.");
  const std::string_view rest = std::string_view(*data).substr(kIdAt + length);
  const auto map = read_cbor_map(rest);
  if (!map) return refused("its key cannot be read.");
  const std::string_view key = rest.substr(0, map->size);
  if (!PublicKey::read(key)) return refused("its key is of a kind that is not known here.");
  return CheckedKey{.credential_id = id, .public_key = std::string(key), .counter = seen.counter, .backed_up = (seen.flags & kBackedUp) != 0};
}

Result<CheckedUse> check_use(const Answer& answer, const RelyingParty& party, std::string_view public_key) {
  PROBITY_ASSIGN(const Seen seen, check_data(answer.authenticator_data, party));
  const auto key = PublicKey::read(public_key);
  const Hash client = sha256(answer.client_data);
  if (!key || !(*key)->is_signed(answer.authenticator_data + std::string(bytes_of(client)), answer.signature)) return refused("its signature is not right.");
  return CheckedUse{.counter = seen.counter, .backed_up = (seen.flags & kBackedUp) != 0};
}

}  // namespace probity::accounts

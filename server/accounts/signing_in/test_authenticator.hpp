#pragma once
// An authenticator and its browser, for tests: makes passkeys of each kind of key and answers questions, rightly or
// with one thing wrong.
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <optional>
#include <string>

#include "base/base64url.hpp"
#include "base/crypto.hpp"
#include "base/json.hpp"

namespace probity::accounts {

class TestAuthenticator {
 public:
  enum class Kind { es256, rs256, eddsa };
  explicit TestAuthenticator(Kind kind = Kind::es256) : kind_(kind), key_(make(kind)) {}
  TestAuthenticator(const TestAuthenticator&) = delete;
  ~TestAuthenticator() { EVP_PKEY_free(key_); }

  /// What is not as it should be.
  struct Wrong {
    std::string origin = "https://crm.example";
    std::string rp_id = "crm.example";
    std::string type = {};         ///< empty: the right one
    std::string challenge = {};    ///< empty: the one asked
    unsigned flags = 0x05;         ///< present and verified
    bool other_key = false;        ///< signs with another key
    bool cross_origin = false;
    bool counts = true;
  };

  std::string id() const { return "credential of a test " + id_; }
  std::uint32_t counter = 0;
  std::string user_handle;

  /// RegistrationResponseJSON.
  std::string make_credential(const std::string& question, const Wrong& wrong) {
    const std::string data = authenticator_data(wrong, wrong.flags | 0x40) + std::string(16, '\0') + big_endian(static_cast<std::uint32_t>(id().size()), 2) + id() + cose();
    const std::string attestation = std::string("\xa3\x63" "fmt\x64none\x67" "attStmt\xa0\x68" "authData\x59", 29) + big_endian(static_cast<std::uint32_t>(data.size()), 2) + data;
    return answer(client_data(question, wrong, "webauthn.create"), R"("attestationObject":")" + base64url(attestation) + "\"");
  }
  std::string make_credential(const std::string& question) { return make_credential(question, Wrong{}); }
  /// AuthenticationResponseJSON.
  std::string use_credential(const std::string& question, const Wrong& wrong) {
    if (wrong.counts) ++counter;
    const std::string data = authenticator_data(wrong, wrong.flags);
    const std::string client = client_data(question, wrong, "webauthn.get");
    const Hash hash = sha256(client);
    EVP_PKEY* other = wrong.other_key ? make(kind_) : nullptr;
    const std::string signature = sign(other ? other : key_, data + std::string(bytes_of(hash)));
    EVP_PKEY_free(other);
    return answer(client, R"("authenticatorData":")" + base64url(data) + R"(","signature":")" + base64url(signature) + R"(","userHandle":")" + base64url(user_handle) + "\"");
  }
  std::string use_credential(const std::string& question) { return use_credential(question, Wrong{}); }

 private:
  static EVP_PKEY* make(Kind kind) {
    if (kind == Kind::es256) return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    if (kind == Kind::rs256) return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048});
    return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  }

  static std::string big_endian(std::uint32_t number, int bytes) {
    std::string text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) text += static_cast<char>(number >> shift);
    return text;
  }

  std::string public_part(const char* name) const {
    std::string bytes(600, '\0');
    std::size_t size = 0;
    EVP_PKEY_get_octet_string_param(key_, name, reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), &size);
    bytes.resize(size);
    return bytes;
  }

  std::string modulus() const {
    BIGNUM* number = nullptr;
    EVP_PKEY_get_bn_param(key_, OSSL_PKEY_PARAM_RSA_N, &number);
    std::string bytes(static_cast<std::size_t>(BN_num_bytes(number)), '\0');
    BN_bn2bin(number, reinterpret_cast<unsigned char*>(bytes.data()));
    BN_free(number);
    return bytes;
  }

  std::string cose() const {
    if (kind_ == Kind::rs256) return std::string("\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00", 11) + modulus() + std::string("\x21\x43\x01\x00\x01", 5);
    const std::string key = public_part(OSSL_PKEY_PARAM_PUB_KEY);
    if (kind_ == Kind::eddsa) return std::string("\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20", 10) + key;
    return std::string("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10) + key.substr(1, 32) + std::string("\x22\x58\x20", 3) + key.substr(33, 32);
  }

  std::string authenticator_data(const Wrong& wrong, unsigned flags) const {
    const Hash party = sha256(wrong.rp_id);
    return std::string(bytes_of(party)) + static_cast<char>(flags) + big_endian(counter, 4);
  }

  std::string client_data(const std::string& question, const Wrong& wrong, const std::string& type) const {
    const auto asked = parse_json(question);
    const JsonValue* challenge = asked ? find(*asked, "challenge") : nullptr;
    const std::string given = !wrong.challenge.empty() ? wrong.challenge : challenge && challenge->IsString() ? std::string(view(*challenge)) : std::string();
    return R"({"type":")" + (wrong.type.empty() ? type : wrong.type) + R"(","challenge":")" + given + R"(","origin":")" + wrong.origin + R"(","crossOrigin":)" + (wrong.cross_origin ? "true" : "false") + "}";
  }

  std::string answer(const std::string& client, const std::string& rest) const {
    return R"({"id":")" + base64url(id()) + R"(","rawId":")" + base64url(id()) + R"(","type":"public-key","response":{"clientDataJSON":")" + base64url(client) + "\"," + rest + "}}";
  }

  std::string sign(EVP_PKEY* key, const std::string& message) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    std::string signature(1024, '\0');
    std::size_t size = signature.size();
    EVP_DigestSignInit(context, nullptr, kind_ == Kind::eddsa ? nullptr : EVP_sha256(), nullptr, key);
    EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, reinterpret_cast<const unsigned char*>(message.data()), message.size());
    EVP_MD_CTX_free(context);
    signature.resize(size);
    return signature;
  }

  const Kind kind_;
  const std::string id_ = random_token(12);
  EVP_PKEY* key_;
};

}  // namespace probity::accounts

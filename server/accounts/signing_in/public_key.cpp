#include "accounts/signing_in/public_key.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "accounts/signing_in/cbor.hpp"
#include "base/signature.hpp"

namespace probity::accounts {
namespace {

// Labels and values of COSE keys (RFC 9052, 7; RFC 9053, 7).
constexpr int kKeyType = 1, kAlgorithm = 3, kCurve = -1, kX = -2, kY = -3, kModulus = -1, kExponent = -2;
constexpr int kOctetPair = 1, kTwoCoordinates = 2, kRsa = 3;
constexpr int kP256 = 1, kEd25519 = 6;
constexpr std::size_t kCoordinate = 32;
constexpr int kShortestModulus = 2048, kLongestModulus = 8192;

template <auto drop>
struct Drop {
  template <typename T>
  void operator()(T* held) const { drop(held); }
};
using Key = std::unique_ptr<EVP_PKEY, Drop<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Drop<EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Drop<EVP_MD_CTX_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Drop<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Drop<OSSL_PARAM_free>>;
using Number = std::unique_ptr<BIGNUM, Drop<BN_free>>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::unexpected<Error> bad_key() { return invalid("bad_key", "This key is of a kind that is not known here. ES256, RS256 and Ed25519 are."); }

class OpensslKey final : public PublicKey {
 public:
  explicit OpensslKey(Key key) : key_(std::move(key)) {}
  bool is_signed(std::string_view message, std::string_view signature) const override {
    const Digest digest(EVP_MD_CTX_new());
    return digest && EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
           EVP_DigestVerify(digest.get(), bytes(signature), signature.size(), bytes(message), message.size()) == 1;
  }

 private:
  Key key_;
};

class Ed25519Key final : public PublicKey {
 public:
  explicit Ed25519Key(std::string key) : key_(std::move(key)) {}
  bool is_signed(std::string_view message, std::string_view signature) const override { return is_signed_by(key_, message, signature); }

 private:
  std::string key_;
};

Result<std::unique_ptr<PublicKey>> make(const char* kind, const Parameters& parameters) {
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* made = nullptr;
  const bool good = parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 && EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1;
  Key key(made);
  if (!good) return bad_key();
  const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
  if (!check || EVP_PKEY_public_check(check.get()) != 1) return bad_key();
  return std::make_unique<OpensslKey>(std::move(key));
}

Result<std::unique_ptr<PublicKey>> read_es256(const cbor_item_t* map) {
  const auto x = cbor_bytes(cbor_member(map, kX));
  const auto y = cbor_bytes(cbor_member(map, kY));
  if (cbor_number(cbor_member(map, kCurve)) != kP256 || !x || !y || x->size() != kCoordinate || y->size() != kCoordinate) return bad_key();
  std::string point(1, '\x04');  // uncompressed
  point.append(*x).append(*y);
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  return make("EC", Parameters(OSSL_PARAM_BLD_to_param(builder.get())));
}

Result<std::unique_ptr<PublicKey>> read_rs256(const cbor_item_t* map) {
  const auto n = cbor_bytes(cbor_member(map, kModulus));
  const auto e = cbor_bytes(cbor_member(map, kExponent));
  if (!n || !e || n->size() > kLongestModulus / 8 || e->size() > 4) return bad_key();
  const Number modulus(BN_bin2bn(bytes(*n), static_cast<int>(n->size()), nullptr));
  const Number exponent(BN_bin2bn(bytes(*e), static_cast<int>(e->size()), nullptr));
  if (!modulus || !exponent || BN_num_bits(modulus.get()) < kShortestModulus) return bad_key();
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  return make("RSA", Parameters(OSSL_PARAM_BLD_to_param(builder.get())));
}

}  // namespace

Result<std::unique_ptr<PublicKey>> PublicKey::read(std::string_view cose) {
  const auto read = read_cbor_map(cose);
  if (!read) return bad_key();
  const cbor_item_t* map = read->map.get();
  const auto type = cbor_number(cbor_member(map, kKeyType));
  const auto algorithm = cbor_number(cbor_member(map, kAlgorithm));
  if (type == kTwoCoordinates && algorithm == kEs256) return read_es256(map);
  if (type == kRsa && algorithm == kRs256) return read_rs256(map);
  const auto x = cbor_bytes(cbor_member(map, kX));
  const bool ed25519 = type == kOctetPair && algorithm == kEdDsa && cbor_number(cbor_member(map, kCurve)) == kEd25519 && x && x->size() == kPublicKeySize;
  if (!ed25519) return bad_key();
  return std::make_unique<Ed25519Key>(*x);
}

}  // namespace probity::accounts

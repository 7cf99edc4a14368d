#include "accounts/signing_in/webauthn.hpp"

#include <gtest/gtest.h>

#include "accounts/signing_in/public_key.hpp"
#include "accounts/signing_in/test_authenticator.hpp"

namespace probity::accounts {
namespace {

TEST(RelyingParty, IsTheHostOfThePublicUrl) {
  const std::pair<std::string_view, std::pair<std::string_view, std::string_view>> good[] = {
      {"https://crm.example.org", {"crm.example.org", "https://crm.example.org"}}, {"https://CRM.example.org:443/x", {"crm.example.org", "https://crm.example.org"}},
      {"https://crm.example.org:8443", {"crm.example.org", "https://crm.example.org:8443"}}, {"http://localhost:8080", {"localhost", "http://localhost:8080"}}};
  for (const auto& [url, expected] : good) {
    const auto party = relying_party_of(url);
    ASSERT_TRUE(party) << url;
    EXPECT_EQ(party->id, expected.first);
    EXPECT_EQ(party->origin, expected.second);
  }
  for (const char* none : {"", "crm.example.org", "http://crm.example.org", "http://127.0.0.1:8080", "https://192.0.2.1", "https://[2001:db8::1]:8443"}) EXPECT_FALSE(relying_party_of(none)) << none;
}

const RelyingParty kParty{"crm.example", "https://crm.example"};

TEST(Passkey, CutShortAnywhereIsRefused) {
  TestAuthenticator authenticator;
  const Answer whole = read_answer(authenticator.make_credential(R"({"challenge":"AAAA"})")).value();
  ASSERT_TRUE(check_new_key(whole, kParty));
  for (std::size_t length = 0; length < whole.attestation.size(); ++length) {
    Answer cut = whole;
    cut.attestation.resize(length);
    EXPECT_FALSE(check_new_key(cut, kParty)) << length;
  }
  Answer longer = whole;
  longer.attestation += '\0';
  EXPECT_FALSE(check_new_key(longer, kParty));
}

TEST(Passkey, WithAnyBitOfItsUseTurnedIsRefused) {
  TestAuthenticator authenticator(TestAuthenticator::Kind::eddsa);
  const auto made = check_new_key(read_answer(authenticator.make_credential(R"({"challenge":"AAAA"})")).value(), kParty);
  ASSERT_TRUE(made);
  const Answer whole = read_answer(authenticator.use_credential(R"({"challenge":"AAAA"})")).value();
  ASSERT_TRUE(check_use(whole, kParty, made->public_key));
  for (const auto part : {&Answer::authenticator_data, &Answer::signature, &Answer::client_data}) {
    for (std::size_t place = 0; place < (whole.*part).size(); ++place) {
      Answer turned = whole;
      (turned.*part)[place] = static_cast<char>((turned.*part)[place] ^ 1);
      EXPECT_FALSE(check_use(turned, kParty, made->public_key)) << place;
    }
  }
}

TEST(PublicKey, OfAnotherKindOrOffTheCurveIsRefused) {
  const std::string zeros(32, '\0');
  EXPECT_FALSE(PublicKey::read(""));
  EXPECT_FALSE(PublicKey::read("\xa0"));
  EXPECT_FALSE(PublicKey::read(std::string("\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10) + zeros + std::string("\x22\x58\x20", 3) + zeros));
  // A map that says it has 2^32 members, and text nested a thousand deep.
  EXPECT_FALSE(PublicKey::read(std::string("\xbb\x00\x00\x00\x01\x00\x00\x00\x00", 9)));
  EXPECT_FALSE(PublicKey::read(std::string(1000, '\x81')));
}

}  // namespace
}  // namespace probity::accounts

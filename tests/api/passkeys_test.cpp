// Passkeys: registered and used, and each thing that may be wrong with them.
#include "accounts/signing_in/test_authenticator.hpp"
#include "test_browser.hpp"

namespace probity::api {
namespace {

using accounts::TestAuthenticator;
using Wrong = TestAuthenticator::Wrong;

class PasskeyTest : public ApiTest {
 protected:
  static std::string next_email() {
    static int number = 0;
    return fmt::format("key{}@example.org", ++number);
  }
  void SetUp() override {
    email = next_email();
    expect_value(server.accounts->add_member(server.first, {.email = email, .name = "Katherine", .password = kPassword}, "member"));
    ASSERT_EQ(browser.sign_in(email, kPassword).status, 201);
    server.letters.clear();
  }
  std::string question(const char* target) { return browser.send("POST", target).text; }
  Reply add(const std::string& credential) { return browser.send("POST", "/api/v1/passkeys", R"({"name":"Laptop","credential":)" + credential + "}"); }
  Reply sign_in(Browser& one, const std::string& credential) { return one.send("POST", "/api/v1/session/passkey", R"({"credential":)" + credential + "}"); }
  void registered(TestAuthenticator& authenticator) {
    const Reply added = add(authenticator.make_credential(question("/api/v1/passkeys/question")));
    ASSERT_EQ(added.status, 201) << added.text;
  }

  std::string email;
  Browser browser{server, "203.0.113.250"};
};

TEST_F(PasskeyTest, OfEveryKindOfKeySignsIn) {
  for (const auto kind : {TestAuthenticator::Kind::es256, TestAuthenticator::Kind::rs256, TestAuthenticator::Kind::eddsa}) {
    TestAuthenticator authenticator(kind);
    registered(authenticator);
    Browser other(server, "203.0.113.251");
    const Reply in = sign_in(other, authenticator.use_credential(other.send("POST", "/api/v1/session/passkey/question").text));
    ASSERT_EQ(in.status, 201) << in.text;
    EXPECT_EQ(in.text_at("member.email"), email);
    EXPECT_EQ(other.send("GET", "/api/v1/sessions").text_at("items.0.method"), "passkey");
  }
  EXPECT_EQ(browser.send("GET", "/api/v1/passkeys").at("items").Size(), 3u);
  EXPECT_EQ(browser.send("GET", "/api/v1/second_factor").at("passkeys").GetInt(), 3);
  const std::string asked = question("/api/v1/passkeys/question");
  EXPECT_EQ(parse_json(asked).value()["excludeCredentials"].Size(), 3u);
  EXPECT_EQ(std::string(parse_json(asked).value()["rp"]["id"].GetString()), "crm.example");
}

TEST_F(PasskeyTest, ARegistrationWithAnythingWrongIsRefused) {
  std::vector<std::pair<const char*, Wrong>> cases{{"another site", Wrong{}}, {"a site that begins alike", Wrong{}}, {"plain http", Wrong{}}, {"another party", Wrong{}}, {"the answer to a sign-in", Wrong{}},
                                                   {"a challenge of nobody", Wrong{}}, {"not verified", Wrong{}}, {"not present", Wrong{}}, {"in a frame of another site", Wrong{}}};
  cases[0].second.origin = "https://evil.example";
  cases[1].second.origin = "https://crm.example.evil.example";
  cases[2].second.origin = "http://crm.example";
  cases[3].second.rp_id = "evil.example";
  cases[4].second.type = "webauthn.get";
  cases[5].second.challenge = base64url("a challenge of nobody");
  cases[6].second.flags = 0x01;
  cases[7].second.flags = 0x04;
  cases[8].second.cross_origin = true;
  for (const auto& [name, wrong] : cases) {
    TestAuthenticator authenticator;
    const std::string asked = question("/api/v1/passkeys/question");
    const Rows before = server.rows("system");
    const Reply reply = add(authenticator.make_credential(asked, wrong));
    EXPECT_GE(reply.status, 400) << name;
    EXPECT_TRUE(reply.code() == "passkey_refused" || reply.code() == "challenge_over") << name << reply.text;
    EXPECT_EQ(server.rows("system"), before) << name;
  }
}

TEST_F(PasskeyTest, AUseWithAnythingWrongIsRefused) {
  TestAuthenticator authenticator;
  registered(authenticator);
  std::vector<std::pair<const char*, Wrong>> cases(8, {"", Wrong{}});
  cases[0].first = "another site", cases[0].second.origin = "https://evil.example";
  cases[1].first = "another party", cases[1].second.rp_id = "evil.example";
  cases[2].first = "the answer to a registration", cases[2].second.type = "webauthn.create";
  cases[3].first = "a challenge of nobody", cases[3].second.challenge = base64url("nobody");
  cases[4].first = "not verified", cases[4].second.flags = 0x01;
  cases[5].first = "another key", cases[5].second.other_key = true;
  cases[6].first = "in a frame of another site", cases[6].second.cross_origin = true;
  cases[7].first = "a counter that stands still", cases[7].second.counts = false;
  Browser other(server, "203.0.113.252");
  ASSERT_EQ(sign_in(other, authenticator.use_credential(other.send("POST", "/api/v1/session/passkey/question").text)).status, 201);
  Browser attacker(server, "203.0.113.253");
  for (const auto& [name, wrong] : cases) {
    const std::string asked = attacker.send("POST", "/api/v1/session/passkey/question").text;
    const Rows before = server.rows("system");
    if (!wrong.counts) authenticator.counter = 1;  // as it was when it last let somebody in
    const Reply reply = sign_in(attacker, authenticator.use_credential(asked, wrong));
    EXPECT_GE(reply.status, 400) << name;
    EXPECT_TRUE(reply.header("Set-Cookie").empty()) << name;
    EXPECT_TRUE(reply.code() == "passkey_refused" || reply.code() == "challenge_over") << name << reply.text;
    EXPECT_EQ(server.rows("system").counts["session"], before.counts.at("session")) << name;
  }
}

TEST_F(PasskeyTest, AnAnswerIsGoodOnceAndForItsOwnQuestion) {
  TestAuthenticator authenticator;
  const std::string credential = authenticator.make_credential(question("/api/v1/passkeys/question"));
  ASSERT_EQ(add(credential).status, 201);
  EXPECT_EQ(add(credential).code(), "challenge_over");
  EXPECT_EQ(add(authenticator.make_credential(question("/api/v1/passkeys/question"))).code(), "passkey_known");
  Browser other(server, "203.0.113.254");
  const std::string use = authenticator.use_credential(other.send("POST", "/api/v1/session/passkey/question").text);
  ASSERT_EQ(sign_in(other, use).status, 201);
  EXPECT_EQ(sign_in(other, use).code(), "challenge_over");
  // A proof is no sign-in, and a sign-in no proof.
  EXPECT_EQ(sign_in(other, authenticator.use_credential(question("/api/v1/session/proof/question"))).code(), "challenge_over");
  const std::string for_sign_in = authenticator.use_credential(question("/api/v1/session/passkey/question"));
  EXPECT_EQ(browser.send("POST", "/api/v1/session/proof", R"({"credential":)" + for_sign_in + "}").code(), "challenge_over");
  const std::string proof = authenticator.use_credential(question("/api/v1/session/proof/question"));
  EXPECT_EQ(browser.send("POST", "/api/v1/session/proof", R"({"credential":)" + proof + "}").status, 201);
}

TEST_F(PasskeyTest, OfSomebodyElseProvesNothing) {
  TestAuthenticator authenticator;
  registered(authenticator);
  Browser stranger(server, "203.0.113.249");
  ASSERT_EQ(stranger.sign_in("reader@example.org", kPassword).status, 201);
  const std::string asked = stranger.send("POST", "/api/v1/session/proof/question").text;
  EXPECT_EQ(stranger.send("POST", "/api/v1/session/proof", R"({"credential":)" + authenticator.use_credential(asked) + "}").code(), "passkey_refused");
  const std::string id = browser.send("GET", "/api/v1/passkeys").text_at("items.0.id");
  EXPECT_EQ(stranger.send("DELETE", "/api/v1/passkeys/" + id).status, 404);
  EXPECT_EQ(browser.send("DELETE", "/api/v1/passkeys/" + id).status, 204);
  EXPECT_EQ(sign_in(stranger, authenticator.use_credential(stranger.send("POST", "/api/v1/session/passkey/question").text)).code(), "passkey_refused");
}

TEST_F(PasskeyTest, WhatIsNoAnswerIsRefused) {
  for (const std::string credential : {R"({})", R"({"id":"AAAA","type":"public-key"})", R"({"id":"AAAA","type":"public-key","response":{}})", R"({"id":"AAAA","type":"public-key","response":{"clientDataJSON":"e30","attestationObject":"//"}})",
                                       R"({"id":"AAAA","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA"}})"}) {
    EXPECT_EQ(add(credential).code(), "passkey_refused") << credential;
    EXPECT_EQ(sign_in(browser, credential).code(), "passkey_refused") << credential;
  }
  EXPECT_EQ(browser.send("POST", "/api/v1/passkeys", R"({"credential":"text"})").status, 422);
}

}  // namespace
}  // namespace probity::api

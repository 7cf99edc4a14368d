// Passwords, codes, sessions, devices and links to set another password: what works, and what an attacker sends.
#include "accounts/signing_in/totp.hpp"
#include "test_browser.hpp"

namespace probity::api {
namespace {

std::string decode_base32(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string bytes;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    held = held << 5 | static_cast<std::uint32_t>(kAlphabet.find(c));
    bits += 5;
    if (bits >= 8) bytes += static_cast<char>(held >> (bits -= 8));
  }
  return bytes;
}

class SigningIn : public ApiTest {
 protected:
  /// A member of their own for each test, so that no test counts against another.
  void SetUp() override {
    const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
    email = lower(name) + "@example.org";
    static int network = 0;
    address = fmt::format("203.0.113.{}", ++network);
    expect_value(server.accounts->add_member(server.first, {.email = email, .name = "Grace", .password = kPassword}, "member"));
    server.letters.clear();
  }
  static std::string lower(std::string text) {
    for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return text;
  }
  Browser browser() { return Browser(server, address); }
  Browser signed_in() {
    Browser one = browser();
    const Reply reply = one.sign_in(email, kPassword);
    EXPECT_EQ(reply.status, 201) << reply.text;
    return one;
  }
  std::vector<std::string> letters(std::string_view name) const {
    std::vector<std::string> found;
    for (const mail::Letter& letter : server.letters) {
      if (letter.template_name == name && letter.to == email) found.push_back(letter.values.empty() ? "" : letter.values.begin()->second);
    }
    return found;
  }
  std::string reset_link() {
    expect_value(server.base.jobs->run_due("system"));
    for (auto letter = server.letters.rbegin(); letter != server.letters.rend(); ++letter) {
      if (letter->template_name == "password-reset" && letter->to == email) return letter->values.at("link");
    }
    return {};
  }
  static std::string secret_of(const std::string& link) { return link.substr(link.find("#link=") + 6); }
  /// Counted from when the test began: the time that it takes changes nothing.
  std::string code(int steps = 0) const { return accounts::totp_code(seed, begun + steps); }
  /// Sets an authenticator app up; its recovery codes.
  std::vector<std::string> with_codes(Browser& one) {
    seed = decode_base32(one.send("POST", "/api/v1/second_factor/codes").text_at("secret"));
    const Reply confirmed = one.send("POST", "/api/v1/second_factor/codes/confirmation", fmt::format(R"({{"code":"{}"}})", code()));
    EXPECT_EQ(confirmed.status, 201) << confirmed.text;
    std::vector<std::string> codes;
    for (int place = 0; place < 10; ++place) codes.push_back(confirmed.text_at(fmt::format("recovery_codes.{}", place)));
    return codes;
  }

  const std::int64_t begun = accounts::totp_step(now());
  std::string email, address, seed;
};

TEST_F(SigningIn, ASessionGivenBeforeIsNotTheOneAfter) {
  Browser victim = browser();
  Browser attacker = signed_in();
  victim.kept = attacker.kept;
  const std::string planted = victim.kept["probity_session"];
  ASSERT_EQ(victim.sign_in(email, kPassword).status, 201);
  EXPECT_NE(victim.kept["probity_session"], planted);
  EXPECT_EQ(attacker.send("GET", "/api/v1/session").code(), "sign_in_required");
  EXPECT_EQ(victim.send("GET", "/api/v1/session").status, 200);
}

TEST_F(SigningIn, ShowingWhoOneIsTakesAnotherSession) {
  Browser one = signed_in();
  Browser copy = one;
  const std::string before = one.kept["probity_session"];
  EXPECT_EQ(one.send("POST", "/api/v1/session/proof", R"({"password":"wrong wrong wrong"})").code(), "sign_in_failed");
  ASSERT_EQ(one.send("POST", "/api/v1/session/proof", fmt::format(R"({{"password":"{}"}})", kPassword)).status, 201);
  EXPECT_NE(one.kept["probity_session"], before);
  EXPECT_EQ(copy.send("GET", "/api/v1/session").code(), "sign_in_required");
  EXPECT_TRUE(letters("new-device").empty());
}

TEST_F(SigningIn, ATokenOfASignedOutSessionIsWorthNothing) {
  Browser one = signed_in();
  Browser copy = one;
  EXPECT_EQ(one.send("DELETE", "/api/v1/session").status, 204);
  EXPECT_EQ(copy.send("GET", "/api/v1/session").code(), "sign_in_required");
  EXPECT_EQ(copy.send("GET", "/api/v1/contacts").code(), "sign_in_required");
}

TEST_F(SigningIn, CodesAreWantedOnceAnAppIsSetUp) {
  Browser one = signed_in();
  EXPECT_EQ(one.send("GET", "/api/v1/second_factor").text, R"({"codes":false,"recovery_codes_left":0,"passkeys":0})");
  const std::string url = one.send("POST", "/api/v1/second_factor/codes").text_at("url");
  EXPECT_THAT(url, testing::StartsWith("otpauth://totp/Probity:" + email.substr(0, email.find('@')) + "%40example.org?secret="));
  EXPECT_EQ(one.send("POST", "/api/v1/second_factor/codes/confirmation", R"({"code":"000000x"})").code(), "wrong_code");
  EXPECT_EQ(browser().sign_in(email, kPassword).status, 201);  // not in force yet
  const auto recovery = with_codes(one);
  EXPECT_EQ(one.send("GET", "/api/v1/second_factor").text, R"({"codes":true,"recovery_codes_left":10,"passkeys":0})");
  EXPECT_EQ(letters("security-change").size(), 1u);

  Browser other = browser();
  const Reply asked = other.sign_in(email, kPassword);
  EXPECT_EQ(asked.status, 401);
  EXPECT_EQ(asked.code(), "second_factor_required");
  EXPECT_EQ(asked.text_at("methods.0"), "totp");
  EXPECT_TRUE(asked.header("Set-Cookie").empty());
  EXPECT_EQ(other.sign_in(email, "wrong wrong wrong", code(1)).code(), "sign_in_failed");
  EXPECT_EQ(other.sign_in(email, kPassword, code(1)).code(), "wrong_code");  // used up with the wrong password
  EXPECT_EQ(other.sign_in(email, kPassword, code(0)).code(), "wrong_code");  // used when it was confirmed
  EXPECT_EQ(other.sign_in(email, kPassword, code(5)).code(), "wrong_code");  // too far ahead
  EXPECT_EQ(other.sign_in(email, kPassword, recovery[0]).status, 201);
  EXPECT_EQ(browser().sign_in(email, kPassword, recovery[0]).code(), "wrong_code");
  EXPECT_EQ(browser().sign_in(email, kPassword, lower(recovery[1])).status, 201);
  EXPECT_EQ(other.send("GET", "/api/v1/second_factor").at("recovery_codes_left").GetInt(), 8);
}

TEST_F(SigningIn, NewRecoveryCodesVoidTheOldAndAreNoOneElses) {
  Browser one = signed_in();
  EXPECT_EQ(one.send("POST", "/api/v1/second_factor/recovery_codes").code(), "no_second_factor");
  const auto old = with_codes(one);
  const Reply renewed = one.send("POST", "/api/v1/second_factor/recovery_codes");
  ASSERT_EQ(renewed.status, 201) << renewed.text;
  EXPECT_EQ(browser().sign_in(email, kPassword, old[0]).code(), "wrong_code");
  EXPECT_EQ(browser().sign_in(email, kPassword, renewed.text_at("recovery_codes.0")).status, 201);
  EXPECT_EQ(one.send("DELETE", "/api/v1/second_factor/codes").status, 204);
  EXPECT_EQ(browser().sign_in(email, kPassword).status, 201);
}

TEST_F(SigningIn, WhoIsKnownGetsInWhileStrangersGuess) {
  Browser owner = signed_in();
  EXPECT_EQ(owner.send("DELETE", "/api/v1/session").status, 204);
  owner.address = "192.0.2.200";
  for (int network = 1; network <= 12; ++network) {
    Browser stranger(server, fmt::format("100.64.{}.1", network));
    for (int tries = 0; tries < 10; ++tries) stranger.sign_in(email, "guess guess guess");
  }
  EXPECT_EQ(Browser(server, "100.65.1.1").sign_in(email, kPassword).code(), "too_many_attempts");
  EXPECT_EQ(owner.sign_in(email, kPassword).status, 201);
  // Who has no known device comes in with the second factor, or by a link to the mailbox.
  const auto recovery = with_codes(owner);
  EXPECT_EQ(Browser(server, "100.65.1.2").sign_in(email, kPassword, "123456").code(), "too_many_attempts");
  EXPECT_EQ(Browser(server, "100.65.1.3").sign_in(email, kPassword, recovery[0]).status, 201);
}

TEST_F(SigningIn, TheSameWorkIsDoneForAnAddressThatIsUnknown) {
  const Rows before = server.rows("system");
  const Reply known = browser().sign_in(email, "wrong wrong wrong");
  const Reply unknown = browser().sign_in("nobody-at-all@example.org", "wrong wrong wrong");
  EXPECT_EQ(known.status, 401);
  EXPECT_EQ(known.text, unknown.text);
  EXPECT_EQ(server.rows("system"), before);
  const Reply link = browser().send("POST", "/api/v1/password_resets", fmt::format(R"({{"email":"{}"}})", email));
  const Rows after_known = server.rows("system");
  const Reply no_link = browser().send("POST", "/api/v1/password_resets", R"({"email":"nobody-at-all@example.org"})");
  const Rows after_unknown = server.rows("system");
  EXPECT_EQ(link.status, 202);
  EXPECT_EQ(link.text, no_link.text);
  for (const auto& [table, count] : after_unknown.counts) EXPECT_EQ(count - after_known.counts.at(table), after_known.counts.at(table) - before.counts.at(table)) << table;
  expect_value(server.base.jobs->run_due("system"));
  EXPECT_EQ(letters("password-reset").size(), 1u);
}

TEST_F(SigningIn, ALinkSetsAnotherPasswordOnce) {
  Browser one = signed_in();
  Browser forgetful = browser();
  forgetful.more = {{"X-Forwarded-Host", "evil.example"}, {"Forwarded", "host=evil.example"}};
  ASSERT_EQ(forgetful.send("POST", "/api/v1/password_resets", fmt::format(R"({{"email":"{}"}})", email)).status, 202);
  const std::string link = reset_link();
  ASSERT_THAT(link, testing::StartsWith("https://crm.example/reset#link="));
  const auto use = [&](const std::string& secret, const std::string& password) {
    return forgetful.send("POST", "/api/v1/password_resets/use", fmt::format(R"({{"link":"{}","password":"{}"}})", secret, password));
  };
  const std::string secret = secret_of(link);
  EXPECT_EQ(use(secret.substr(0, 63) + (secret.back() == 'A' ? "B" : "A"), "another long sentence").code(), "link_over");
  EXPECT_EQ(use("none", "another long sentence").code(), "link_over");
  const Reply weak = use(secret, "password1234");
  EXPECT_EQ(weak.status, 422);
  EXPECT_EQ(weak.code(), "weak_password");
  EXPECT_EQ(use(secret, "another long sentence").status, 204);
  EXPECT_EQ(one.send("GET", "/api/v1/session").code(), "sign_in_required");
  EXPECT_EQ(use(secret, "a third long sentence").code(), "link_over");
  EXPECT_EQ(browser().sign_in(email, kPassword).code(), "sign_in_failed");
  EXPECT_EQ(forgetful.sign_in(email, "another long sentence").status, 201);
  EXPECT_EQ(letters("security-change").size(), 1u);
}

TEST_F(SigningIn, EveryLinkIsVoidOnceOneWasUsed) {
  Browser one = browser();
  const std::string ask = fmt::format(R"({{"email":"{}"}})", email);
  one.send("POST", "/api/v1/password_resets", ask);
  const std::string first = reset_link();
  one.send("POST", "/api/v1/password_resets", ask);
  const std::string second = reset_link();
  ASSERT_NE(first, second);
  EXPECT_EQ(one.send("POST", "/api/v1/password_resets/use", fmt::format(R"({{"link":"{}","password":"another long sentence"}})", secret_of(second))).status, 204);
  EXPECT_EQ(one.send("POST", "/api/v1/password_resets/use", fmt::format(R"({{"link":"{}","password":"a third long sentence"}})", secret_of(first))).code(), "link_over");
  for (int tries = 0; tries < 2; ++tries) one.send("POST", "/api/v1/password_resets", ask);
  EXPECT_EQ(one.send("POST", "/api/v1/password_resets", ask).status, 429);
}

TEST_F(SigningIn, TheHostThatARequestNamesIsInNoLetter) {
  Ask ask = server.as("", "POST", "/api/v1/password_resets", fmt::format(R"({{"email":"{}"}})", email));
  ask.headers.insert(ask.headers.begin(), {"Host", "evil.example"});
  ask.peer = address;
  EXPECT_EQ(server.send(ask).status, 202);
  EXPECT_THAT(reset_link(), testing::StartsWith("https://crm.example/"));
}

TEST_F(SigningIn, AnotherPasswordEndsEveryOtherSession) {
  Browser one = signed_in();
  Browser other = signed_in();
  const std::string before = one.kept["probity_session"];
  EXPECT_EQ(one.send("POST", "/api/v1/password", R"({"password":"qwertyuiop[]"})").code(), "weak_password");
  EXPECT_EQ(one.send("POST", "/api/v1/password", R"({"password":"another long sentence"})").status, 201);
  EXPECT_NE(one.kept["probity_session"], before);
  EXPECT_EQ(one.send("GET", "/api/v1/session").status, 200);
  EXPECT_EQ(other.send("GET", "/api/v1/session").code(), "sign_in_required");
  EXPECT_EQ(letters("security-change"), std::vector<std::string>{"The password was changed."});
}

TEST_F(SigningIn, ANewDeviceIsToldOfByMailAndTheFirstIsNot) {
  Browser first = signed_in();
  EXPECT_TRUE(letters("new-device").empty());
  EXPECT_EQ(first.sign_in(email, kPassword).status, 201);
  EXPECT_TRUE(letters("new-device").empty());
  Browser second = browser();
  second.agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36";
  EXPECT_EQ(second.sign_in(email, kPassword).status, 201);
  ASSERT_EQ(letters("new-device").size(), 1u);
  EXPECT_EQ(server.letters.back().values.at("device"), "Chrome on Windows");
  EXPECT_EQ(server.letters.back().values.at("address"), address);
  const Reply devices = second.send("GET", "/api/v1/devices");
  ASSERT_EQ(devices.at("items").Size(), 2u);
  EXPECT_EQ(devices.text_at("items.0.name"), "Firefox on Linux");
  EXPECT_TRUE(devices.at("items.1.this").GetBool());
}

TEST_F(SigningIn, SessionsAreSeenAndEndedByTheirOwnerAlone) {
  Browser one = signed_in();
  Browser other = signed_in();
  Browser third = signed_in();
  const Reply open = one.send("GET", "/api/v1/sessions");
  ASSERT_EQ(open.at("items").Size(), 3u) << open.text;
  EXPECT_EQ(open.text.find(one.kept["probity_session"]), std::string::npos);
  EXPECT_TRUE(open.at("items.2.this").GetBool());
  EXPECT_EQ(open.text_at("items.0.method"), "password");
  const std::string of_third = open.text_at("items.0.id");
  Browser stranger(server, "192.0.2.77");
  ASSERT_EQ(stranger.sign_in("reader@example.org", kPassword).status, 201);
  const Rows before = server.rows("system");
  EXPECT_EQ(stranger.send("DELETE", "/api/v1/sessions/" + of_third).status, 404);
  EXPECT_EQ(stranger.send("DELETE", "/api/v1/devices/" + one.send("GET", "/api/v1/devices").text_at("items.0.id")).status, 404);
  EXPECT_EQ(server.rows("system"), before);
  EXPECT_EQ(one.send("DELETE", "/api/v1/sessions/" + of_third).status, 204);
  EXPECT_EQ(third.send("GET", "/api/v1/session").code(), "sign_in_required");
  EXPECT_EQ(one.send("DELETE", "/api/v1/sessions?keep_this=true").status, 204);
  EXPECT_EQ(other.send("GET", "/api/v1/session").code(), "sign_in_required");
  EXPECT_EQ(one.send("GET", "/api/v1/session").status, 200);
  const Reply everywhere = one.send("DELETE", "/api/v1/sessions");
  EXPECT_EQ(everywhere.status, 204);
  EXPECT_EQ(everywhere.header("Clear-Site-Data"), "\"cache\", \"storage\"");
  EXPECT_TRUE(one.kept["probity_session"].empty());
}

TEST_F(SigningIn, ForgettingADeviceEndsItsSessions) {
  Browser one = signed_in();
  Browser other = signed_in();
  const Reply devices = one.send("GET", "/api/v1/devices");
  const bool first_is_this = devices.at("items.0.this").GetBool();
  EXPECT_EQ(one.send("DELETE", "/api/v1/devices/" + devices.text_at(first_is_this ? "items.1.id" : "items.0.id")).status, 204);
  EXPECT_EQ(other.send("GET", "/api/v1/session").code(), "sign_in_required");
  EXPECT_EQ(one.send("GET", "/api/v1/session").status, 200);
  server.letters.clear();
  EXPECT_EQ(other.sign_in(email, kPassword).status, 201);
  EXPECT_EQ(letters("new-device").size(), 1u);
}

TEST_F(SigningIn, WhatIsNotAskedForIsNotTaken) {
  Browser one = signed_in();
  for (const auto& [target, body] : std::initializer_list<std::pair<const char*, const char*>>{
           {"/api/v1/session", R"({"email":"a@example.org","password":"x","role":"owner"})"},
           {"/api/v1/session/proof", R"({"password":"x","expires_at":"2099-01-01T00:00:00Z"})"},
           {"/api/v1/password", R"({"password":"another long sentence","member":"0190a000-0000-7000-8000-000000000000"})"},
           {"/api/v1/password_resets", R"({"email":"a@example.org","link":"https://evil.example"})"},
           {"/api/v1/password_resets/use", R"({"link":"x","password":"another long sentence","email":"owner@example.org"})"},
           {"/api/v1/second_factor/codes/confirmation", R"({"code":"123456","last_step":0})"},
           {"/api/v1/passkeys", R"({"credential":{},"member":"x"})"},
           {"/api/v1/tokens", R"({"name":"x","member":"0190a000-0000-7000-8000-000000000000"})"}}) {
    const Rows before = server.rows("system");
    const Reply reply = one.send("POST", target, body);
    EXPECT_EQ(reply.status, 422) << target << reply.text;
    EXPECT_EQ(reply.code(), "unknown_member") << target;
    EXPECT_EQ(server.rows("system"), before) << target;
  }
}

TEST_F(SigningIn, NothingSendsABrowserElsewhere) {
  Browser one = browser();
  for (const char* target : {"/signin?next=https://evil.example", "/signin?redirect=//evil.example", "/reset?next=https://evil.example", "/w/x?next=https://evil.example"}) {
    const Reply reply = one.send("GET", target);
    EXPECT_EQ(reply.status, 200) << target;
    EXPECT_TRUE(reply.header("Location").empty());
    EXPECT_TRUE(reply.header("Refresh").empty());
  }
}

}  // namespace
}  // namespace probity::api

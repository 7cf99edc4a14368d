#include "net/outgoing/outgoing.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "net/outgoing/test_peer.hpp"

namespace probity::net::outgoing {
namespace {

using testing::HasSubstr;

const Way kAnywhere{.may_be_private = true, .in_all = std::chrono::seconds(5)};

std::string local(const TestPeer& peer, std::string_view path = "/") { return fmt::format("http://127.0.0.1:{}{}", peer.port(), path); }

/// Reads a request without a body's bytes beyond its Content-Length, and answers.
TestPeer::Serve answer_with(std::string answer, std::string* heard = nullptr) {
  return [answer = std::move(answer), heard](TestStream& stream) {
    std::size_t length = 0;
    for (std::string line = stream.line(); !line.empty(); line = stream.line()) {
      if (heard) *heard += line + "\n";
      if (line.starts_with("Content-Length: ")) length = std::stoul(line.substr(16));
    }
    const std::string body = stream.bytes(length);
    if (heard) *heard += body;
    stream.write(answer);
  };
}

bool is_public(const char* text) {
  sockaddr_in v4{.sin_family = AF_INET};
  if (::inet_pton(AF_INET, text, &v4.sin_addr) == 1) return outgoing::is_public(reinterpret_cast<const sockaddr&>(v4));
  sockaddr_in6 v6{.sin6_family = AF_INET6};
  EXPECT_EQ(::inet_pton(AF_INET6, text, &v6.sin6_addr), 1) << text;
  return outgoing::is_public(reinterpret_cast<const sockaddr&>(v6));
}

TEST(Address, is_public_where_the_registries_say_so) {
  for (const char* text : {"8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.1", "192.167.1.1", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"}) {
    EXPECT_TRUE(is_public(text)) << text;
  }
  for (const char* text : {"0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.2.1", "192.168.0.1", "198.19.0.1",
                           "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "fe80::1", "fd00::1", "ff02::1", "64:ff9b::7f00:1", "2001:db8::1",
                           "2002:7f00:1::1", "2001::1"}) {
    EXPECT_FALSE(is_public(text)) << text;
  }
}

TEST(Place, is_where_a_url_leads) {
  const auto place = place_of("https://API.Example.org.:8443/v1?x=y");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->host, "api.example.org");
  EXPECT_EQ(place->port, 8443);
  EXPECT_EQ(place_of("https://[2606:4700::1111]/")->host, "2606:4700::1111");
  EXPECT_EQ(place_of("https://example.org")->port, 443);
  EXPECT_EQ(place_of("http://localhost:8080/")->scheme, "http");
}

TEST(Place, is_refused_where_it_could_be_read_in_two_ways_or_is_not_encrypted) {
  for (const char* url : {"http://example.org/", "ftp://example.org/", "file:///etc/passwd", "gopher://127.0.0.1:25/", "https://user@example.org/", "https://user:secret@example.org/",
                          "https://example.org\\@evil.org/", "https://exa mple.org/", "https://ex%61mple.org%2f/", "https://éxample.org/", "https:///", "https://example.org:0/", "", "example.org",
                          "http://127.0.0.1.evil.org/", "http://[::ffff:127.0.0.1]/"}) {
    const auto place = place_of(url);
    EXPECT_FALSE(place) << url << " -> " << (place ? place->host : "");
    EXPECT_EQ(place ? "" : place.error().code, "bad_url");
  }
}

TEST(Fetch, sends_what_was_asked_and_gives_the_answer) {
  std::string heard;
  TestPeer peer(answer_with("HTTP/1.1 201 Created\r\nX-Kind: Test\r\nContent-Length: 4\r\n\r\nfine", &heard));
  const auto answer = fetch({.method = "POST", .url = local(peer, "/v1/things"), .headers = {{"Authorization", "Bearer x"}, {"Content-Type", "application/json"}}, .body = "{}"}, kAnywhere);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 201);
  EXPECT_EQ(answer->body, "fine");
  EXPECT_THAT(answer->headers, testing::Contains(testing::Pair("x-kind", "Test")));
  EXPECT_THAT(heard, HasSubstr("POST /v1/things HTTP/1.1\n"));
  EXPECT_THAT(heard, HasSubstr("Authorization: Bearer x\n"));
  EXPECT_THAT(heard, testing::EndsWith("{}"));
}

TEST(Fetch, follows_no_redirect) {
  TestPeer other(answer_with("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  TestPeer peer(answer_with(fmt::format("HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", local(other))));
  const auto answer = fetch({.url = local(peer)}, kAnywhere);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 302);
  EXPECT_EQ(other.connections(), 0);
}

TEST(Fetch, asks_no_proxy_of_the_environment) {
  TestPeer proxy(answer_with("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  TestPeer peer(answer_with("HTTP/1.1 204 No Content\r\n\r\n"));
  ::setenv("http_proxy", local(proxy).c_str(), 1);
  ::setenv("ALL_PROXY", local(proxy).c_str(), 1);
  const auto answer = fetch({.url = local(peer)}, kAnywhere);
  ::unsetenv("http_proxy");
  ::unsetenv("ALL_PROXY");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 204);
  EXPECT_EQ(proxy.connections(), 0);
}

TEST(Fetch, reaches_no_private_address_unless_it_may) {
  TestPeer peer(answer_with("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  for (const char* host : {"127.0.0.1", "localhost", "127.1.2.3"}) {
    const auto answer = fetch({.url = fmt::format("http://{}:{}/", host, peer.port())}, Way{});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, "private_address");
  }
  EXPECT_EQ(peer.connections(), 0);
}

TEST(Fetch, takes_no_more_than_the_limits) {
  TestPeer peer(answer_with("HTTP/1.1 200 OK\r\n\r\n" + std::string(200'000, 'x')));
  auto way = kAnywhere;
  way.largest_answer = 100'000;
  EXPECT_EQ(fetch({.url = local(peer)}, way).error().code, "answer_too_large");

  std::atomic<bool> enough = false;
  TestPeer silent([&](TestStream& stream) {
    stream.line();
    while (!enough) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  });
  way.in_all = std::chrono::milliseconds(200);
  const auto answer = fetch({.url = local(silent)}, way);
  enough = true;
  EXPECT_EQ(answer.error().code, "no_answer") << "it may have been received";
  EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
}

TEST(Fetch, says_when_nothing_left) {
  std::uint16_t port = 0;
  { port = TestPeer([](TestStream&) {}).port(); }
  EXPECT_EQ(fetch({.url = fmt::format("http://127.0.0.1:{}/", port)}, kAnywhere).error().code, "unreachable");
}

TEST(Fetch, refuses_headers_that_would_be_two) {
  TestPeer peer(answer_with("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  for (const auto& [name, value] : Headers{{"X", "a\r\nHost: evil.org"}, {"X\r\nY", "a"}, {"X: Y", "a"}, {"", "a"}}) {
    EXPECT_EQ(fetch({.url = local(peer), .headers = {{name, value}}}, kAnywhere).error().code, "bad_request");
  }
  EXPECT_EQ(fetch({.method = "GET / HTTP/1.1\r\nX:", .url = local(peer)}, kAnywhere).error().code, "bad_request");
  EXPECT_EQ(peer.connections(), 0);
}

/// A server's identity, made for this test.
class TlsTest : public testing::Test {
 protected:
  TlsTest() : folder(std::filesystem::temp_directory_path() / fmt::format("probity-outgoing-{}", ::getpid())), context(SSL_CTX_new(TLS_server_method())) {
    std::filesystem::create_directories(folder);
    const std::string command = fmt::format("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost "
                                            "-keyout {0}/key.pem -out {0}/certificate.pem 2> /dev/null", folder.string());
    EXPECT_EQ(std::system(command.c_str()), 0);
    SSL_CTX_use_certificate_chain_file(context, (folder / "certificate.pem").c_str());
    SSL_CTX_use_PrivateKey_file(context, (folder / "key.pem").c_str(), SSL_FILETYPE_PEM);
    trusting.authorities = folder / "certificate.pem";
  }
  ~TlsTest() override {
    SSL_CTX_free(context);
    std::filesystem::remove_all(folder);
  }
  std::filesystem::path folder;
  SSL_CTX* context;
  Way trusting = kAnywhere;
};

TEST_F(TlsTest, a_certificate_has_to_be_valid_and_for_that_host) {
  TestPeer peer([this](TestStream& stream) {
    if (stream.encrypt(context)) answer_with("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")(stream);
  });
  EXPECT_EQ(fetch({.url = fmt::format("https://localhost:{}/", peer.port())}, kAnywhere).error().code, "not_trusted");
  EXPECT_EQ(fetch({.url = fmt::format("https://127.0.0.1:{}/", peer.port())}, trusting).error().code, "not_trusted");
  const auto answer = fetch({.url = fmt::format("https://localhost:{}/", peer.port())}, trusting);
  ASSERT_TRUE(answer) << answer.error().cause;
  EXPECT_EQ(answer->status, 200);
}

const MailMessage kMessage{.from = "crm@example.org", .recipients = {"ada@example.com"}, .data = "Subject: Hello\r\n\r\nHello\r\n.dot\r\n"};

MailServer server_at(const TestPeer& peer, MailServer::Security security) { return {.host = "localhost", .port = peer.port(), .security = security}; }

TEST(Mail, is_handed_to_the_server_as_it_is) {
  TestMailbox mailbox;
  TestPeer peer([&](TestStream& stream) { mailbox.serve(stream); });
  const auto sent = send_mail(server_at(peer, MailServer::Security::none), kMessage, kAnywhere);
  ASSERT_TRUE(sent) << sent.error().message << sent.error().cause;
  EXPECT_EQ(mailbox.commands[0], "EHLO example.org") << "says no more than the sender's domain";
  EXPECT_THAT(mailbox.commands[1], HasSubstr("MAIL FROM:<crm@example.org>"));
  EXPECT_THAT(mailbox.commands[2], HasSubstr("RCPT TO:<ada@example.com>"));
  EXPECT_EQ(mailbox.data, "Subject: Hello\n\nHello\n..dot\n");
}

TEST(Mail, is_not_sent_in_the_clear_where_encryption_is_asked_for) {
  TestMailbox mailbox;
  TestPeer peer([&](TestStream& stream) { mailbox.serve(stream); });
  const auto sent = send_mail(server_at(peer, MailServer::Security::starttls), kMessage, kAnywhere);
  EXPECT_EQ(sent.error().code, "unreachable");
  EXPECT_THAT(mailbox.commands, testing::Not(testing::Contains(HasSubstr("MAIL"))));
}

TEST_F(TlsTest, mail_goes_encrypted_by_starttls_and_by_tls) {
  TestMailbox mailbox{.tls = context};
  TestPeer starting([&](TestStream& stream) { mailbox.serve(stream); });
  EXPECT_EQ(send_mail(server_at(starting, MailServer::Security::starttls), kMessage, kAnywhere).error().code, "not_trusted");
  EXPECT_THAT(mailbox.commands, testing::Not(testing::Contains(HasSubstr("MAIL"))));
  mailbox.tls = context;
  const auto sent = send_mail(server_at(starting, MailServer::Security::starttls), kMessage, trusting);
  EXPECT_TRUE(sent) << sent.error().message << sent.error().cause;
  TestMailbox second;
  TestPeer encrypted([&](TestStream& stream) {
    if (stream.encrypt(context)) second.serve(stream);
  });
  EXPECT_TRUE(send_mail(server_at(encrypted, MailServer::Security::tls), kMessage, trusting));
  EXPECT_THAT(second.data, HasSubstr("Hello"));
}

TEST(Mail, that_is_refused_says_whether_for_good) {
  struct Case {
    std::string verb, reply, code;
  };
  for (const auto& [verb, reply, code] : {Case{"RCPT", "550 5.1.1 no such user", "mail_rejected"}, Case{"RCPT", "451 greylisted", "mail_deferred"}, Case{"END.", "554 5.7.1 not this", "mail_rejected"},
                                          Case{"MAIL", "421 closing", "mail_deferred"}}) {
    TestMailbox mailbox{.replies = {{verb, reply}}};
    TestPeer peer([&](TestStream& stream) { mailbox.serve(stream); });
    const auto sent = send_mail(server_at(peer, MailServer::Security::none), kMessage, kAnywhere);
    EXPECT_EQ(sent.error().code, code) << reply;
    EXPECT_THAT(sent.error().message, HasSubstr(reply));
  }
  TestMailbox mailbox{.replies = {{"AUTH", "535 no"}}};
  TestPeer peer([&](TestStream& stream) { mailbox.serve(stream); });
  auto server = server_at(peer, MailServer::Security::none);
  server.user = "user";
  server.password = "secret";
  EXPECT_EQ(send_mail(server, kMessage, kAnywhere).error().code, "sign_in_refused");
}

TEST(Mail, with_addresses_that_hold_commands_is_refused) {
  TestMailbox mailbox;
  TestPeer peer([&](TestStream& stream) { mailbox.serve(stream); });
  for (const char* address : {"a@b.c>\r\nRCPT TO:<x@y.z", "a b@c.d", "no-address", "", "a@b.c\r\n"}) {
    auto message = kMessage;
    message.recipients = {address};
    EXPECT_EQ(send_mail(server_at(peer, MailServer::Security::none), message, kAnywhere).error().code, "bad_address") << address;
  }
  EXPECT_EQ(send_mail({.host = "mail.example.org", .security = MailServer::Security::none, .user = "a", .password = "b"}, kMessage, kAnywhere).error().code, "bad_request");
  EXPECT_EQ(peer.connections(), 0);
}

}  // namespace
}  // namespace probity::net::outgoing

#include "http/edge/forwarded.hpp"

#include <gtest/gtest.h>

#include "http/edge/edge_fixture.hpp"

namespace probity::http {
namespace {

using Wording = TrustedProxies::Wording;

struct Case {
  const char* what;
  Wording wording;
  const char* peer;
  std::vector<Header> headers;
  const char* address;
  bool tls;
};

const Case kCases[] = {
    {"a stranger says what he likes", Wording::x_forwarded, "203.0.113.9", {{"X-Forwarded-For", "198.51.100.1"}, {"X-Forwarded-Proto", "https"}}, "203.0.113.9", false},
    {"a proxy tells of its client", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-For", "198.51.100.1"}, {"X-Forwarded-Proto", "https"}}, "198.51.100.1", true},
    {"a client tells the proxy of another first", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-For", "127.0.0.1, 198.51.100.1"}}, "198.51.100.1", false},
    {"in a header of its own", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-For", "192.0.2.7"}, {"X-Forwarded-For", "198.51.100.1"}}, "198.51.100.1", false},
    {"two proxies in a row", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-For", "192.0.2.7, 198.51.100.1, 10.1.9.9"}, {"X-Forwarded-Proto", "https"}}, "198.51.100.1", true},
    {"a scheme for each", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-For", "198.51.100.1, 10.1.9.9"}, {"X-Forwarded-Proto", "https, http"}}, "198.51.100.1", true},
    {"the scheme of the nearest counts", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-For", "198.51.100.1"}, {"X-Forwarded-Proto", "https, http"}}, "198.51.100.1", false},
    {"a proxy that does not know", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-For", "198.51.100.1, unknown"}}, "10.1.2.3", false},
    {"noise", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-For", "198.51.100.1, '; drop table"}}, "10.1.2.3", false},
    {"with a port", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-For", "198.51.100.1:4711"}}, "198.51.100.1", false},
    {"IPv6", Wording::x_forwarded, "::1", {{"x-forwarded-for", "2001:db8::17"}}, "2001:db8::17", false},
    {"IPv4 in IPv6", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-For", "::ffff:198.51.100.1"}}, "198.51.100.1", false},
    {"only a scheme", Wording::x_forwarded, "10.1.2.3", {{"X-Forwarded-Proto", "HTTPS"}}, "10.1.2.3", true},
    {"the other wording is not read", Wording::x_forwarded, "10.1.2.3", {{"Forwarded", "for=198.51.100.1;proto=https"}}, "10.1.2.3", false},
    {"Forwarded", Wording::forwarded, "10.1.2.3", {{"Forwarded", "for=198.51.100.1;proto=https;by=10.1.2.3"}}, "198.51.100.1", true},
    {"Forwarded, quoted", Wording::forwarded, "10.1.2.3", {{"Forwarded", "For=\"[2001:db8::17]:4711\" ; Proto=https"}}, "2001:db8::17", true},
    {"Forwarded over two", Wording::forwarded, "10.1.2.3", {{"Forwarded", "for=192.0.2.7, for=198.51.100.1;proto=https, for=10.1.9.9;proto=http"}}, "198.51.100.1", true},
    {"Forwarded, hidden", Wording::forwarded, "10.1.2.3", {{"Forwarded", "for=_hidden;proto=https"}}, "10.1.2.3", true},
    {"X-Forwarded-For is not read then", Wording::forwarded, "10.1.2.3", {{"X-Forwarded-For", "198.51.100.1"}}, "10.1.2.3", false},
};

TEST(TrustedProxies, OnlyTheirWordCounts) {
  for (const Case& each : kCases) {
    const auto proxies = TrustedProxies::parse("10.1.0.0/16, ::1", each.wording);
    ASSERT_TRUE(proxies);
    Request request{.method = "GET", .path = "/", .query = {}, .headers = each.headers, .body = {}, .peer_address = each.peer};
    proxies->apply(request);
    EXPECT_EQ(request.peer_address, each.address) << each.what;
    EXPECT_EQ(request.tls, each.tls) << each.what;
  }
}

TEST(TrustedProxies, NetworksEndWhereTheySay) {
  const auto proxies = TrustedProxies::parse("10.1.0.0/15 2001:db8::/33");
  ASSERT_TRUE(proxies);
  for (const char* in : {"10.0.255.255", "10.1.255.255", "2001:db8:7fff::1", "::ffff:10.1.0.1"}) EXPECT_TRUE(proxies->trusts(in)) << in;
  for (const char* out : {"10.2.0.0", "9.255.255.255", "2001:db8:8000::1", "", "localhost"}) EXPECT_FALSE(proxies->trusts(out)) << out;
}

TEST(TrustedProxies, WhatIsNoAddressIsRefused) {
  for (const char* bad : {"localhost", "10.1.0.0/33", "10.1.0.0/-1", "10.1.0.0/", "10.1", "::1/129", "*", "10.1.0.0/16x"}) {
    const auto proxies = TrustedProxies::parse(bad);
    ASSERT_FALSE(proxies) << bad;
    EXPECT_EQ(proxies.error().code, "bad_proxies");
  }
  EXPECT_TRUE(TrustedProxies::parse("")->empty());
}

TEST(TrustedProxies, WhatOneRequestSaysDoesNotHoldForTheNext) {
  ServerOptions options;
  options.proxies = *TrustedProxies::parse("127.0.0.1");
  RunningServer server([](const Request& request) {
    Response response;
    response.body = request.peer_address + (request.tls ? " tls" : " plain");
    return response;
  }, options);
  Client client(server.port());
  EXPECT_EQ(client.ask("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: https\r\n\r\n").body, "198.51.100.1 tls");
  EXPECT_EQ(client.ask(get("/")).body, "127.0.0.1 plain");
}

}  // namespace
}  // namespace probity::http

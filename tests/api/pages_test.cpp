// The web app's files, the reference page, and what operators ask.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

TEST_F(ApiTest, EveryPageOfTheAppIsTheApp) {
  for (const char* path : {"/", "/setup", "/signin", "/w/first/contacts", "/w/first/contacts/0190a000-0000-7000-8000-000000000000"}) {
    const Reply page = server.send({.method = "GET", .target = path});
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_EQ(page.text, "<!doctype html><title>app</title>");
    EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.header("Cache-Control"), "no-cache");
    EXPECT_THAT(std::string(page.header("Content-Security-Policy")), testing::HasSubstr("script-src 'self';"));
    EXPECT_EQ(std::string(page.header("Content-Security-Policy")).find("unsafe"), std::string::npos);
    EXPECT_EQ(page.header("X-Frame-Options"), "DENY");
    EXPECT_EQ(page.header("Referrer-Policy"), "no-referrer");
  }
}

TEST_F(ApiTest, AssetsAreKeptForEverAndSentPacked) {
  const std::string path = "/assets/app-1a2b.js";
  const Reply plain = server.send({.method = "GET", .target = path});
  EXPECT_EQ(plain.status, 200);
  EXPECT_EQ(plain.text, "export const long = 'plain';");
  EXPECT_EQ(plain.header("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(plain.header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
  const Reply packed = server.send(Ask{.method = "GET", .target = path}.with("Accept-Encoding", "gzip, br"));
  EXPECT_EQ(packed.header("Content-Encoding"), "br");
  EXPECT_EQ(packed.text, "packed");
  EXPECT_NE(packed.header("ETag"), plain.header("ETag"));
  EXPECT_EQ(server.send(Ask{.method = "GET", .target = path}.with("Accept-Encoding", "br;q=0, identity")).header("Content-Encoding"), "");
  const Reply known = server.send(Ask{.method = "GET", .target = path}.with("If-None-Match", std::string(plain.header("ETag"))));
  EXPECT_EQ(known.status, 304);
  EXPECT_TRUE(known.text.empty());
}

TEST_F(ApiTest, NothingOutsideTheAppIsServed) {
  for (const char* path : {"/assets/nothing.js", "/assets/index.html", "/index.html", "/assets/%2e%2e", "/w", "/etc/passwd", "/assets/", "/api/v1/", "/api/v1"}) {
    std::string_view authority;
    EXPECT_EQ(server.send({.method = "GET", .target = path == std::string_view("/assets/%2e%2e") ? "/assets/x" : path}).status, 404) << path;
  }
}

TEST_F(ApiTest, TheReferencePageLoadsFromHereOnly) {
  const Reply page = server.send({.method = "GET", .target = "/api"});
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.text.find("http://"), std::string::npos);
  EXPECT_EQ(page.text.find("https://"), std::string::npos);
  EXPECT_EQ(server.send({.method = "GET", .target = "/api/reference.js"}).header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(server.send({.method = "GET", .target = "/api/reference.css"}).header("Content-Type"), "text/css; charset=utf-8");
  EXPECT_THAT(std::string(page.header("Content-Security-Policy")), testing::HasSubstr("default-src 'none'"));
}

TEST_F(ApiTest, OperatorsSeeStateAndFigures) {
  EXPECT_EQ(server.send({.method = "GET", .target = "/healthz"}).text, "ok\n");
  EXPECT_EQ(server.send({.method = "HEAD", .target = "/healthz"}).status, 200);
  EXPECT_EQ(server.send({.method = "GET", .target = "/readyz"}).status, 200);
  server.owner("GET", "/api/v1/contacts/" + server.create_contact("Private name"));
  server.send({.method = "GET", .target = "/nowhere"});
  const Reply metrics = server.send({.method = "GET", .target = "/metrics"});
  EXPECT_EQ(metrics.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(metrics.text, testing::HasSubstr(R"(probity_http_requests_total{method="GET",path="/api/v1/{entity}/{id}",status="2xx"})"));
  EXPECT_THAT(metrics.text, testing::HasSubstr(R"(probity_http_requests_total{method="",path="none",status="4xx"})"));
  EXPECT_THAT(metrics.text, testing::HasSubstr(R"(probity_http_request_seconds_bucket{method="POST",path="/api/v1/{entity}",le="+Inf"})"));
  EXPECT_EQ(metrics.text.find("Private"), std::string::npos);
}

}  // namespace
}  // namespace probity::api

// What browsers are told for the protection of whoever reads an answer, and what a sender can not make the program say.
#include <regex>

#include "api_fixture.hpp"
#include "http/edge/response_head.hpp"
#include "http/edge/target.hpp"
#include "http/route.hpp"

namespace probity::api {
namespace {

using http::Route;
using http::Who;

/// The route's path with names in it that mostly lead somewhere.
std::string path_of(const Route& route, const std::string& id) {
  std::string path(route.path);
  const std::pair<std::string, std::string> parts[] = {{"{entity}", "contacts"}, {"{other}", "notes"}, {"{id}", id}, {"{slug}", "first"}, {"{workspace}", "first"}, {"{version}", "1"}, {"*", "x"}};
  for (const auto& [name, value] : parts) {
    if (const auto at = path.find(name); at != path.npos) path.replace(at, name.size(), value);
  }
  return std::regex_replace(path, std::regex("\\{[a-z]+\\}"), "none");
}

/// Every route, as a stranger and as the owner, with the headers given.
template <typename Look>
void ask_everything(Server& server, const std::vector<http::Header>& headers, Look look) {
  const std::string id = server.create_contact("Everywhere");
  for (const Route& route : http::routes()) {
    if (route.path == "/api/v1/events") continue;
    for (const bool as_owner : {false, true}) {
      Ask ask{.method = std::string(route.method), .target = path_of(route, id), .headers = headers, .peer = "203.0.113.240"};
      if (as_owner) ask.with("Authorization", "Bearer " + server.owner_token);
      if (route.takes.kind == http::Takes::Kind::json) {
        ask.body = "{}";
        ask.with("Content-Type", "application/json");
      }
      if (as_owner && (route.method == "DELETE" || (route.method == "POST" && route.who == Who::administrator))) continue;
      look(route, server.send(ask));
    }
  }
}

bool is_page(const Reply& reply) { return reply.header("Content-Type").starts_with("text/html"); }
std::string name_of(const Route& route) { return fmt::format("{} {}", route.method, route.path); }

TEST_F(ApiTest, EveryAnswerSaysWhatABrowserMayDoWithIt) {
  int pages = 0;
  ask_everything(server, {}, [&](const Route& route, const Reply& reply) {
    const std::string policy(reply.header("Content-Security-Policy"));
    EXPECT_EQ(reply.header("X-Content-Type-Options"), "nosniff") << name_of(route);
    EXPECT_THAT(policy, testing::HasSubstr("default-src 'none'")) << name_of(route);
    EXPECT_EQ(policy.find("unsafe-eval"), policy.npos) << name_of(route);
    EXPECT_FALSE(reply.header("Cross-Origin-Resource-Policy").empty()) << name_of(route);
    EXPECT_EQ(reply.header("Strict-Transport-Security"), "") << name_of(route);
    if (!is_page(reply) || reply.text.find("<main") == reply.text.npos) return;
    ++pages;
    EXPECT_EQ(policy.find("unsafe"), policy.npos) << name_of(route);
    EXPECT_THAT(policy, testing::HasSubstr("frame-ancestors 'none'")) << name_of(route);
    EXPECT_EQ(reply.header("X-Frame-Options"), "DENY") << name_of(route);
    EXPECT_EQ(reply.header("Cross-Origin-Opener-Policy"), "same-origin") << name_of(route);
    EXPECT_FALSE(reply.header("Referrer-Policy").empty()) << name_of(route);
    EXPECT_THAT(std::string(reply.header("Permissions-Policy")), testing::HasSubstr("camera=()")) << name_of(route);
    EXPECT_FALSE(std::regex_search(reply.text, std::regex("<script(?![^>]*src=)|<style|<[^>]*[ \"'](on[a-z]+|style)=", std::regex::icase))) << name_of(route) << " has script or style in its text";
  });
  EXPECT_GT(pages, 10);
}

TEST_F(ApiTest, OverAnEncryptedConnectionTheBrowserStaysThere) {
  for (const char* path : {"/", "/privacy", "/api", "/api/v1/session", "/healthz"}) {
    EXPECT_EQ(server.send({.method = "GET", .target = path, .tls = true}).header("Strict-Transport-Security"), "max-age=31536000") << path;
  }
}

TEST_F(ApiTest, CookiesAreBoundToTheHostWhereTheyCanBe) {
  for (const bool tls : {true, false}) {
    Ask ask{.method = "POST", .target = "/api/v1/session", .body = fmt::format(R"({{"email":"owner@example.org","password":"{}"}})", kPassword), .tls = tls};
    const Reply signed_in = server.send(ask.with("Content-Type", "application/json"));
    ASSERT_LT(signed_in.status, 300) << signed_in.text;
    const std::string cookie(signed_in.header("Set-Cookie"));
    EXPECT_EQ(cookie.starts_with("__Host-probity_session="), tls) << cookie;
    EXPECT_EQ(cookie.find("; Secure") != cookie.npos, tls) << cookie;
    EXPECT_THAT(cookie, testing::AllOf(testing::HasSubstr("; HttpOnly"), testing::HasSubstr("; SameSite=Lax"), testing::HasSubstr("; Path=/"), testing::Not(testing::HasSubstr("Domain="))));
  }
  // The plain name could have been set by whoever sits on the network, before.
  const Reply plain = server.send(Ask{.method = "GET", .target = "/api/v1/session", .tls = true}.with("Cookie", "probity_session=" + server.cookie));
  EXPECT_EQ(plain.status, 401) << plain.text;
}

TEST_F(ApiTest, APageThatCameUnencryptedIsAnotherSite) {
  Ask ask = server.browser("POST", "/api/v1/contacts", R"({"last_name":"Origin"})");
  ask.tls = true;
  for (auto& header : ask.headers) {
    if (header.name == "Cookie") header.value = "__Host-" + header.value;
  }
  std::erase_if(ask.headers, [](const http::Header& header) { return header.name == "Origin"; });
  Ask other = ask;
  EXPECT_EQ(server.send(ask.with("Origin", "http://crm.example")).code(), "wrong_origin");
  EXPECT_EQ(server.send(other.with("Origin", "https://crm.example")).status, 201);
}

TEST_F(ApiTest, OtherSitesReadNothing) {
  ask_everything(server, {{"Origin", "https://evil.example"}}, [&](const Route& route, const Reply& reply) {
    EXPECT_EQ(reply.header("Access-Control-Allow-Origin"), "") << name_of(route);
    EXPECT_EQ(reply.header("Access-Control-Allow-Credentials"), "") << name_of(route);
  });
  const Reply asked = server.send(Ask{.method = "OPTIONS", .target = "/api/v1/contacts"}.with("Origin", "https://evil.example").with("Access-Control-Request-Method", "POST"));
  EXPECT_EQ(asked.status, 405);
  EXPECT_EQ(asked.header("Access-Control-Allow-Methods"), "");
}

TEST_F(ApiTest, TheHostARequestNamesIsWrittenNowhere) {
  const std::size_t letters = server.letters.size();
  ask_everything(server, {{"Host", "lured.example"}, {"X-Forwarded-Host", "lured2.example"}, {"Forwarded", "host=lured3.example"}}, [&](const Route& route, const Reply& reply) {
    EXPECT_EQ(reply.text.find("lured"), reply.text.npos) << name_of(route);
    for (const auto& header : reply.headers) EXPECT_EQ(header.value.find("lured"), header.value.npos) << name_of(route) << " " << header.name;
  });
  Ask request{.method = "POST", .target = "/requests/of/first", .body = "kind=access&name=Ada&email=ada.host%40example.org&text=please"};
  const Reply asked = server.send(request.with("Host", "evil.example").with("Content-Type", "application/x-www-form-urlencoded"));
  EXPECT_EQ(asked.text.find("evil"), asked.text.npos);
  for (std::size_t index = letters; index < server.letters.size(); ++index) {
    for (const auto& [name, value] : server.letters[index].values) EXPECT_EQ(value.find("evil"), value.npos) << name;
  }
}

TEST_F(ApiTest, NobodyIsSentToAnotherSite) {
  for (const std::string to : {"https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", "javascript%3Aalert(1)", "%5C%5Cevil.example", "%2Fok%0D%0ALocation%3A%20https%3A%2F%2Fevil.example"}) {
    std::string every;
    for (const char* name : {"back", "next", "return", "return_to", "url", "to", "from", "redirect", "redirect_uri", "continue", "page"}) every += fmt::format("{}{}={}", every.empty() ? "" : "&", name, to);
    for (const Route& route : http::routes()) {
      if (route.who != Who::anyone && route.who != Who::link) continue;
      Ask ask{.method = std::string(route.method), .target = path_of(route, "none") + "?" + every, .peer = "203.0.113.241"};
      if (route.method == "POST") ask.with("Content-Type", "application/x-www-form-urlencoded").body = "choice=none&" + every;
      const Reply reply = server.send(ask);
      const std::string location(reply.header("Location"));
      EXPECT_TRUE(location.empty() || (location[0] == '/' && !location.starts_with("//") && !location.starts_with("/\\"))) << name_of(route) << " " << location;
      EXPECT_EQ(location.find("evil"), location.npos) << name_of(route) << " " << location;
      EXPECT_EQ(reply.header("Refresh"), "") << name_of(route);
    }
  }
}

TEST_F(ApiTest, NothingThatIsSentBecomesAHeader) {
  const std::string forged = "x\r\nSet-Cookie: forged=1\r\n\r\n<script>";
  const std::string encoded = "x%0D%0ASet-Cookie%3A%20forged%3D1";
  for (const Route& route : http::routes()) {
    if (route.path == "/api/v1/events" || route.method == "DELETE") continue;
    Ask ask{.method = std::string(route.method), .target = path_of(route, "none") + "?q=" + encoded + "&name=" + encoded + "&format=" + encoded, .peer = "203.0.113.242"};
    for (const char* name : {"Accept-Encoding", "If-None-Match", "Range", "Idempotency-Key", "Origin", "User-Agent", "Probity-Purpose", "Upload-Metadata", "Accept-Language"}) ask.with(name, forged);
    ask.with("Authorization", "Bearer " + server.owner_token);
    const Reply reply = server.send(ask);
    http::Response response;
    response.headers = reply.headers;
    EXPECT_TRUE(http::has_valid_headers(response)) << name_of(route);
    for (const auto& header : reply.headers) EXPECT_EQ(header.value.find("forged=1"), header.value.npos) << name_of(route) << " " << header.name;
  }
}

/// What somebody hopes is taken over from a body unseen.
constexpr const char* kAssigned[] = {R"("role":"owner")", R"("roles":["owner"])", R"("workspace":"second")", R"("workspace_id":"second")", R"("_workspace":"second")", R"("id":"0190a000-0000-7000-8000-000000000001")",
                                     R"("_version":99)", R"("_deleted_at":null)", R"("_subject_state":0)", R"("created_by":"0190a000-0000-7000-8000-000000000001")", R"("is_administrator":true)", R"("grants":{"administrator":true})",
                                     R"("password_hash":"x")", R"("__proto__":{"role":"owner"})"};

TEST_F(ApiTest, NothingIsAssignedThatTheCallerMayNotSet) {
  for (const auto* plural : {"contacts", "companies", "deals", "notes", "tasks", "members"}) {
    for (const char* member : kAssigned) {
      // A contact, a deal and a task have a state of their own under other names; these are no fields of any.
      if (std::string_view(plural) == "contacts" && std::string_view(member).starts_with("\"role")) continue;
      const Rows before = server.rows();
      const Rows system = server.rows("system");
      const Reply made = server.owner("POST", fmt::format("/api/v1/{}", plural), fmt::format("{{{}}}", member));
      EXPECT_GE(made.status, 400) << plural << member;
      EXPECT_EQ(server.rows(), before) << plural << member;
      EXPECT_EQ(server.rows("system"), system) << plural << member;
    }
  }
  const std::string id = server.create_contact("Assigned");
  const std::string original = server.owner("GET", "/api/v1/contacts/" + id).text;
  for (const char* member : kAssigned) {
    if (std::string_view(member).starts_with("\"role")) continue;
    EXPECT_EQ(server.owner("PATCH", "/api/v1/contacts/" + id, fmt::format("{{{}}}", member)).status, 422) << member;
  }
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + id).text, original);
  for (const char* member : kAssigned) {
    for (const std::string& token : {server.member_token, server.reader_token}) {
      const Reply raised = server.send(server.as(token, "PATCH", "/api/v1/workspace", fmt::format("{{{}}}", member)));
      EXPECT_EQ(raised.status, 403) << member;
    }
    EXPECT_GE(server.owner("PATCH", "/api/v1/workspace", fmt::format("{{{}}}", member)).status, 400) << member;
  }
}

TEST_F(ApiTest, StrangersAreHeldUpAndWhoIsSignedInIsNot) {
  http::Application application = *server.application;
  application.rates = {.per_address = 5, .per_token = 0};
  const http::Handler handler = http::make_handler(application);
  const auto status = [&](const std::string& path, const std::string& peer, std::vector<http::Header> headers = {}) {
    http::Request request{.method = "GET", .path = path, .query = {}, .headers = std::move(headers), .body = {}, .peer_address = peer};
    const http::Response response = handler(request);
    if (response.status != 429) return response.status;
    const bool says_when = std::ranges::any_of(response.headers, [](const http::Header& header) { return header.name == "Retry-After" && header.value != "0"; });
    EXPECT_TRUE(says_when);
    return response.status;
  };
  const http::Header forged{"Authorization", "Bearer forged"};
  for (int number = 0; number < 3; ++number) EXPECT_EQ(status("/privacy", "198.51.100.1"), 200);
  for (int number = 0; number < 2; ++number) EXPECT_EQ(status("/api/v1/contacts", "198.51.100.1", {forged}), 401);
  EXPECT_EQ(status("/privacy", "198.51.100.1"), 429);
  EXPECT_EQ(status("/api/v1/contacts", "198.51.100.1", {forged}), 429) << "guesses count too";
  EXPECT_EQ(status("/privacy", "198.51.100.2"), 200) << "another network";
  EXPECT_EQ(status("/assets/app-1a2b.js", "198.51.100.1"), 200) << "files of the app cost nothing";
  for (int number = 0; number < 20; ++number) {
    EXPECT_EQ(status("/api/v1/contacts", "198.51.100.1", {{"Authorization", "Bearer " + server.owner_token}}), 200);
    EXPECT_EQ(status("/api/v1/session", "198.51.100.1", {{"Cookie", "probity_session=" + server.cookie}}), 200);
  }
}

TEST_F(ApiTest, ATokenIsHeldUpWhereThatIsConfigured) {
  http::Application application = *server.application;
  application.rates = {.per_address = 0, .per_token = 3};
  const http::Handler handler = http::make_handler(application);
  const auto status = [&](const std::string& token) {
    return handler({.method = "GET", .path = "/api/v1/contacts", .query = {}, .headers = {{"Authorization", "Bearer " + token}}, .body = {}, .peer_address = "127.0.0.1"}).status;
  };
  for (int number = 0; number < 3; ++number) EXPECT_EQ(status(server.owner_token), 200);
  EXPECT_EQ(status(server.owner_token), 429);
  EXPECT_EQ(status(server.member_token), 200) << "each token has its own";
}

TEST_F(ApiTest, TheSignInPageCanSayWhatAPlainConnectionLacks) {
  const Reply plain = server.send({.method = "GET", .target = "/api/v1/setup"});
  EXPECT_FALSE(plain.at("connection.encrypted").GetBool());
  EXPECT_THAT(plain.text_at("connection.lacks"), testing::HasSubstr("passkeys"));
  const Reply encrypted = server.send({.method = "GET", .target = "/api/v1/setup", .tls = true});
  EXPECT_TRUE(encrypted.at("connection.encrypted").GetBool());
  EXPECT_EQ(encrypted.text_at("connection.lacks"), "");
}

/// A zip whose one file says that it is 4 GiB of zeros, and a picture that says it is 100,000 by 100,000 pixels.
const std::string kZipBomb = std::string("PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10\x00\x00\x00\xff\xff\xff\xff\x05\x00\x00\x00", 30) + "0.csv" + std::string(16, '\x5a') +
                             std::string("PK\x01\x02\x14\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10\x00\x00\x00\xff\xff\xff\xff\x05\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 46) + "0.csv";
const std::string kPictureBomb = std::string("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x01\x86\xa0\x00\x01\x86\xa0\x08\x06\x00\x00\x00", 29) + std::string(64, '\0');
const std::string kGzipBomb = std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10) + std::string(200, '\xed');

TEST_F(ApiTest, NothingThatIsUploadedIsUnpacked) {
  std::filesystem::create_directories(server.base.folder.path() / "files");
  const auto kept = [&] {
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(server.base.folder.path() / "files")) bytes += entry.is_regular_file() ? entry.file_size() : 0;
    return bytes;
  };
  const std::pair<std::string, const std::string&> bombs[] = {{"bomb.zip", kZipBomb}, {"bomb.png", kPictureBomb}, {"bomb.csv.gz", kGzipBomb}};
  for (const auto& [name, bytes] : bombs) {
    const std::uintmax_t before = kept();
    const std::string upload = server.upload(bytes, name);
    const Reply document = server.owner("POST", "/api/v1/documents", fmt::format(R"({{"upload":"{}","name":"Bomb"}})", upload));
    ASSERT_EQ(document.status, 201) << name << document.text;
    EXPECT_EQ(server.owner("GET", "/api/v1/documents/" + document.text_at("id") + "/content").text, bytes) << name;
    EXPECT_LE(kept() - before, bytes.size() + 4096) << name;
    const Reply import = server.owner("POST", "/api/v1/imports", fmt::format(R"({{"entity":"contacts","upload":"{}"}})", server.upload(bytes, name)));
    if (import.status != 201) continue;
    const Reply preview = server.owner("GET", "/api/v1/imports/" + import.text_at("id") + "/preview");
    EXPECT_LT(preview.text.size(), 64U * 1024) << name;
    EXPECT_LE(kept() - before, 2 * bytes.size() + 8192) << name;
  }
}

TEST_F(ApiTest, NoPathLeadsOutOfWhereFilesAre) {
  for (const char* target : {"/assets/..%2f..%2fetc/passwd", "/assets/%2e%2e/%2e%2e/etc/passwd", "/assets/....//etc/passwd", "/api/v1/uploads/..%2f..%2finstallation.key", "/copies/..%2f..%2finstallation.key/file"}) {
    http::Request request;
    std::string_view authority;
    EXPECT_TRUE(http::read_target(target, request, authority)) << target << " reached the program";
  }
  for (const char* target : {"/assets/%5c..%5cinstallation.key", "/assets/%252e%252e%252finstallation.key", "/assets/etc/passwd", "/assets/%c0%ae%c0%ae"}) {
    http::Request request;
    std::string_view authority;
    if (http::read_target(target, request, authority)) continue;
    EXPECT_EQ(server.send({.method = "GET", .target = target}).status, 404) << target;
  }
}

}  // namespace
}  // namespace probity::api

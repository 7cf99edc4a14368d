// The copy of everything held about a person: begun by staff, fetched once by whoever has the link.
#include "api_fixture.hpp"
#include "rights/copies/open_zip.hpp"

namespace probity::api {
namespace {

class CopiesApiTest : public ApiTest {
 protected:
  Reply begin(const std::string& person, std::string_view more = "") const {
    return server.owner("POST", "/api/v1/access_copies", fmt::format(R"({{"entity":"contacts","id":"{}"{}}})", person, more));
  }
  static std::string path_of(const Reply& begun) { return begun.text_at("url").substr(std::string_view("https://crm.example").size()); }
  Reply fetch(const std::string& path, std::string_view range = "") const {
    Ask ask{.method = "GET", .target = path};
    if (!range.empty()) ask.with("Range", std::string(range));
    return server.send(ask);
  }
  std::string state_of(const Reply& begun) const { return server.owner("GET", "/api/v1/access_copies/" + begun.text_at("id")).text_at("state"); }
  std::map<std::string, std::string> opened(const std::string& bytes, const std::string& password) const {
    const auto file = server.base.folder.path() / "fetched.zip";
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
    return copies::open_zip(file, password);
  }
};

TEST_F(CopiesApiTest, IsMadeAndFetchedOnce) {
  const std::string person = server.create_contact("Copied");
  const Reply begun = begin(person);
  ASSERT_EQ(begun.status, 202) << begun.text;
  EXPECT_EQ(begun.header("Location"), "/api/v1/access_copies/" + begun.text_at("id"));
  EXPECT_EQ(begun.header("Cache-Control"), "no-store");
  EXPECT_EQ(fetch(path_of(begun)).status, 409);
  expect_value(server.base.jobs->run_due(server.first));
  EXPECT_EQ(state_of(begun), "ready");
  const Reply fetched = fetch(path_of(begun));
  ASSERT_EQ(fetched.status, 200) << fetched.text.substr(0, 200);
  EXPECT_EQ(fetched.header("Content-Type"), "application/zip");
  EXPECT_EQ(fetched.header("Cache-Control"), "no-store");
  EXPECT_THAT(opened(fetched.text, begun.text_at("password")).at("index.html"), testing::HasSubstr("Copied"));
  EXPECT_TRUE(opened(fetched.text, "").empty());
  EXPECT_EQ(fetch(path_of(begun)).status, 404);
  EXPECT_EQ(fetch(path_of(begun) + "/file").status, 404);
  EXPECT_EQ(state_of(begun), "fetching");
  const Reply rest = fetch(path_of(begun) + "/file", "bytes=100-");
  EXPECT_EQ(rest.status, 206);
  EXPECT_EQ(rest.header("Content-Range"), fmt::format("bytes 100-{}/{}", fetched.text.size() - 1, fetched.text.size()));
  EXPECT_EQ(rest.text, fetched.text.substr(100));
  EXPECT_EQ(fetch(path_of(begun), "bytes=99999999-").status, 416);
  EXPECT_EQ(fetch(path_of(begun), "bytes=0-").status, 404);
  EXPECT_EQ(server.owner("GET", "/api/v1/access_copies/" + begun.text_at("id")).text.find(begun.text_at("password")), std::string::npos);
}

TEST_F(CopiesApiTest, LookingAtThePageChangesNothing) {
  const Reply begun = begin(server.create_contact("Paged"));
  expect_value(server.base.jobs->run_due(server.first));
  for (int each = 0; each < 3; ++each) {
    const Reply page = server.send(Ask{.method = "GET", .target = path_of(begun)}.with("Accept", "text/html,*/*"));
    EXPECT_EQ(page.status, 200);
    EXPECT_THAT(page.text, testing::HasSubstr("Fetch it"));
    EXPECT_THAT(page.text, testing::Not(testing::HasSubstr("Paged")));
    EXPECT_EQ(server.send({.method = "HEAD", .target = path_of(begun) + "/file"}).status, 200);
  }
  EXPECT_EQ(state_of(begun), "ready");
  EXPECT_EQ(fetch(path_of(begun) + "/file").status, 200);
  EXPECT_EQ(server.send(Ask{.method = "GET", .target = path_of(begun)}.with("Accept", "text/html")).status, 404);
}

TEST_F(CopiesApiTest, OthersCannotBeginOrSeeOne) {
  const std::string person = server.create_contact("Private");
  const std::string deal = server.create("deals", R"({"name":"No person"})");
  const std::string body = fmt::format(R"({{"entity":"contacts","id":"{}"}})", person);
  const Rows before = server.rows();
  EXPECT_EQ(server.send(server.as(server.member_token, "POST", "/api/v1/access_copies", body)).status, 403);
  EXPECT_EQ(server.send(server.as(server.reader_token, "POST", "/api/v1/access_copies", body)).status, 403);
  EXPECT_EQ(server.send(server.as(server.second_token, "POST", "/api/v1/access_copies", body)).status, 404);
  EXPECT_EQ(server.send({.method = "POST", .target = "/api/v1/access_copies", .body = body, .headers = {{"Content-Type", "application/json"}}}).status, 401);
  const std::pair<std::string, int> wrong[] = {{R"({"entity":"contacts"})", 422},
                                               {fmt::format(R"({{"entity":"deals","id":"{}"}})", deal), 400},
                                               {fmt::format(R"({{"entity":"dragons","id":"{}"}})", deal), 404},
                                               {fmt::format(R"({{"entity":"contacts","id":"{}"}})", deal), 404},
                                               {fmt::format(R"({{"entity":"contacts","id":"{}","kind":"all"}})", person), 422},
                                               {fmt::format(R"({{"entity":"members","id":"{}"}})", person), 404},
                                               {fmt::format(R"({{"entity":"contacts","id":"{}","password":"x"}})", person), 422}};
  for (const auto& [text, status] : wrong) EXPECT_EQ(server.owner("POST", "/api/v1/access_copies", text).status, status) << text;
  EXPECT_EQ(server.rows(), before);
  const Reply begun = begin(person);
  for (const std::string& token : {server.member_token, server.reader_token, server.second_token}) EXPECT_EQ(server.send(server.as(token, "GET", "/api/v1/access_copies/" + begun.text_at("id"))).status, 404);
  EXPECT_EQ(server.owner("PATCH", "/api/v1/access_copies/" + begun.text_at("id"), R"({"state":"ready"})").status, 403);
  EXPECT_EQ(server.owner("DELETE", "/api/v1/access_copies/" + begun.text_at("id")).status, 403);
  EXPECT_EQ(server.owner("GET", "/api/v1/access_copies").text.find("link_hash"), std::string::npos);
}

TEST_F(CopiesApiTest, GuessedLinksLeadNowhere) {
  const Reply begun = begin(server.create_contact("Guessed"));
  expect_value(server.base.jobs->run_due(server.first));
  const std::string path = path_of(begun);
  std::string other = path;
  other.back() = other.back() == 'A' ? 'B' : 'A';
  for (const std::string& wrong : {other, std::string("/copies/x"), "/copies/" + begun.text_at("id"), "/copies/" + server.second + path.substr(path.find('.'))}) {
    const Reply reply = fetch(wrong);
    EXPECT_TRUE(reply.status == 404 || reply.status == 400) << wrong << reply.status;
  }
  for (int each = 0; each < 100; ++each) server.send({.method = "GET", .target = other, .peer = "203.0.113.77"});
  EXPECT_EQ(server.send({.method = "GET", .target = other, .peer = "203.0.113.77"}).status, 429);
  EXPECT_EQ(state_of(begun), "ready");
}

TEST_F(CopiesApiTest, EverybodyGetsACopyOfTheirOwnAccount) {
  const Reply session = server.send(server.browser("GET", "/api/v1/session"));
  const std::string member = session.text_at("member.id");
  ASSERT_FALSE(member.empty()) << session.text;
  const Reply begun = server.owner("POST", "/api/v1/access_copies", fmt::format(R"({{"entity":"members","id":"{}"}})", member));
  ASSERT_EQ(begun.status, 202) << begun.text;
  expect_value(server.base.jobs->run_due("system"));
  EXPECT_EQ(state_of(begun), "ready");
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", "/api/v1/access_copies/" + begun.text_at("id"))).status, 404);
  const Reply fetched = fetch(path_of(begun));
  const auto entries = opened(fetched.text, begun.text_at("password"));
  ASSERT_TRUE(entries.contains("csv/members.csv"));
  EXPECT_THAT(entries.at("csv/members.csv"), testing::HasSubstr("owner@example.org"));
  for (const auto& [name, bytes] : entries) EXPECT_EQ(bytes.find("argon2id$"), bytes.npos) << name;
}

}  // namespace
}  // namespace probity::api

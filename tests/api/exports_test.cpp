// A view, or everything, as a file: made in the background, for who asked.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

TEST_F(ApiTest, AnExportIsMadeAndFetched) {
  server.create("products", R"({"name":"=cmd|' /C calc'!A0"})");
  const Reply started = server.owner("POST", "/api/v1/exports", R"({"entity":"products","format":"csv"})");
  ASSERT_EQ(started.status, 202) << started.text;
  const std::string path(started.header("Location"));
  EXPECT_EQ(server.owner("GET", path + "/file").status, 409);
  expect_value(server.base.jobs->run_due(server.first));
  EXPECT_EQ(server.owner("GET", path).text_at("state"), "done");
  const Reply file = server.owner("GET", path + "/file");
  ASSERT_EQ(file.status, 200) << file.text;
  EXPECT_THAT(std::string(file.header("Content-Type")), testing::StartsWith("text/csv"));
  EXPECT_THAT(std::string(file.header("Content-Disposition")), testing::StartsWith("attachment; "));
  EXPECT_THAT(file.text, testing::HasSubstr("cmd|"));
  EXPECT_EQ(file.text.find("\n=cmd"), std::string::npos);
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", path)).status, 404);
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", path + "/file")).status, 404);
}

TEST_F(ApiTest, BadExportsQueueNothing) {
  const Rows before = server.rows();
  const std::pair<const char*, int> cases[] = {
      {R"({"entity":"contacts"})", 422},
      {R"({"entity":"contacts","format":"exe"})", 422},
      {R"({"entity":"dragons","format":"csv"})", 404},
      {R"({"entity":"contacts","format":"csv","fields":"last_name"})", 422},
      {R"({"entity":"contacts","format":"csv","filter":{"field":"nonsense","op":"eq","value":1}})", 400},
      {R"({"entity":"contacts","format":"csv","sort":"last_name"})", 422},
  };
  for (const auto& [body, status] : cases) {
    const Reply reply = server.owner("POST", "/api/v1/exports", body);
    EXPECT_EQ(reply.status, status) << body << reply.text;
  }
  EXPECT_EQ(server.send(server.as(server.reader_token, "POST", "/api/v1/exports", R"({"entity":"contacts","format":"csv"})")).status, 403);
  EXPECT_EQ(server.rows(), before);
}

}  // namespace
}  // namespace probity::api

// The audit log through the API: how it stands, whether it is whole, its checkpoints.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;

TEST_F(ApiTest, ACheckpointIsMadeKeptAndServed) {
  server.create_contact();
  const Rows before = server.rows();
  const Reply made = server.owner("POST", "/api/v1/audit/checkpoint");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(server.owner("POST", "/api/v1/audit/checkpoint").status, 200) << "nothing was written since";
  EXPECT_EQ(server.rows(), before) << "signing writes nothing into the workspace";
  const auto size = made.at("checkpoint.size").GetInt64();
  const Reply audit = server.owner("GET", "/api/v1/audit");
  EXPECT_EQ(audit.status, 200);
  EXPECT_EQ(audit.at("size").GetInt64(), size);
  EXPECT_EQ(audit.text_at("root"), made.text_at("checkpoint.root"));
  EXPECT_EQ(audit.at("checkpoints.0.size").GetInt64(), size);
  EXPECT_TRUE(audit.at("next_checkpoint").IsNull());
  EXPECT_TRUE(audit.at("leaves_the_machine").GetBool());
  const Reply note = server.owner("GET", fmt::format("/api/v1/audit/checkpoints/{}", size));
  EXPECT_EQ(note.status, 200);
  EXPECT_EQ(note.text, made.text_at("note"));
  EXPECT_TRUE(note.text.starts_with(fmt::format("probity/{}\n{}\n", server.first, size))) << note.text;
  EXPECT_TRUE(std::filesystem::exists(server.base.folder.path() / fmt::format("outside/{}/{:012}.note", server.first, size)));
  const Reply verified = server.owner("POST", "/api/v1/audit/verify", fmt::format(R"({{"checkpoint":{}}})", to_json_text(made.at("note"))));
  EXPECT_EQ(verified.status, 200) << verified.text;
  EXPECT_TRUE(verified.at("ok").GetBool()) << verified.text;
  EXPECT_EQ(verified.at("proved").GetInt64(), size);
}

TEST_F(ApiTest, ProofsNeedNothingOfTheLog) {
  server.create_contact();
  const auto early = server.owner("POST", "/api/v1/audit/checkpoint").at("checkpoint.size").GetInt64();
  server.create_contact();
  const Reply late = server.owner("POST", "/api/v1/audit/checkpoint");
  const Reply inclusion = server.owner("GET", "/api/v1/audit/leaves/1/proof");
  ASSERT_EQ(inclusion.status, 200) << inclusion.text;
  EXPECT_EQ(inclusion.text_at("kind"), "inclusion");
  EXPECT_EQ(inclusion.text_at("root"), late.text_at("checkpoint.root"));
  EXPECT_EQ(inclusion.at("leaf.sequence").GetInt64(), 1);
  const Reply growth = server.owner("GET", fmt::format("/api/v1/audit/checkpoints/{}/proof", early));
  ASSERT_EQ(growth.status, 200) << growth.text;
  EXPECT_EQ(growth.at("first").GetInt64(), early);
  EXPECT_EQ(growth.text_at("root"), late.text_at("checkpoint.root"));
  for (const char* target : {"/api/v1/audit/leaves/99999999/proof", "/api/v1/audit/leaves/-1/proof", "/api/v1/audit/leaves/x/proof", "/api/v1/audit/checkpoints/0/proof", "/api/v1/audit/leaves/1/proof?size=99999999"}) {
    EXPECT_EQ(server.owner("GET", target).status, 404) << target;
  }
  EXPECT_EQ(server.owner("GET", "/api/v1/audit/leaves/1/proof?size=x").status, 400);
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", "/api/v1/audit/leaves/1/proof")).status, 403);
}

TEST_F(ApiTest, BadAuditInputIsToldAndChangesNothing) {
  const Rows before = server.rows();
  const std::tuple<std::string, std::string, std::string, int> cases[] = {
      {"POST", "/api/v1/audit/verify", R"({"checkpoint":"nonsense"})", 400}, {"POST", "/api/v1/audit/verify", R"({"checkpoint":5})", 422}, {"POST", "/api/v1/audit/verify", R"({"fun":1})", 422},
      {"GET", "/api/v1/audit/checkpoints/0", "", 404}, {"GET", "/api/v1/audit/checkpoints/-1", "", 404}, {"GET", "/api/v1/audit/checkpoints/999999999", "", 404},
      {"GET", "/api/v1/audit/checkpoints/99999999999999999999999", "", 404}};
  for (const auto& [method, target, body, status] : cases) EXPECT_EQ(server.owner(method, target, body).status, status) << target << body;
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ApiTest, OnlyAdministratorsOfTheWorkspaceSeeItsLog) {
  for (const auto& [method, target] : {std::pair("GET", "/api/v1/audit"), std::pair("POST", "/api/v1/audit/verify"), std::pair("POST", "/api/v1/audit/checkpoint"), std::pair("GET", "/api/v1/audit/checkpoints/1")}) {
    EXPECT_EQ(server.send(server.as(server.member_token, method, target)).status, 403) << target;
    EXPECT_EQ(server.send(server.as(server.reader_token, method, target)).status, 403) << target;
    EXPECT_EQ(server.send(server.as("", method, target)).status, 401) << target;
  }
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", "/api/v1/audit")).text_at("origin"), "probity/" + server.second);
}

TEST_F(ApiTest, TheKeyIsForEverybody) {
  const Reply key = server.send({.method = "GET", .target = "/.well-known/probity-audit-key"});
  EXPECT_EQ(key.status, 200);
  EXPECT_THAT(key.text, testing::StartsWith("probity+"));
  EXPECT_THAT(key.text, testing::Not(HasSubstr(server.first)));
}

}  // namespace
}  // namespace probity::api

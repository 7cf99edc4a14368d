// The record of processing activities over the API.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

using ProcessingApiTest = ApiTest;

TEST_F(ProcessingApiTest, IsForAdministratorsInThreeForms) {
  const Rows before = server.rows();
  const Reply json = server.owner("GET", "/api/v1/processing_record");
  ASSERT_EQ(json.status, 200) << json.text;
  EXPECT_EQ(json.text_at("level"), server.first);
  EXPECT_EQ(json.text_at("activities.0.lawful_basis"), "contract");
  EXPECT_FALSE(json.text_at("activities.0.dpv").empty());
  const Reply csv = server.owner("GET", "/api/v1/processing_record.csv");
  EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_THAT(csv.text, testing::HasSubstr("Contacts"));
  const Reply page = server.owner("GET", "/api/v1/processing_record.html");
  EXPECT_THAT(std::string(page.header("Content-Disposition")), testing::StartsWith("attachment"));
  EXPECT_THAT(page.text, testing::HasSubstr("Record of processing activities"));
  for (const char* path : {"/api/v1/processing_record", "/api/v1/processing_record.csv", "/api/v1/processing_record.html", "/api/v1/operator/processing_record"}) {
    EXPECT_EQ(server.send(server.as(server.member_token, "GET", path)).status, 403) << path;
    EXPECT_EQ(server.send({.method = "GET", .target = path}).status, 401) << path;
  }
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", "/api/v1/operator/processing_record")).status, 403);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ProcessingApiTest, ANewEntityIsInItAtOnceAndInNoOtherWorkspace) {
  const Reply made = server.owner("POST", "/api/v1/meta/entities", R"({"entity":"x_dinghy","plural":"x_dinghies","label":{"one":"Boat","many":"Boats"},"icon":"ship","subject":"self","title":["x_name"],
    "fields":{"x_name":{"type":"text","label":"Skipper","category":"user.name","purposes":["service"]}}})");
  ASSERT_EQ(made.status, 201) << made.text;
  EXPECT_THAT(server.owner("GET", "/api/v1/processing_record").text, testing::HasSubstr("Boat: Skipper"));
  EXPECT_THAT(server.send(server.as(server.second_token, "GET", "/api/v1/processing_record")).text, testing::Not(testing::HasSubstr("Boat")));
  EXPECT_EQ(server.owner("DELETE", "/api/v1/meta/entities/x_dinghy").status / 100, 2);
}

}  // namespace
}  // namespace probity::api

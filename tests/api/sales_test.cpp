// What is special to leads and deals.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

TEST_F(ApiTest, ALeadBecomesAContactACompanyAndADeal) {
  const std::string lead = server.create("leads", R"({"last_name":"Prospect","first_name":"Pia","company_name":"Prospects Inc"})");
  const std::string path = "/api/v1/leads/" + lead + "/convert";
  EXPECT_EQ(server.owner("POST", path, R"({"deal":5})").status, 422);
  EXPECT_EQ(server.owner("POST", path, R"({"company":"x"})").status, 422);
  EXPECT_EQ(server.owner("POST", path, R"({"force":true})").code(), "unknown_member");
  const Reply made = server.owner("POST", path);
  ASSERT_EQ(made.status, 200) << made.text;
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + made.text_at("contact")).text_at("last_name"), "Prospect");
  EXPECT_EQ(server.owner("POST", path).code(), "already_converted");
  EXPECT_EQ(server.owner("POST", "/api/v1/leads/0190a000-0000-7000-8000-000000000000/convert").status, 404);
}

TEST_F(ApiTest, AConversionIsUndoneAsOneAndMakesNoSecondContact) {
  const std::string known = server.create("contacts", R"({"last_name":"Known","email":"pia@example.com"})");
  const std::string lead = server.create("leads", R"({"last_name":"Prospect","email":"pia@example.com"})");
  const std::string path = "/api/v1/leads/" + lead + "/convert";
  const Reply refused = server.owner("POST", path);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "duplicate");
  EXPECT_EQ(view(refused.at("candidates")[0]["id"]), known);
  EXPECT_EQ(server.owner("POST", path, R"({"contact":"x"})").status, 422);
  const Reply made = server.owner("POST", path + "?allow_duplicate=true");
  ASSERT_EQ(made.status, 200) << made.text;
  const Reply undone = server.owner("POST", "/api/v1/undo");
  EXPECT_EQ(undone.status, 200) << undone.text;
  EXPECT_EQ(view(undone.at("undone")["id"]), lead);
  EXPECT_EQ(server.owner("GET", "/api/v1/leads/" + lead).text_at("state"), "new");
  const Reply again = server.owner("POST", path, fmt::format(R"({{"contact":"{}"}})", known));
  EXPECT_EQ(again.text_at("contact"), known) << again.text;
  EXPECT_EQ(server.owner("POST", "/api/v1/leads/" + lead + "/undo").status, 200);
}

TEST_F(ApiTest, DealTotalsAreTold) {
  const std::string deal = server.create("deals", R"({"name":"Big one"})");
  const Reply totals = server.owner("GET", "/api/v1/deals/" + deal + "/totals");
  EXPECT_EQ(totals.status, 200) << totals.text;
  EXPECT_TRUE(totals.at("currencies").IsArray());
  EXPECT_FALSE(totals.at("mixed").GetBool());
}

}  // namespace
}  // namespace probity::api

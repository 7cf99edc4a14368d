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

TEST_F(ApiTest, DealTotalsAreTold) {
  const std::string deal = server.create("deals", R"({"name":"Big one"})");
  const Reply totals = server.owner("GET", "/api/v1/deals/" + deal + "/totals");
  EXPECT_EQ(totals.status, 200) << totals.text;
  EXPECT_TRUE(totals.at("currencies").IsArray());
  EXPECT_FALSE(totals.at("mixed").GetBool());
}

}  // namespace
}  // namespace probity::api

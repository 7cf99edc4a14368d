// What the guard does with what people send, as they see it.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

TEST_F(ApiTest, ACardNumberIsRefusedByFieldAndKindAndNothingIsWritten) {
  const Rows before = server.rows();
  const Reply reply = server.owner("POST", "/api/v1/contacts", R"({"last_name":"Lovelace","description":"card 4111 1111 1111 1111"})");
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.text_at("errors.0.field"), "description");
  EXPECT_EQ(reply.text_at("errors.0.code"), "refused_payment_card");
  EXPECT_EQ(reply.text.find("4111"), std::string::npos);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ApiTest, ABankAccountIsKeptWithAWarning) {
  const Reply reply = server.owner("POST", "/api/v1/notes", R"({"text":"pays from DE89 3704 0044 0532 0130 00"})");
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.text_at("warnings.0.code"), "guard_warned");
  EXPECT_EQ(reply.text_at("warnings.0.field"), "text");
  EXPECT_EQ(reply.text_at("warnings.0.kind"), "iban");
}

TEST_F(ApiTest, AFieldAddedAtRunTimeIsGuarded) {
  ASSERT_EQ(server.owner("POST", "/api/v1/meta/entities/contact/fields", R"({"name":"x_guarded","type":"text","label":"Guarded","category":"user.content","purposes":["service"]})").status, 201);
  const Rows before = server.rows();
  EXPECT_EQ(server.owner("POST", "/api/v1/contacts?allow_duplicate=true", R"({"last_name":"Lovelace","x_guarded":"SSN 536-22-1234"})").code(), "refused_us_ssn");
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ApiTest, ABatchLeavesOutWhatIsRefused) {
  const std::int64_t before = server.rows().counts["contact"];
  const Reply started = server.owner("POST", "/api/v1/contacts/batch", R"({"operation":"create","records":[{"last_name":"Good one"},{"last_name":"4111111111111111"}]})");
  ASSERT_EQ(started.status, 202) << started.text;
  const Reply job = server.finish(started.text_at("id"));
  EXPECT_EQ(server.rows().counts["contact"], before + 1);
  EXPECT_EQ(job.text.find("4111"), std::string::npos) << job.text;
}

TEST_F(ApiTest, TheGuardCountsWithoutValues) {
  (void)server.owner("POST", "/api/v1/notes", R"({"text":"4111 1111 1111 1111"})");
  const Reply metrics = server.send({.method = "GET", .target = "/metrics"});
  EXPECT_NE(metrics.text.find(R"(probity_guard_finds_total{kind="payment_card",act="refuse"})"), std::string::npos);
  EXPECT_EQ(metrics.text.find("4111"), std::string::npos);
}

TEST_F(ApiTest, HistoryKeepsTheAddressAsThePolicySays) {
  const std::string id = server.create_contact("Masked address");
  std::vector<std::string> addresses;
  expect_value(server.base.database()->read([&](store::Reader& reader) {
    const store::Query query{.columns = store::Projection::make(store::kHistory, {"address"}), .where = store::Condition::not_of(store::Condition::is_null("address")), .tie_column = "id", .limit = 1000};
    return reader.each(query, [&](const Row& row) {
      addresses.emplace_back(row.text(0));
      return true;
    });
  }));
  for (const std::string& address : addresses) EXPECT_THAT(address, testing::AnyOf(testing::EndsWith(".0.0"), testing::EndsWith("::"))) << address;
}

}  // namespace
}  // namespace probity::api

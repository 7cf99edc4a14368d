// The policy over HTTP: who may, what is answered, and what is left behind.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;

constexpr const char* kBases[] = {"/api/v1/policy", "/api/v1/operator/policy"};

/// A server of its own: its policy is nobody else's.
class PolicyApi : public testing::Test {
 protected:
  PolicyApi() : server_(Server::Empty{}) {
    const meta::InputContext input{.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"};
    server_.first = expect_value(server_.accounts->create_workspace({.name = "First", .input = input, .reference = {}})).slug;
    const std::string second = expect_value(server_.accounts->create_workspace({.name = "Second", .input = input, .reference = {}})).slug;
    server_.owner_token = token(server_.first, "owner", "owner@example.org");
    server_.second_token = token(second, "owner", "other@example.org");
    server_.member_token = token(server_.first, "member", "member@example.org");
  }
  std::string token(const std::string& slug, const std::string& role, const std::string& email) {
    expect_value(server_.accounts->add_member(slug, {.email = email, .name = "Member", .password = kPassword}, role));
    return expect_value(server_.accounts->create_token(slug, email, "test"));
  }
  Reply owner(std::string method, std::string target, std::string body = {}) { return server_.owner(std::move(method), std::move(target), std::move(body)); }
  std::int64_t versions(std::string_view level) { return static_cast<std::int64_t>(expect_value(server_.governance->history(level)).size()); }

  Server server_;
};

TEST_F(PolicyApi, IsForAdministratorsAndTheOperatorsForTheOperator) {
  for (const char* base : kBases) {
    for (const char* path : {"", "/profiles", "/versions", "/versions/1"}) {
      EXPECT_EQ(server_.send(server_.as("", "GET", std::string(base) + path)).status, 401) << base << path;
      EXPECT_EQ(server_.send(server_.as(server_.member_token, "GET", std::string(base) + path)).status, 403) << base << path;
      EXPECT_EQ(owner("GET", std::string(base) + path).status, 200) << base << path;
    }
    for (const char* path : {"/check", "/diff", "/apply"}) {
      EXPECT_EQ(server_.send(server_.as(server_.member_token, "POST", std::string(base) + path, R"({"overrides":{"age":{"years":18}}})")).status, 403) << base << path;
    }
  }
  for (const char* path : {"", "/profiles", "/versions", "/versions/1"}) {
    EXPECT_EQ(server_.send(server_.as(server_.second_token, "GET", std::string(kBases[1]) + path)).code(), "operator_only") << path;
  }
  EXPECT_EQ(server_.send(server_.as(server_.second_token, "POST", "/api/v1/operator/policy/apply", R"({"overrides":{"age":{"years":18}}})")).code(), "operator_only");
  EXPECT_EQ(versions("system"), 1);
  EXPECT_EQ(versions(server_.first), 1);
}

TEST_F(PolicyApi, ShowsWhatIsInForce) {
  const Reply shown = owner("GET", "/api/v1/policy");
  EXPECT_EQ(shown.text_at("profile"), "default");
  EXPECT_EQ(shown.at("version").GetInt(), 1);
  EXPECT_EQ(shown.text_at("policy.purposes.marketing.basis"), "consent");
  EXPECT_TRUE(shown.at("pending").IsNull());
  EXPECT_EQ(shown.at("changed_on_disk").Size(), 0u);
  EXPECT_EQ(owner("GET", "/api/v1/policy/profiles").text_at("items.0.name"), "default");
  EXPECT_EQ(owner("GET", "/api/v1/policy/versions/2").code(), "no_such_version");
  EXPECT_EQ(owner("GET", "/api/v1/policy/versions/x").code(), "no_such_version");
}

TEST_F(PolicyApi, TryingChangesNothing) {
  const Rows before = server_.rows();
  expect_value(server_.governance->history(server_.first));
  for (const char* path : {"/api/v1/policy/check", "/api/v1/policy/diff"}) {
    const Reply tried = owner("POST", path, R"({"overrides":{"age":{"years":18},"purposes":{"feedback":{"may_object":false}}}})");
    ASSERT_EQ(tried.status, 200) << tried.text;
    EXPECT_THAT(tried.text, HasSubstr("The age limit is 18 instead of no age."));
    EXPECT_THAT(tried.text, HasSubstr("Consent that cannot be withdrawn is none"));
    EXPECT_EQ(tried.text_at("problems.0.where").empty(), false);
  }
  EXPECT_EQ(owner("GET", "/api/v1/policy").at("version").GetInt(), 1);
  EXPECT_EQ(server_.rows().counts.at("policy_notice"), before.counts.at("policy_notice"));
}

TEST_F(PolicyApi, AppliesAndShowsWhatWasAsked) {
  const Reply applied = owner("POST", "/api/v1/policy/apply", R"({"overrides":{"age":{"years":18}},"note":"We sell to adults."})");
  ASSERT_EQ(applied.status, 200) << applied.text;
  EXPECT_EQ(applied.at("version.version").GetInt(), 2);
  EXPECT_EQ(applied.text_at("version.state"), "in_force");
  const Reply shown = owner("GET", "/api/v1/policy");
  EXPECT_EQ(shown.at("version").GetInt(), 2);
  EXPECT_EQ(shown.at("policy.age.years").GetInt(), 18);
  EXPECT_EQ(shown.at("overrides.age.years").GetInt(), 18);
  const Reply version = owner("GET", "/api/v1/policy/versions/2");
  EXPECT_EQ(version.text_at("note"), "We sell to adults.");
  EXPECT_EQ(version.at("document.age.years").GetInt(), 18);
  EXPECT_EQ(owner("GET", "/api/v1/policy/versions").at("items").Size(), 2u);
  EXPECT_EQ(owner("POST", "/api/v1/policy/apply", "{}").code(), "policy_unchanged");
  EXPECT_EQ(owner("GET", "/api/v1/operator/policy").at("version").GetInt(), 1);
  EXPECT_EQ(server_.send(server_.as(server_.second_token, "GET", "/api/v1/policy")).at("version").GetInt(), 1);
}

TEST_F(PolicyApi, RefusesWhatCannotBeKeptAndLeavesNothing) {
  const std::pair<const char*, const char*> refused[] = {{R"({"profile":"nothing"})", "unknown_profile"},
                                                         {R"({"overrides":{"purposes":{"feedback":{"may_object":false}}}})", "policy_refused"},
                                                         {R"({"overrides":{"agee":{}}})", "bad_overrides"},
                                                         {R"({"profile":"../../etc/passwd"})", "unknown_profile"},
                                                         {R"({"overrides":[1]})", "wrong_type"},
                                                         {R"({"override":{}})", "unknown_member"}};
  for (const auto& [body, code] : refused) {
    const Reply reply = owner("POST", "/api/v1/policy/apply", body);
    EXPECT_GE(reply.status, 400) << body;
    EXPECT_EQ(reply.code(), code) << reply.text;
  }
  const Reply reply = owner("POST", "/api/v1/policy/apply", refused[1].first);
  EXPECT_EQ(reply.status, 422);
  EXPECT_EQ(reply.text_at("errors.0.field"), "purposes.feedback.may_object");
  EXPECT_EQ(versions(server_.first), 1);
}

TEST_F(PolicyApi, NobodyWritesVersionsAsRecords) {
  const Reply listed = owner("GET", "/api/v1/policy_versions");
  ASSERT_EQ(listed.status, 200) << listed.text;
  expect_value(server_.governance->history(server_.first));
  const std::string id = owner("GET", "/api/v1/policy_versions").text_at("items.0.id");
  ASSERT_FALSE(id.empty());
  for (const auto& [method, body] : {std::pair("PATCH", R"({"note":"x"})"), std::pair("DELETE", "")}) EXPECT_EQ(owner(method, "/api/v1/policy_versions/" + id, body).status, 403) << method;
  EXPECT_EQ(owner("POST", "/api/v1/policy_versions", R"({"number":9})").status, 403);
  EXPECT_EQ(server_.send(server_.as(server_.member_token, "GET", "/api/v1/policy_notices")).status, 404);
}

}  // namespace
}  // namespace probity::api

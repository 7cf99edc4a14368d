#include "rights/choices/choices.hpp"

#include <gtest/gtest.h>

#include "records/test_workspace.hpp"

namespace probity::choices {
namespace {

using records::expect_value;
using enum privacy::CookieKind;

TEST(Choices, AreRecordsWithTheAddressAsThePolicySays) {
  records::TestWorkspace workspace({.model = records::product_model()});
  workspace.access.purpose = "legal_obligation";
  const auto id = record(*workspace.records, "acme", {.offered = {functional, analytics}, .accepted = {analytics}, .list = "1a2b3c4d", .method = "site", .site = "https://a.example", .address = "192.0.2.77", .global_privacy_control = true});
  ASSERT_TRUE(id) << id.error().message;
  const auto row = workspace.get("cookie_choice", *id);
  EXPECT_EQ(view(row["accepted"]), "analytics");
  EXPECT_EQ(view(row["offered"]), "functional, analytics");
  EXPECT_EQ(view(row["wording"]), "list 1a2b3c4d of policy version 1");
  EXPECT_EQ(view(row["address"]), "192.0.0.0");
  EXPECT_TRUE(row["global_privacy_control"].GetBool());
  const auto none = record(*workspace.records, "acme", {.offered = {analytics}, .accepted = {}, .list = "1a2b3c4d", .method = "site"});
  EXPECT_EQ(view(workspace.get("cookie_choice", *none)["accepted"]), "none");
}

TEST(Choices, SitesAreOrigins) {
  records::TestWorkspace workspace({.model = records::product_model()});
  const auto acme = expect_value(workspace.workspaces->find("acme"));
  EXPECT_TRUE(expect_value(sites_of(*acme)).empty());
  EXPECT_TRUE(set_sites(*acme, {"https://www.example.com", "https://shop.example.com:8443", "http://localhost:3000"}));
  EXPECT_EQ(expect_value(sites_of(*acme)).size(), 3u);
  for (const char* bad : {"", "www.example.com", "http://www.example.com", "https://", "https://.com", "https://a/b", "https://A.example", "https://a?b", "https://a b", "https://user@a.example"}) {
    EXPECT_FALSE(set_sites(*acme, {bad})) << bad;
  }
  EXPECT_FALSE(set_sites(*acme, std::vector<std::string>(51, "https://a.example")));
  EXPECT_EQ(expect_value(sites_of(*acme)).size(), 3u) << "what was refused changed something";
  EXPECT_TRUE(set_sites(*acme, {}));
  EXPECT_TRUE(expect_value(sites_of(*acme)).empty());
}

}  // namespace
}  // namespace probity::choices

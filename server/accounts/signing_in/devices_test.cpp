#include "accounts/signing_in/devices.hpp"

#include <gtest/gtest.h>

#include "accounts/accounts.hpp"
#include "records/test_workspace.hpp"

namespace probity::accounts {
namespace {

using records::expect_value;

class DevicesTest : public testing::Test {
 protected:
  DevicesTest() {
    expect_value(base.workspaces->create("system", {}));
    accounts = std::make_unique<Accounts>(*base.records);
    const auto workspace = expect_value(accounts->create_workspace({.name = "Work", .input = {.country = "DE", .currency = "EUR", .time_zone = "UTC"}, .reference = {}}));
    member = add(workspace.slug, "ada@example.org");
    other = add(workspace.slug, "grace@example.org");
    devices = std::make_unique<Devices>(*base.records);
  }
  Id add(const std::string& workspace, const char* email) { return expect_value(accounts->add_member(workspace, {.email = email, .name = "Ada", .password = "correct horse battery"}, "member")).id; }
  Devices::Met meet(const Id& who, const std::string& cookie = {}) { return expect_value(devices->meet(who, {.address = "192.0.2.1", .device = "curl/8", .known_as = cookie})); }

  records::TestWorkspace base{records::TestWorkspace::Options{.model = records::product_model()}};
  std::unique_ptr<Accounts> accounts;
  std::unique_ptr<Devices> devices;
  Id member, other;
};

TEST_F(DevicesTest, AreKnownAgainByTheirCookieAndByNothingElse) {
  const auto first = meet(member);
  EXPECT_TRUE(first.is_new && first.is_first);
  const auto again = meet(member, first.cookie);
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(again.cookie, first.cookie);
  EXPECT_TRUE(meet(member).is_new);
  for (const std::string cookie : {std::string(), std::string("short"), std::string(43, 'A')}) EXPECT_TRUE(expect_value(devices->find(member, cookie)).is_nil()) << cookie;
  EXPECT_EQ(expect_value(devices->find(member, first.cookie)), first.id);
}

TEST_F(DevicesTest, OfTwoPeopleAreKnownToEachAlone) {
  const auto mine = meet(member);
  EXPECT_TRUE(expect_value(devices->find(other, mine.cookie)).is_nil());
  const auto shared = meet(other, mine.cookie);
  EXPECT_TRUE(shared.is_new);
  EXPECT_EQ(shared.cookie, mine.cookie);
  EXPECT_EQ(expect_value(devices->find(member, mine.cookie)), mine.id);
}

TEST_F(DevicesTest, AreFiftyAtMost) {
  const auto first = meet(member);
  for (int more = 0; more < 50; ++more) meet(member);
  EXPECT_EQ(expect_value(devices->of(member)).size(), 50u);
  EXPECT_TRUE(expect_value(devices->find(member, first.cookie)).is_nil());
}

}  // namespace
}  // namespace probity::accounts

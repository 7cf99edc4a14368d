#include "accounts/roles.hpp"

#include <gtest/gtest.h>

namespace probity::accounts {
namespace {

TEST(Roles, EveryNameHasItsGrants) {
  for (const std::string_view name : role_names()) {
    ASSERT_TRUE(grants_of(name)) << name;
    EXPECT_EQ(grants_of(name), grants_of(name));
    EXPECT_EQ(grants_of(name)->role, name);
  }
  EXPECT_FALSE(grants_of("king"));
  EXPECT_FALSE(grants_of(""));
  EXPECT_FALSE(grants_of("program"));
}

TEST(Roles, DifferInWhatTheyAllow) {
  EXPECT_TRUE(grants_of(kOwner)->administrator);
  EXPECT_TRUE(grants_of(kAdministrator)->administrator);
  EXPECT_FALSE(grants_of(kMember)->administrator);
  const auto& reading = grants_of(kReadOnly)->of("contact");
  EXPECT_TRUE(reading.read);
  EXPECT_FALSE(reading.create || reading.update || reading.remove || reading.export_all);
}

TEST(Roles, LetNobodyWriteWhoGotData) {
  for (const std::string_view name : role_names()) {
    for (const char* entity : {"disclosure", "vendor_refusal", "policy_version", "policy_notice"}) {
      const auto& grant = grants_of(name)->of(entity);
      EXPECT_FALSE(grant.create || grant.update || grant.remove) << name << " " << entity;
    }
    EXPECT_EQ(grants_of(name)->of("disclosure").read, grants_of(name)->administrator) << name;
  }
}

}  // namespace
}  // namespace probity::accounts

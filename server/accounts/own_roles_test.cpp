#include "accounts/own_roles.hpp"

#include <gtest/gtest.h>

#include "accounts/roles.hpp"
#include "records/test_workspace.hpp"

namespace probity::accounts {
namespace {

using privacy::Reach;
using records::expect_value;

std::shared_ptr<const privacy::Grants> compiled(std::string_view json) { return compile_own_role("Some", expect_value(parse_json(json))); }

TEST(OwnRoles, WhatIsNotSaidIsNotAllowed) {
  const auto grants = compiled(R"({"entities":{"deal":{"read":"team","fields":{"amount":"hidden","stage":"read"}}}})");
  EXPECT_EQ(grants->role, "Some");
  EXPECT_FALSE(grants->administrator);
  EXPECT_EQ(grants->of("contact").read, Reach(Reach::none));
  EXPECT_EQ(grants->of("deal").read, Reach(Reach::team));
  EXPECT_EQ(grants->of("deal").update, Reach(Reach::none));
  EXPECT_TRUE(grants->of("deal").hidden_fields.contains("amount"));
  EXPECT_TRUE(grants->of("deal").read_only_fields.contains("stage"));
  EXPECT_EQ(grants->privates, Reach(Reach::own));
  EXPECT_TRUE(grants->may_use_for("sales"));
  EXPECT_FALSE(grants->may_use_for("legal_obligation"));
}

TEST(OwnRoles, NobodyGetsMoreThanAManager) {
  const auto grants = compiled(R"({"everything":{"read":"all","create":"all","update":"all","delete":"all","export":"all","bulk":"all"},
      "entities":{"disclosure":{"read":"all"},"role":{"update":"all"},"share":{"read":"all"},"vendor_refusal":{"read":"all","update":"all"}},"private":"all"})");
  const auto& most = *grants_of(kManager);
  for (const auto& [entity, bound] : most.entities) {
    EXPECT_LE(grants->of(entity).read, bound.read) << entity;
    EXPECT_LE(grants->of(entity).update, bound.update) << entity;
    EXPECT_LE(grants->of(entity).create, bound.create) << entity;
    EXPECT_LE(grants->of(entity).remove, bound.remove) << entity;
  }
  EXPECT_EQ(grants->of("contact").read, Reach(Reach::all));
  EXPECT_EQ(grants->privates, Reach(Reach::team));
}

TEST(OwnRoles, AreBoundToTheirPurposes) {
  const auto grants = compiled(R"({"purposes":["sales"]})");
  EXPECT_TRUE(grants->may_use_for("sales"));
  EXPECT_FALSE(grants->may_use_for("service"));
  EXPECT_EQ(compiled("[]"), nullptr);
}

TEST(OwnRoles, OnlyWhoHasMoreGives) {
  EXPECT_TRUE(may_give(kOwner, kOwner));
  EXPECT_TRUE(may_give(kAdministrator, kOwnRole));
  EXPECT_FALSE(may_give(kAdministrator, kOwner));
  EXPECT_FALSE(may_give(kAdministrator, kSupport));
  for (const std::string_view role : {kManager, kMember, kReadOnly, kAccountant, kSupport}) EXPECT_FALSE(may_give(role, kReadOnly)) << role;
  EXPECT_FALSE(may_give("", kReadOnly));
}

}  // namespace
}  // namespace probity::accounts

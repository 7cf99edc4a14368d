#include "accounts/accounts.hpp"

#include <gtest/gtest.h>

#include "accounts/directory.hpp"
#include "accounts/roles.hpp"
#include "records/test_workspace.hpp"

namespace probity::accounts {
namespace {

using records::expect_value;

constexpr const char* kPassword = "correct horse battery";
const meta::InputContext kGermany{.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"};
const Origin kHere{.address = "192.0.2.1", .device = "Test"};

/// One installation for all tests of this file: making members takes argon2's time.
class AccountsTest : public testing::Test {
 protected:
  struct Place {
    Place() {
      expect_value(base.workspaces->create("system", {}));
      accounts = std::make_unique<Accounts>(*base.records);
    }
    records::TestWorkspace base{records::TestWorkspace::Options{.model = records::product_model()}};
    std::unique_ptr<Accounts> accounts;
  };
  static Place& place() {
    static Place place;
    return place;
  }
  static Accounts& accounts() { return *place().accounts; }

  /// A workspace of its own with a member of that role.
  static std::string workspace_with(std::string_view email, std::string_view role) {
    const auto workspace = expect_value(accounts().create_workspace({.name = "Work", .input = kGermany, .reference = {}}));
    expect_value(accounts().add_member(workspace.slug, {.email = std::string(email), .name = "Ada", .password = kPassword}, role));
    return workspace.slug;
  }
  static std::string code_of(const auto& result) { return result ? "" : result.error().code; }
  static std::int64_t rows(std::string_view table) {
    std::int64_t count = 0;
    const auto database = expect_value(place().base.backend->open("system", false));
    expect_value(database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(count, reader.count(table, {}));
      return {};
    }));
    return count;
  }
};

TEST_F(AccountsTest, TheFirstRunMakesOneOwnerAndOnlyOnce) {
  Place fresh;
  Accounts& own = *fresh.accounts;
  const std::string secret = own.first_run_secret();
  const NewMember owner{.email = "ada@example.org", .name = "Ada", .password = kPassword};
  const NewWorkspace work{.name = "Acme", .input = kGermany, .reference = {}};
  EXPECT_TRUE(own.needs_owner().value());
  EXPECT_EQ(code_of(own.set_up("guess", owner, work, kHere)), "wrong_secret");
  EXPECT_EQ(code_of(own.set_up(secret, {.email = "no address", .name = "Ada", .password = kPassword}, work, kHere)), "invalid_email");
  EXPECT_EQ(code_of(own.set_up(secret, {.email = "ada@example.org", .name = " ", .password = kPassword}, work, kHere)), "required");
  EXPECT_EQ(code_of(own.set_up(secret, {.email = "ada@example.org", .name = "Ada", .password = "short"}, work, kHere)), "weak_password");
  EXPECT_EQ(code_of(own.set_up(secret, owner, {.name = "Acme", .input = {"DE", "EUR", "Mars/Base"}, .reference = {}}, kHere)), "bad_time_zone");
  EXPECT_TRUE(own.needs_owner().value());
  const auto signed_in = expect_value(own.set_up(secret, owner, work, kHere));
  ASSERT_EQ(signed_in.session->seats.size(), 1u);
  EXPECT_EQ(signed_in.session->seats[0].role, kOwner);
  EXPECT_EQ(signed_in.session->seats[0].slug, "acme-2");  // the fixture has taken "acme" without a member
  EXPECT_FALSE(own.needs_owner().value());
  EXPECT_EQ(code_of(own.set_up(secret, owner, work, kHere)), "setup_done");
  const auto input = (*fresh.base.workspaces->find("acme-2"))->input();
  EXPECT_EQ(input->country, "DE");
}

TEST_F(AccountsTest, WorkspacesOfOneNameGetSlugsOfTheirOwn) {
  const auto first = expect_value(accounts().create_workspace({.name = "Über Räder", .input = kGermany, .reference = {}}));
  const auto second = expect_value(accounts().create_workspace({.name = "Über Räder", .input = kGermany, .reference = {}}));
  EXPECT_EQ(first.slug, "uber-rader");
  EXPECT_EQ(second.slug, "uber-rader-2");
}

TEST_F(AccountsTest, TheSameReferenceMakesTheSameWorkspace) {
  const NewWorkspace order{.name = "Paid", .input = kGermany, .reference = "order-17"};
  const auto first = expect_value(accounts().create_workspace(order));
  const std::int64_t before = rows("workspace");
  EXPECT_EQ(expect_value(accounts().create_workspace(order)).id, first.id);
  EXPECT_EQ(rows("workspace"), before);
}

TEST_F(AccountsTest, ABadWorkspaceIsNotMade) {
  const std::int64_t before = rows("workspace");
  EXPECT_EQ(code_of(accounts().create_workspace({.name = "", .input = kGermany, .reference = {}})), "required");
  EXPECT_EQ(code_of(accounts().create_workspace({.name = "A", .input = {"Germany", "EUR", "UTC"}, .reference = {}})), "bad_country");
  EXPECT_EQ(code_of(accounts().create_workspace({.name = "A", .input = {"DE", "EURO", "UTC"}, .reference = {}})), "bad_currency");
  EXPECT_EQ(rows("workspace"), before);
}

TEST_F(AccountsTest, SigningInTellsNothingOfWhichAccountsExist) {
  workspace_with("grace@example.org", kMember);
  const std::int64_t before = rows("session");
  const auto wrong = accounts().sign_in("grace@example.org", "wrong password!", {.address = "192.0.2.2", .device = {}});
  const auto unknown = accounts().sign_in("nobody@example.org", "wrong password!", {.address = "192.0.2.2", .device = {}});
  const auto malformed = accounts().sign_in("no address at all", "wrong password!", {.address = "192.0.2.2", .device = {}});
  for (const auto* refused : {&wrong, &unknown, &malformed}) {
    ASSERT_FALSE(*refused);
    EXPECT_EQ(refused->error().code, "sign_in_failed");
    EXPECT_EQ(refused->error().message, wrong.error().message);
  }
  EXPECT_EQ(rows("session"), before);
}

TEST_F(AccountsTest, ASessionLetsInUntilItIsEnded) {
  const std::string slug = workspace_with("joan@example.org", kMember);
  const auto signed_in = expect_value(accounts().sign_in("Joan@Example.ORG", kPassword, kHere));
  const auto session = expect_value(accounts().session(signed_in.token));
  EXPECT_EQ(session->member.email, "joan@example.org");
  EXPECT_EQ(session->csrf, signed_in.session->csrf);
  const auto access = expect_value(accounts().enter(*session, slug));
  EXPECT_EQ(access.actor, session->member.id);
  EXPECT_EQ(access.origin, "web");
  EXPECT_FALSE(access.grants->administrator);
  EXPECT_EQ(code_of(accounts().enter(*session, "acme")), "no_such_workspace");
  EXPECT_EQ(code_of(accounts().enter(*session, "system")), "no_such_workspace");
  expect_value(accounts().sign_out(*session));
  EXPECT_EQ(code_of(accounts().session(signed_in.token)), "sign_in_required");
}

TEST_F(AccountsTest, ASessionOutlivesARestartButNotItsLimits) {
  workspace_with("edith@example.org", kMember);
  const std::string token = expect_value(accounts().sign_in("edith@example.org", kPassword, kHere)).token;
  Accounts restarted(*place().base.records);
  EXPECT_TRUE(restarted.session(token));
  Accounts impatient(*place().base.records, {.session_idle = -kSecond});
  EXPECT_EQ(code_of(impatient.session(token)), "sign_in_required");
  Accounts brief(*place().base.records, {.session_absolute = -kSecond});
  const std::string over = expect_value(brief.sign_in("edith@example.org", kPassword, kHere)).token;
  EXPECT_EQ(code_of(brief.session(over)), "sign_in_required");
  EXPECT_GE(expect_value(brief.sweep()), 1);
  EXPECT_TRUE(restarted.session(token));
}

TEST_F(AccountsTest, OnlyTheWholeSecretLetsIn) {
  workspace_with("mary@example.org", kMember);
  std::string token = expect_value(accounts().sign_in("mary@example.org", kPassword, kHere)).token;
  EXPECT_TRUE(accounts().session(token));
  std::string changed = token;
  changed.back() = changed.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(code_of(accounts().session(changed)), "sign_in_required");
  EXPECT_EQ(code_of(Accounts(*place().base.records).session(changed)), "sign_in_required");
  EXPECT_EQ(code_of(accounts().session("")), "sign_in_required");
  EXPECT_EQ(code_of(accounts().access_of_token(token)), "bad_token");
}

TEST_F(AccountsTest, AChangedRoleCountsAtOnce) {
  const std::string slug = workspace_with("hedy@example.org", kMember);
  const std::string cookie = expect_value(accounts().sign_in("hedy@example.org", kPassword, kHere)).token;
  const std::string token = expect_value(accounts().create_token(slug, "hedy@example.org", "script"));
  EXPECT_TRUE(accounts().access_of_token(token)->grants->of("contact").create);
  expect_value(accounts().add_member(slug, {.email = "hedy@example.org", .name = {}, .password = {}}, kReadOnly));
  EXPECT_FALSE(accounts().access_of_token(token)->grants->of("contact").create);
  EXPECT_EQ(expect_value(accounts().session(cookie))->seats[0].role, kReadOnly);
  EXPECT_FALSE(expect_value(accounts().enter(*expect_value(accounts().session(cookie)), slug)).grants->of("contact").create);
}

TEST_F(AccountsTest, ATokenBelongsToOneWorkspaceAndIsStoredAsAHash) {
  const std::string slug = workspace_with("rosa@example.org", kOwner);
  EXPECT_EQ(code_of(accounts().create_token("acme", "rosa@example.org", "x")), "no_such_workspace");
  EXPECT_EQ(code_of(accounts().create_token(slug, "nobody@example.org", "x")), "no_such_member");
  const std::string token = expect_value(accounts().create_token(slug, "rosa@example.org", "script"));
  const auto access = expect_value(accounts().access_of_token(token));
  EXPECT_EQ(access.workspace, slug);
  EXPECT_EQ(access.origin, "api");
  EXPECT_TRUE(access.grants->administrator);
  EXPECT_TRUE(Accounts(*place().base.records).access_of_token(token));
  EXPECT_EQ(code_of(accounts().access_of_token(token + "A")), "bad_token");
  EXPECT_EQ(code_of(accounts().session(token)), "sign_in_required");
}

TEST_F(AccountsTest, WhoIsSuspendedIsOut) {
  const std::string slug = workspace_with("emmy@example.org", kMember);
  const auto signed_in = expect_value(accounts().sign_in("emmy@example.org", kPassword, kHere));
  const std::string token = expect_value(accounts().create_token(slug, "emmy@example.org", "script"));
  EXPECT_TRUE(accounts().access_of_token(token));
  const auto program = program_access("system", "test");
  const auto context = expect_value(enter_system(*place().base.records, program, "member"));
  expect_value(place().base.records->update(context, signed_in.session->member.id, expect_value(parse_json(R"({"state":"suspended"})"))));
  EXPECT_EQ(code_of(accounts().session(signed_in.token)), "sign_in_required");
  EXPECT_EQ(code_of(accounts().access_of_token(token)), "bad_token");
  EXPECT_EQ(code_of(accounts().access_of_member(slug, signed_in.session->member.id, "service")), "forbidden");
  EXPECT_EQ(code_of(accounts().sign_in("emmy@example.org", kPassword, {.address = "192.0.2.9", .device = {}})), "sign_in_failed");
}

TEST_F(AccountsTest, NoHistoryHoldsWhatLetsPeopleIn) {
  workspace_with("ida@example.org", kMember);
  const auto member = expect_value(accounts().sign_in("ida@example.org", kPassword, kHere)).session->member.id;
  const auto before = rows(store::kHistory);
  expect_value(Directory(*place().base.records).set_password(member, "$argon2id$another"));
  EXPECT_GT(rows(store::kHistory), before);
  const auto database = expect_value(place().base.backend->open("system", false));
  expect_value(database->read([&](store::Reader& reader) {
    const store::Query query{.columns = store::Projection::make(store::kHistory, {"changes"}), .where = {}, .order = {}, .tie_column = "id", .limit = 10'000};
    return reader.each(query, [&](const Row& row) {
      EXPECT_EQ(row.text(0).find("argon2"), std::string_view::npos) << row.text(0);
      return true;
    });
  }));
}

TEST_F(AccountsTest, AMemberOfTwoWorkspacesSignsInOnce) {
  const std::string first = workspace_with("dora@example.org", kMember);
  const std::string second = expect_value(accounts().create_workspace({.name = "Another", .input = kGermany, .reference = {}})).slug;
  expect_value(accounts().add_member(second, {.email = "dora@example.org", .name = "Ignored", .password = "ignored as well"}, kAdministrator));
  const auto session = expect_value(accounts().sign_in("dora@example.org", kPassword, kHere)).session;
  ASSERT_EQ(session->seats.size(), 2u);
  EXPECT_FALSE(expect_value(accounts().enter(*session, first)).grants->administrator);
  EXPECT_TRUE(expect_value(accounts().enter(*session, second)).grants->administrator);
  EXPECT_EQ(expect_value(accounts().members(second)).at(0).name, "Ada");
  EXPECT_EQ(accounts().name_of(session->member.id), "Ada");
}

TEST_F(AccountsTest, BadMembersAreNotAdded) {
  const std::string slug = workspace_with("lise@example.org", kOwner);
  const std::int64_t before = rows("member");
  EXPECT_EQ(code_of(accounts().add_member(slug, {.email = "x@example.org", .name = "X", .password = kPassword}, "king")), "unknown_role");
  EXPECT_EQ(code_of(accounts().add_member("acme", {.email = "x@example.org", .name = "X", .password = kPassword}, kMember)), "no_such_workspace");
  EXPECT_EQ(code_of(accounts().add_member(slug, {.email = "nonsense", .name = "X", .password = kPassword}, kMember)), "invalid_email");
  const auto weak = accounts().add_member(slug, {.email = "x@example.org", .name = "X", .password = "elevenchars"}, kMember);
  EXPECT_EQ(code_of(weak), "weak_password");
  ASSERT_EQ(weak.error().fields.size(), 1u);
  EXPECT_EQ(weak.error().fields[0].field, "password");
  EXPECT_EQ(rows("member"), before);
}

TEST_F(AccountsTest, GuessingIsSlowedDown) {
  const Origin attacker{.address = "203.0.113.5", .device = {}};
  Accounts own(*place().base.records);
  for (int tries = 0; tries < 10; ++tries) EXPECT_EQ(code_of(own.sign_in("victim@example.org", "guess", attacker)), "sign_in_failed");
  EXPECT_EQ(code_of(own.sign_in("victim@example.org", "guess", attacker)), "too_many_attempts");
}

}  // namespace
}  // namespace probity::accounts

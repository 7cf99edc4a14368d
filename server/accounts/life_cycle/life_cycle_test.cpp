#include "accounts/life_cycle/life_cycle.hpp"

#include <gtest/gtest.h>

#include "records/test_workspace.hpp"
#include "rights/erasure/erasures.hpp"

namespace probity::life_cycle {
namespace {

using records::expect_value;

constexpr const char* kPassword = "correct horse battery";
constexpr const char* kAnother = "another horse, same battery";
const meta::InputContext kGermany{.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"};
const accounts::Origin kHere{.address = "192.0.2.1", .device = "Test"};

class LifeCycleTest : public testing::Test {
 protected:
  LifeCycleTest() {
    expect_value(base.workspaces->create("system", {}));
    wire();
  }
  ~LifeCycleTest() override { expect_value(shift_clock("PT0S")); }

  void wire() {
    accounts = std::make_unique<accounts::Accounts>(*base.records);
    erasures = std::make_unique<erasure::Erasures>(erasure::Erasures::Parts{
        .records = *base.records, .subjects = *base.subjects, .jobs = *base.jobs, .ledger = base.folder.path() / "erasures", .secret = std::string(32, 'e')});
    std::vector<Belongings> belongings{folder_of_workspaces("files", base.folder.path() / "files")};
    belongings.push_back({.name = "trouble", .count = [](const std::string&) { return std::int64_t{0}; }, .destroy = [this](const std::string&) -> Result<> {
      if (trouble-- > 0) return fail(ErrorKind::unavailable, "cannot_remove", "It is tried again.");
      return {};
    }});
    life_cycle = std::make_unique<LifeCycle>(LifeCycle::Parts{
        .records = *base.records, .accounts = *accounts, .jobs = *base.jobs, .backend = *base.backend,
        .send = [this](const mail::Letter& letter) -> Result<Id> {
          const bool again = letter.id && std::ranges::any_of(letters, [&](const mail::Letter& before) { return before.id == letter.id; });
          if (!again) letters.push_back(letter);
          return letter.id.value_or(Id::make());
        },
        .public_url = "https://crm.example",
        .erase = [this](const Id& member, std::string_view ground) -> Result<> {
          PROBITY_ASSIGN(const Id erasure, erasures->begin({.workspace = "system", .entity = "member", .person = member, .ground = std::string(ground)}));
          return erasures->wait("system", erasure);
        },
        .destroy_key = {}, .belongings = std::move(belongings), .secret = std::string(32, 'l')});
  }

  std::string workspace(const std::string& name, const std::string& owner) {
    const std::string slug = expect_value(accounts->create_workspace({.name = name, .input = kGermany, .reference = {}})).slug;
    member(slug, owner, "owner");
    return slug;
  }
  Id member(const std::string& slug, const std::string& email, const std::string& role = "member") {
    return expect_value(accounts->add_member(slug, {.email = email, .name = "Ada", .password = kPassword}, role)).id;
  }
  NewInvitation invitation(const std::string& slug, const std::string& email) { return {.workspace = slug, .email = email, .name = "Grace", .role = "member", .inviter = "Ada"}; }
  std::string link() {
    const std::string& url = letters.back().values.at("link");
    return url.substr(url.rfind('/') + 1);
  }
  bool can_sign_in(const std::string& email, const char* password = kPassword) { return accounts->sign_in(email, password, kHere).has_value(); }
  bool is_there(const std::string& slug) { return expect_value(base.backend->exists(slug)); }
  static std::string code_of(const auto& result) { return result ? "" : result.error().code; }
  std::int64_t rows(std::string_view entity) {
    std::int64_t count = 0;
    expect_value(expect_value(base.backend->open("system", false))->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(count, reader.count(entity, {}));
      return {};
    }));
    return count;
  }
  privacy::Access access(const std::string& slug) { return accounts::program_access(slug, "test"); }

  records::TestWorkspace base{records::TestWorkspace::Options{.model = records::product_model(), .add_hooks = [](records::Hooks& hooks) { erasure::add_erasure_hooks(hooks); }}};
  std::unique_ptr<accounts::Accounts> accounts;
  std::unique_ptr<erasure::Erasures> erasures;
  std::unique_ptr<LifeCycle> life_cycle;
  std::vector<mail::Letter> letters;
  int trouble = 0;  ///< so often something cannot be removed
};

TEST_F(LifeCycleTest, an_invited_person_comes_in_once_with_a_password_of_their_own) {
  const std::string slug = workspace("Acme", "ada@example.org");
  expect_value(life_cycle->invitations.invite(invitation(slug, "Grace@example.org")));
  EXPECT_EQ(letters.back().to, "Grace@example.org");
  EXPECT_FALSE(can_sign_in("grace@example.org"));
  EXPECT_EQ(expect_value(accounts->members(slug)).size(), 1U);
  const std::string text = link();
  EXPECT_EQ(code_of(life_cycle->invitations.accept(text, "Grace", "short")), "weak_password");
  EXPECT_EQ(code_of(life_cycle->invitations.accept(text, " ", kAnother)), "required");
  EXPECT_FALSE(expect_value(life_cycle->invitations.held(text)).has_account);
  expect_value(life_cycle->invitations.accept(text, "Amazing Grace", kAnother));
  EXPECT_TRUE(can_sign_in("grace@example.org", kAnother));
  EXPECT_EQ(expect_value(accounts->members(slug)).size(), 2U);
  EXPECT_EQ(code_of(life_cycle->invitations.accept(text, "Thief", kPassword)), "unknown_link");
  EXPECT_EQ(code_of(life_cycle->invitations.held("nonsense")), "unknown_link");
  EXPECT_EQ(code_of(life_cycle->invitations.invite(invitation(slug, "grace@EXAMPLE.org"))), "already_member");
}

TEST_F(LifeCycleTest, who_has_an_account_joins_with_it_and_it_stays_as_it_is) {
  const std::string slug = workspace("Acme", "ada@example.org");
  workspace("Elsewhere", "grace@example.org");
  const Invitation made = expect_value(life_cycle->invitations.invite(invitation(slug, "grace@example.org")));
  EXPECT_EQ(made.name, "Grace") << "as whoever invited called them, not as they call themselves";
  EXPECT_TRUE(expect_value(life_cycle->invitations.held(link())).has_account);
  expect_value(life_cycle->invitations.accept(link(), "Taken over", kAnother));
  EXPECT_FALSE(can_sign_in("grace@example.org", kAnother));
  const auto signed_in = expect_value(accounts->sign_in("grace@example.org", kPassword, kHere));
  EXPECT_EQ(signed_in.session->member.name, "Ada");
  EXPECT_EQ(signed_in.session->seats.size(), 2U);
}

TEST_F(LifeCycleTest, who_is_given_an_account_in_another_way_is_not_kept_out_by_an_invitation) {
  const std::string slug = workspace("Acme", "ada@example.org");
  expect_value(life_cycle->invitations.invite(invitation(slug, "grace@example.org")));
  expect_value(life_cycle->invitations.withdraw_all("Grace@example.org"));
  expect_value(life_cycle->invitations.withdraw_all("ada@example.org"));
  EXPECT_EQ(code_of(life_cycle->invitations.held(link())), "unknown_link");
  member(slug, "grace@example.org");
  EXPECT_TRUE(can_sign_in("grace@example.org"));
  EXPECT_TRUE(can_sign_in("ada@example.org"));
}

TEST_F(LifeCycleTest, an_invitation_that_ends_leaves_nobody_behind) {
  const std::string slug = workspace("Acme", "ada@example.org");
  const Invitation first = expect_value(life_cycle->invitations.invite(invitation(slug, "grace@example.org")));
  const std::string old = link();
  expect_value(life_cycle->invitations.send_again(slug, first.id, "Ada"));
  EXPECT_EQ(code_of(life_cycle->invitations.held(old)), "unknown_link");
  EXPECT_TRUE(life_cycle->invitations.held(link()));
  EXPECT_EQ(code_of(life_cycle->invitations.withdraw(workspace("Other", "eve@example.org"), first.id)), "not_found");
  expect_value(life_cycle->invitations.withdraw(slug, first.id));
  EXPECT_EQ(rows("member"), 2);
  expect_value(life_cycle->invitations.invite(invitation(slug, "late@example.org")));
  const std::string lapses = link();
  expect_value(shift_clock("P7D"));
  EXPECT_EQ(code_of(life_cycle->invitations.held(lapses)), "unknown_link");
  expect_value(shift_clock("P36D"));
  EXPECT_EQ(expect_value(life_cycle->invitations.sweep()), 0);
  expect_value(shift_clock("P38D"));
  EXPECT_EQ(expect_value(life_cycle->invitations.sweep()), 1);
  EXPECT_EQ(rows("member"), 2);
  EXPECT_EQ(rows("invitation"), 0);
}

TEST_F(LifeCycleTest, who_leaves_is_out_and_what_was_theirs_is_handed_on) {
  const std::string slug = workspace("Acme", "ada@example.org");
  const Id leaver = member(slug, "leaver@example.org"), heir = member(slug, "heir@example.org");
  const std::string token = expect_value(accounts->create_token(slug, "leaver@example.org", "test"));
  const auto session = expect_value(accounts->sign_in("leaver@example.org", kPassword, kHere));
  const privacy::Access as = access(slug);
  const auto create = [&](std::string_view entity, const std::string& json) {
    return expect_value(base.records->create(expect_value(base.records->enter(as, entity)), expect_value(parse_json(json)), {.allow_duplicate = true})).id;
  };
  const auto owner_of = [&](std::string_view entity, const Id& id, std::string_view field) {
    const auto context = expect_value(base.records->enter(as, entity));
    const auto cells = expect_value(base.records->cells(context, id));
    return CellRow(cells).id(context.entity->field(field)->first_column);
  };
  base.colleagues = {{leaver, "Leaver", "leaver@example.org"}, {heir, "Heir", "heir@example.org"}};
  const Id contact = create("contacts", fmt::format(R"({{"last_name":"Theirs","owner":"{}"}})", leaver.text()));
  const Id task = create("tasks", fmt::format(R"({{"title":"Call","assignee":"{}"}})", leaver.text()));
  const Id other = create("contacts", fmt::format(R"({{"last_name":"Not theirs","owner":"{}"}})", heir.text()));
  EXPECT_EQ(code_of(life_cycle->departures.dismiss({.workspace = slug, .member = leaver, .heir = leaver, .by = {}})), "bad_heir");
  EXPECT_EQ(code_of(life_cycle->departures.dismiss({.workspace = slug, .member = Id::make(), .heir = heir, .by = {}})), "not_found");
  ASSERT_TRUE(accounts->access_of_token(token));
  const Id job = expect_value(life_cycle->departures.dismiss({.workspace = slug, .member = leaver, .heir = heir, .by = {}}));
  EXPECT_FALSE(accounts->access_of_token(token));
  EXPECT_FALSE(accounts->session(session.token));
  expect_value(base.jobs->run_due(slug));
  EXPECT_EQ(expect_value(base.jobs->find(slug, job)).result, R"({"handed_on":2})");
  EXPECT_EQ(owner_of("contacts", contact, "owner"), heir);
  EXPECT_EQ(owner_of("tasks", task, "assignee"), heir);
  EXPECT_EQ(owner_of("contacts", other, "owner"), heir);
  const auto owners = expect_value(accounts->members(slug));
  const auto owner = std::ranges::find(owners, "ada@example.org", &accounts::Member::email);
  EXPECT_EQ(code_of(life_cycle->departures.dismiss({.workspace = slug, .member = owner->id, .heir = heir, .by = {}})), "owners_only");
  EXPECT_EQ(code_of(life_cycle->departures.dismiss({.workspace = slug, .member = owner->id, .heir = heir, .by = {}, .by_owner = true})), "last_owner");
}

TEST_F(LifeCycleTest, a_closed_workspace_is_locked_rests_and_is_opened_again_as_it_was) {
  const std::string slug = workspace("Acme", "ada@example.org");
  const Id employee = member(slug, "employee@example.org");
  const auto owner = expect_value(accounts->sign_in("ada@example.org", kPassword, kHere));
  const auto session = expect_value(accounts->sign_in("employee@example.org", kPassword, kHere));
  const std::string token = expect_value(accounts->create_token(slug, "ada@example.org", "test"));
  const ClosedWorkspace closed = expect_value(life_cycle->closing.close(slug));
  EXPECT_EQ(closed.destroy_at - closed.closed_at, 90 * kDay) << "the default policy sets no time";
  EXPECT_EQ(letters.back().template_name, "workspace-closed");
  const std::size_t told = letters.size();
  expect_value(life_cycle->closing.resume());
  EXPECT_EQ(letters.size(), told) << "a start tells nobody twice";
  EXPECT_FALSE(accounts->session(session.token));
  EXPECT_TRUE(accounts->session(owner.token));
  EXPECT_FALSE(accounts->access_of_token(token));
  EXPECT_EQ(code_of(accounts->find_workspace(slug)), "no_such_workspace");
  const Id owner_id = owner.session->member.id;
  EXPECT_EQ(code_of(life_cycle->closing.enter(slug, owner_id, false)), "workspace_closed");
  EXPECT_TRUE(life_cycle->closing.enter(slug, owner_id, true));
  EXPECT_EQ(code_of(life_cycle->closing.enter(slug, employee, true)), "no_such_workspace");
  EXPECT_EQ(code_of(life_cycle->closing.enter("nowhere", owner_id, true)), "no_such_workspace");

  const Id resting = expect_value(base.jobs->enqueue(slug, "rests", "{}", {})), goes_on = expect_value(base.jobs->enqueue(slug, "export", "{}", {}));
  int ran = 0;
  for (const char* kind : {"rests", "export"}) {
    base.jobs->handle(kind, [&](jobs::Running&) -> Result<std::string> {
      ++ran;
      return "{}";
    });
  }
  expect_value(base.jobs->run_due(slug));
  EXPECT_EQ(expect_value(base.jobs->find(slug, resting)).state, jobs::State::queued);
  EXPECT_EQ(expect_value(base.jobs->find(slug, goes_on)).state, jobs::State::done);
  EXPECT_EQ(code_of(life_cycle->closing.close(slug)), "closed_already");
  expect_value(life_cycle->closing.restore(slug));
  expect_value(base.jobs->run_due(slug));
  EXPECT_EQ(ran, 2);
  EXPECT_TRUE(accounts->access_of_token(token));
  EXPECT_TRUE(can_sign_in("employee@example.org"));
  EXPECT_EQ(code_of(life_cycle->closing.restore(slug)), "not_closed");
  EXPECT_EQ(code_of(life_cycle->closing.destroy(slug, Ground::at_once)), "not_closed");
}

TEST_F(LifeCycleTest, of_two_workspaces_only_the_one_whose_time_is_over_goes) {
  const std::string old = workspace("Old Secret", "old@example.org"), young = workspace("Young", "young@example.org");
  member(old, "both@example.org");
  member(young, "both@example.org");
  expect_value(life_cycle->invitations.invite(invitation(old, "invited@example.org")));
  std::filesystem::create_directories(base.folder.path() / "files" / old);
  std::ofstream(base.folder.path() / "files" / old / "left") << "bytes";
  const privacy::Access as = access(old);
  expect_value(base.records->create(expect_value(base.records->enter(as, "contacts")), expect_value(parse_json(R"({"last_name":"Goes"})"))));
  const ClosedWorkspace closed = expect_value(life_cycle->closing.close(old));
  const std::int64_t end = 90 * 24 * 60 * 60;
  expect_value(shift_clock("PT2S"));
  expect_value(life_cycle->closing.close(young));

  expect_value(shift_clock(fmt::format("PT{}S", end - 1)));
  expect_value(base.jobs->run_due("system"));
  EXPECT_TRUE(is_there(old)) << "a second too young";
  EXPECT_EQ(code_of(life_cycle->closing.destroy_due(closed.id)), "not_due");

  expect_value(shift_clock(fmt::format("PT{}S", end + 1)));
  expect_value(base.jobs->run_due("system"));
  EXPECT_FALSE(is_there(old)) << "a second too old";
  EXPECT_TRUE(is_there(young));
  EXPECT_EQ(expect_value(life_cycle->closing.find(young))->state, "closed");
  EXPECT_FALSE(std::filesystem::exists(base.folder.path() / "files" / old));
  expect_value(shift_clock("PT0S"));
  EXPECT_FALSE(can_sign_in("old@example.org"));
  EXPECT_TRUE(can_sign_in("both@example.org"));
  EXPECT_EQ(rows("member"), 2) << "the invited one went as well";
  EXPECT_EQ(rows("invitation"), 0);

  const JsonDocument all = base.answer([&](JsonWriter& writer) { return life_cycle->closing.write_destructions(writer); });
  ASSERT_EQ(all["items"].Size(), 1U);
  const std::string text = expect_value(life_cycle->closing.certificate(*Id::parse(view(all["items"][0]["id"]))));
  for (const std::string& name : {old, std::string("Secret"), std::string("old@example.org"), std::string("Ada")}) EXPECT_EQ(text.find(name), std::string::npos) << text;
  EXPECT_NE(text.find(R"({"what":"contact","count":1})"), std::string::npos) << text;
  EXPECT_NE(text.find(R"({"what":"files","count":1})"), std::string::npos) << text;
  JsonDocument certificate = expect_value(parse_json(text));
  EXPECT_EQ(view(certificate["account"]), closed.id.text());
  EXPECT_EQ(view(certificate["ground"]), "time_over");
  EXPECT_TRUE(life_cycle->closing.is_genuine(certificate));
  certificate["left"].SetInt(1);
  EXPECT_FALSE(life_cycle->closing.is_genuine(certificate));
}

TEST_F(LifeCycleTest, what_holds_a_destruction_up_delays_it_and_there_is_no_way_back) {
  const std::string slug = workspace("Acme", "ada@example.org");
  expect_value(life_cycle->closing.close(slug));
  trouble = 1;
  EXPECT_EQ(code_of(life_cycle->closing.destroy(slug, Ground::at_once)), "cannot_remove");
  EXPECT_TRUE(is_there(slug));
  EXPECT_EQ(code_of(life_cycle->closing.restore(slug)), "too_late");
  const JsonDocument begun = base.answer([&](JsonWriter& writer) { return life_cycle->closing.write_destructions(writer); });
  const Id id = *Id::parse(view(begun["items"][0]["id"]));
  EXPECT_EQ(code_of(life_cycle->closing.certificate(id)), "not_destroyed");
  // As the next start would.
  wire();
  expect_value(life_cycle->closing.resume());
  EXPECT_EQ(expect_value(life_cycle->closing.destroy(slug, Ground::time_over)), id);
  EXPECT_FALSE(is_there(slug));
  EXPECT_NE(expect_value(life_cycle->closing.certificate(id)).find(R"("ground":"at_once")"), std::string::npos);
  EXPECT_EQ(code_of(life_cycle->closing.destroy(slug, Ground::time_over)), "no_such_workspace");
  // Another may have its name, and nothing of it.
  EXPECT_EQ(workspace("Acme", "ada@example.org"), slug);
  EXPECT_EQ(expect_value(accounts->members(slug)).size(), 1U);
}

TEST_F(LifeCycleTest, a_member_sees_and_corrects_what_is_held_and_the_last_owner_stays) {
  const std::string slug = workspace("Acme", "ada@example.org");
  const Id self = member(slug, "self@example.org");
  expect_value(accounts->sign_in("self@example.org", kPassword, kHere));
  const auto shown = [&] { return to_json_text(base.answer([&](JsonWriter& writer) { return life_cycle->own_account.write(self, writer); })); };
  EXPECT_NE(shown().find("self@example.org"), std::string::npos);
  for (const char* secret : {"hash", "argon2", "ada@example.org"}) EXPECT_EQ(shown().find(secret), std::string::npos) << shown();
  expect_value(life_cycle->own_account.rename(self, " Alias "));
  EXPECT_NE(shown().find(R"("name":"Alias")"), std::string::npos);
  EXPECT_EQ(code_of(life_cycle->own_account.rename(self, "")), "required");
  expect_value(life_cycle->own_account.check_may_close(self));
  const Id owner = expect_value(accounts->sign_in("ada@example.org", kPassword, kHere)).session->member.id;
  EXPECT_EQ(code_of(life_cycle->own_account.check_may_close(owner)), "last_owner");
  expect_value(life_cycle->check_password(self, kPassword, "192.0.2.1"));
  EXPECT_EQ(code_of(life_cycle->check_password(self, "guess", "192.0.2.1")), "wrong_password");
}

}  // namespace
}  // namespace probity::life_cycle

// How people and workspaces come and go, by the API: status, body, and what is there afterwards.
#include "api_fixture.hpp"
#include "base/fault.hpp"

namespace probity::api {
namespace {

constexpr const char* kAnotherPassword = "another horse, same battery";

std::string form(std::string_view name, std::string_view password) { return fmt::format("name={}&password={}", name, password); }

class LifeCycleTest : public ApiTest {
 protected:
  /// Everything that is here ends with the test: a workspace of its own, and who is in it.
  struct Place {
    std::string slug;
    std::string owner_email;
    std::string cookie, csrf;
  };

  Place place(std::string_view name) {
    static int number = 0;
    const meta::InputContext input{.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"};
    Place made{.slug = expect_value(server.accounts->create_workspace({.name = std::string(name), .input = input, .reference = {}})).slug, .owner_email = fmt::format("founder{}@example.org", ++number), .cookie = {}, .csrf = {}};
    expect_value(server.accounts->add_member(made.slug, {.email = made.owner_email, .name = "Founder", .password = kPassword}, "owner"));
    sign_in(made);
    return made;
  }

  void sign_in(Place& at, const char* password = kPassword) {
    const auto signed_in = expect_value(server.accounts->sign_in(at.owner_email, password, {.address = "127.0.0.1", .device = "test"}));
    at.cookie = signed_in.token;
    at.csrf = signed_in.session->csrf;
  }

  Reply send(const Place& at, std::string method, std::string target, std::string body = {}) {
    Ask ask = server.as("", method, std::move(target), std::move(body));
    ask.with("Cookie", "probity_session=" + at.cookie).with("Probity-Workspace", at.slug).with("Origin", "http://crm.example").with("Probity-Csrf", at.csrf);
    return server.send(ask);
  }

  Reply close(const Place& at, std::string_view password = kPassword) {
    return send(at, "POST", "/api/v1/closures", fmt::format(R"({{"workspace":"{}","password":"{}"}})", at.slug, password));
  }

  Id member(const std::string& slug, const std::string& email, const std::string& role = "member") {
    return expect_value(server.accounts->add_member(slug, {.email = email, .name = "Name of " + email, .password = kPassword}, role)).id;
  }

  /// The link of the letter written last.
  std::string link() {
    const std::string& url = server.letters.back().values.at("link");
    return url.substr(url.find("/join/"));
  }

  /// From an address of their own: others have tried links that are none.
  static constexpr const char* kTheirs = "198.51.100.77";
  Reply page(const std::string& target) { return server.send({.method = "GET", .target = target, .peer = kTheirs}); }
  Reply post_form(const std::string& target, const std::string& body) {
    Ask ask{.method = "POST", .target = target, .body = body, .peer = kTheirs};
    ask.with("Content-Type", "application/x-www-form-urlencoded");
    return server.send(ask);
  }

  std::int64_t members_of_system() { return server.rows("system").counts.at("member"); }
  bool is_there(const std::string& slug) { return expect_value(server.base.backend->exists(slug)); }
};

TEST_F(LifeCycleTest, an_invited_person_chooses_a_password_and_comes_in_once) {
  const Place at = place("Invites");
  const std::size_t letters = server.letters.size();
  const Reply invited = send(at, "POST", "/api/v1/invitations", R"({"email":"Grace@Example.org","name":"Grace","role":"member"})");
  ASSERT_EQ(invited.status, 201) << invited.text;
  EXPECT_EQ(invited.text_at("email"), "Grace@Example.org");
  EXPECT_EQ(server.letters.size(), letters + 1);
  EXPECT_EQ(server.letters.back().template_name, "invitation");
  EXPECT_EQ(server.letters.back().values.at("link").find("https://crm.example/join/"), 0U);
  // On record, but neither a member nor able to sign in.
  EXPECT_FALSE(server.accounts->sign_in("grace@example.org", kAnotherPassword, {}));
  const std::string target = link();
  const Reply shown = page(target);
  EXPECT_EQ(shown.status, 200);
  EXPECT_NE(shown.text.find("Join Invites"), std::string::npos);
  EXPECT_EQ(shown.header("X-Robots-Tag"), "noindex");

  const Rows before = server.rows("system");
  EXPECT_EQ(post_form(target, form("Grace", "short")).status, 422);
  EXPECT_EQ(post_form(target, form("", "another+horse%2C+same+battery")).status, 422);
  EXPECT_EQ(server.rows("system"), before);

  const Reply joined = post_form(target, form("Amazing+Grace", "another+horse%2C+same+battery"));
  EXPECT_EQ(joined.status, 200) << joined.text;
  const auto signed_in = server.accounts->sign_in("grace@example.org", kAnotherPassword, {});
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->session->member.name, "Amazing Grace");
  ASSERT_EQ(signed_in->session->seats.size(), 1U);
  EXPECT_EQ(signed_in->session->seats.front().slug, at.slug);
  EXPECT_EQ(post_form(target, form("Thief", "another+horse%2C+same+battery")).status, 404);
  EXPECT_EQ(page(target).status, 404);
  EXPECT_EQ(send(at, "GET", "/api/v1/invitations").at("items").Size(), 0U);
}

TEST_F(LifeCycleTest, who_has_an_account_keeps_its_password_and_is_answered_alike) {
  const Place at = place("Known"), other = place("Elsewhere");
  const Reply known = send(at, "POST", "/api/v1/invitations", fmt::format(R"({{"email":"{}","name":"Somebody"}})", other.owner_email));
  const Reply unknown = send(at, "POST", "/api/v1/invitations", R"({"email":"nobody-yet@example.org","name":"Somebody"})");
  ASSERT_EQ(known.status, 201) << known.text;
  EXPECT_EQ(known.text_at("name"), unknown.text_at("name"));
  EXPECT_EQ(known.json.MemberCount(), unknown.json.MemberCount());
  EXPECT_EQ(send(at, "DELETE", "/api/v1/invitations/" + unknown.text_at("id")).status, 204);
  send(at, "POST", fmt::format("/api/v1/invitations/{}/again", known.text_at("id")));
  EXPECT_EQ(post_form(link(), form("Taken", "another+horse%2C+same+battery")).status, 200);
  const auto signed_in = server.accounts->sign_in(other.owner_email, kPassword, {});
  ASSERT_TRUE(signed_in);
  EXPECT_EQ(signed_in->session->member.name, "Founder");
  EXPECT_EQ(signed_in->session->seats.size(), 2U);
}

TEST_F(LifeCycleTest, what_is_wrong_with_an_invitation_is_said_and_nothing_is_sent) {
  const Place at = place("Refusals");
  member(at.slug, "already@example.org");
  ASSERT_EQ(server.send(server.as(server.administrator_token, "GET", "/api/v1/invitations")).status, 200) << "whose first use is noted";
  const std::size_t letters = server.letters.size();
  const Rows before = server.rows("system");
  const std::tuple<const char*, int, const char*> cases[] = {{R"({"email":"already@example.org"})", 409, "already_member"},
                                                             {R"({"email":"nonsense"})", 422, "invalid_email"},
                                                             {R"({"email":"a@example.org","role":"god"})", 422, "unknown_role"},
                                                             {R"({"email":"a@example.org","state":"active"})", 422, "unknown_member"},
                                                             {R"({"name":"Nobody"})", 422, ""}};
  for (const auto& [body, status, code] : cases) {
    const Reply reply = send(at, "POST", "/api/v1/invitations", body);
    EXPECT_TRUE(reply.status == status || reply.status == 400) << body << reply.text;
    if (*code) EXPECT_EQ(reply.code(), code) << reply.text;
  }
  const Reply as_administrator = server.send(server.as(server.administrator_token, "POST", "/api/v1/invitations", R"({"email":"usurper@example.org","role":"owner"})"));
  EXPECT_EQ(as_administrator.code(), "owners_only");
  EXPECT_EQ(server.letters.size(), letters);
  EXPECT_EQ(server.rows("system"), before);
}

TEST_F(LifeCycleTest, a_withdrawn_or_lapsed_invitation_lets_nobody_in_and_leaves_nobody_behind) {
  const Place at = place("Withdrawn");
  const std::int64_t before = members_of_system();
  const Reply first = send(at, "POST", "/api/v1/invitations", R"({"email":"withdrawn@example.org"})");
  const std::string old_link = link();
  EXPECT_EQ(send(at, "POST", fmt::format("/api/v1/invitations/{}/again", first.text_at("id"))).status, 200);
  EXPECT_EQ(page(old_link).status, 404) << "the link before is void";
  EXPECT_EQ(page(link()).status, 200);
  EXPECT_EQ(send(at, "DELETE", "/api/v1/invitations/" + first.text_at("id")).status, 204);
  EXPECT_EQ(page(link()).status, 404);
  EXPECT_EQ(members_of_system(), before);

  send(at, "POST", "/api/v1/invitations", R"({"email":"lapsed@example.org"})");
  const std::string target = link();
  ASSERT_TRUE(shift_clock("+P7D"));
  EXPECT_EQ(page(target).status, 404);
  EXPECT_EQ(post_form(target, form("Late", "another+horse%2C+same+battery")).status, 404);
  ASSERT_TRUE(shift_clock("+P36D"));
  EXPECT_EQ(expect_value(server.life_cycle->invitations.sweep()), 0) << "kept, so that it can be sent again";
  ASSERT_TRUE(shift_clock("+P38D"));
  EXPECT_EQ(expect_value(server.life_cycle->invitations.sweep()), 1);
  EXPECT_EQ(members_of_system(), before);
  ASSERT_TRUE(shift_clock("+PT0S"));
}

TEST_F(LifeCycleTest, who_leaves_is_out_at_once_and_their_records_belong_to_another) {
  const Place at = place("Leaves");
  const Id leaver = member(at.slug, "leaver@example.org"), heir = member(at.slug, "heir@example.org");
  const std::string token = expect_value(server.accounts->create_token(at.slug, "leaver@example.org", "test"));
  const auto session = expect_value(server.accounts->sign_in("leaver@example.org", kPassword, {}));
  const Reply contact = send(at, "POST", "/api/v1/contacts", fmt::format(R"({{"last_name":"Theirs","owner":"{}"}})", leaver.text()));
  const Reply task = send(at, "POST", "/api/v1/tasks", fmt::format(R"({{"title":"Call","assignee":"{}"}})", leaver.text()));
  const Reply other = send(at, "POST", "/api/v1/contacts", fmt::format(R"({{"last_name":"Not theirs","owner":"{}"}})", heir.text()));
  ASSERT_EQ(contact.status, 201) << contact.text;
  const std::string target = "/api/v1/members/" + leaver.text();
  for (const std::string& body : {std::string("{}"), fmt::format(R"({{"hand_on_to":"{}"}})", leaver.text()), fmt::format(R"({{"hand_on_to":"{}"}})", Id::make().text())}) {
    EXPECT_EQ(send(at, "DELETE", target, body).code(), "bad_heir");
  }
  ASSERT_TRUE(server.accounts->access_of_token(token));
  const Reply gone = send(at, "DELETE", target, fmt::format(R"({{"hand_on_to":"{}"}})", heir.text()));
  ASSERT_EQ(gone.status, 202) << gone.text;
  EXPECT_FALSE(server.accounts->access_of_token(token));
  EXPECT_FALSE(server.accounts->session(session.token));
  expect_value(server.base.jobs->run_due(at.slug));
  EXPECT_EQ(send(at, "GET", "/api/v1/contacts/" + contact.text_at("id")).text_at("owner"), heir.text());
  EXPECT_EQ(send(at, "GET", "/api/v1/tasks/" + task.text_at("id")).text_at("assignee"), heir.text());
  EXPECT_EQ(send(at, "GET", "/api/v1/contacts/" + other.text_at("id")).at("version").GetInt(), 1) << "nobody touched it";
  EXPECT_EQ(send(at, "GET", "/api/v1/jobs/" + gone.text_at("job")).at("result.handed_on").GetInt(), 2);
  EXPECT_EQ(send(at, "DELETE", target, fmt::format(R"({{"hand_on_to":"{}"}})", heir.text())).status, 404);
}

TEST_F(LifeCycleTest, the_last_owner_stays) {
  const Place at = place("Last owner");
  const Id heir = member(at.slug, "administrator2@example.org", "administrator");
  const auto members = expect_value(server.accounts->members(at.slug));
  const auto owner = std::ranges::find(members, at.owner_email, &accounts::Member::email);
  EXPECT_EQ(send(at, "DELETE", "/api/v1/members/" + owner->id.text(), fmt::format(R"({{"hand_on_to":"{}"}})", heir.text())).code(), "last_owner");
  EXPECT_EQ(send(at, "POST", "/api/v1/account/closure", fmt::format(R"({{"password":"{}"}})", kPassword)).code(), "last_owner");
}

TEST_F(LifeCycleTest, a_closed_workspace_is_locked_for_everybody_and_opened_again_by_its_owner) {
  Place at = place("Closes");
  const Place stranger = place("Stranger");
  member(at.slug, "employee@example.org");
  const auto employee = expect_value(server.accounts->sign_in("employee@example.org", kPassword, {}));
  const std::string token = expect_value(server.accounts->create_token(at.slug, at.owner_email, "test"));
  const std::string contact = send(at, "POST", "/api/v1/contacts", R"({"last_name":"Locked"})").text_at("id");

  EXPECT_EQ(close(at, "not the password").code(), "wrong_password");
  EXPECT_EQ(send(at, "GET", "/api/v1/contacts/" + contact).status, 200);
  const std::string of_at = fmt::format(R"({{"workspace":"{}","password":"{}"}})", at.slug, kPassword);
  const Reply foreign = send(stranger, "POST", "/api/v1/closures", of_at);
  const Reply unknown = send(stranger, "POST", "/api/v1/closures", fmt::format(R"({{"workspace":"nowhere","password":"{}"}})", kPassword));
  EXPECT_EQ(foreign.status, 404);
  EXPECT_EQ(foreign.text, unknown.text);

  const std::size_t letters = server.letters.size();
  const Reply closed = close(at);
  ASSERT_EQ(closed.status, 201) << closed.text;
  EXPECT_EQ(server.letters.size(), letters + 1);
  EXPECT_EQ(server.letters.back().template_name, "workspace-closed");
  EXPECT_FALSE(server.accounts->session(employee.token));
  EXPECT_FALSE(server.accounts->access_of_token(token));
  for (const char* target : {"/api/v1/contacts", "/api/v1/members", "/api/v1/search?q=Locked", "/api/v1/policy"}) {
    const Reply reply = send(at, "GET", target);
    EXPECT_EQ(reply.status, 409) << target;
    EXPECT_EQ(reply.code(), "workspace_closed");
    EXPECT_EQ(reply.text_at("destroy_at"), closed.text_at("destroy_at"));
  }
  EXPECT_EQ(send(at, "POST", "/api/v1/contacts", R"({"last_name":"More"})").code(), "workspace_closed");
  Place prying = stranger;
  prying.slug = at.slug;
  EXPECT_EQ(send(prying, "GET", "/api/v1/contacts").code(), "no_such_workspace");
  EXPECT_EQ(close(at).code(), "closed_already");
  EXPECT_EQ(send(at, "GET", "/api/v1/closures").text_at("items.0.slug"), at.slug);
  EXPECT_EQ(send(stranger, "GET", "/api/v1/closures").at("items").Size(), 0U);

  // What its owner takes along; other work rests.
  const Id resting = expect_value(server.base.jobs->enqueue(at.slug, "record.batch", "{}", {}));
  const Reply asked = send(at, "POST", "/api/v1/exports", R"({"entity":"contacts","format":"csv"})");
  ASSERT_EQ(asked.status, 202) << asked.text;
  expect_value(server.base.jobs->run_due(at.slug));
  const Reply taken = send(at, "GET", fmt::format("/api/v1/exports/{}/file", asked.text_at("id")));
  EXPECT_EQ(taken.status, 200) << taken.text;
  EXPECT_NE(taken.text.find("Locked"), std::string::npos);
  EXPECT_EQ(expect_value(server.base.jobs->find(at.slug, resting)).state, jobs::State::queued);
  expect_value(server.base.jobs->cancel(at.slug, resting));

  EXPECT_EQ(send(stranger, "DELETE", "/api/v1/closures/" + at.slug).status, 404);
  EXPECT_EQ(send(at, "DELETE", "/api/v1/closures/" + at.slug).status, 204);
  EXPECT_EQ(send(at, "GET", "/api/v1/contacts/" + contact).status, 200);
  EXPECT_TRUE(server.accounts->access_of_token(token));
  EXPECT_EQ(send(at, "DELETE", "/api/v1/closures/" + at.slug).code(), "not_closed");
}

TEST_F(LifeCycleTest, of_two_closed_workspaces_the_one_whose_time_is_over_goes_with_everything) {
  Place old = place("Old"), young = place("Young");
  member(old.slug, "only-here@example.org");
  member(old.slug, "both@example.org");
  member(young.slug, "both@example.org");
  send(old, "POST", "/api/v1/contacts", R"({"last_name":"Goes"})");
  std::filesystem::create_directories(server.base.folder.path() / "exports" / old.slug);
  std::ofstream(server.base.folder.path() / "exports" / old.slug / "left") << "bytes";
  ASSERT_EQ(close(old).status, 201);
  ASSERT_TRUE(shift_clock("+PT1S"));
  ASSERT_EQ(close(young).status, 201);

  const auto of_old = expect_value(server.life_cycle->closing.find(old.slug));
  ASSERT_TRUE(of_old);
  // One second too young stays.
  ASSERT_TRUE(shift_clock("+P89DT23H59M"));
  expect_value(server.base.jobs->run_due("system"));
  EXPECT_TRUE(is_there(old.slug));
  EXPECT_FALSE(server.life_cycle->closing.destroy_due(of_old->id)) << "whoever carries out the policy cannot be faster than was told";
  // The first is over, the second not by less than a second.
  ASSERT_TRUE(shift_clock(fmt::format("+PT{}S", 90 * 24 * 60 * 60)));
  while (now() < of_old->destroy_at) std::this_thread::yield();
  expect_value(server.base.jobs->run_due("system"));
  EXPECT_FALSE(is_there(old.slug));
  EXPECT_FALSE(std::filesystem::exists(server.base.folder.path() / "exports" / old.slug));
  EXPECT_FALSE(expect_value(server.life_cycle->closing.find(old.slug)));
  EXPECT_TRUE(is_there(young.slug));
  EXPECT_EQ(expect_value(server.life_cycle->closing.find(young.slug))->state, "closed");
  EXPECT_FALSE(server.accounts->sign_in("only-here@example.org", kPassword, {}));
  EXPECT_FALSE(server.accounts->sign_in(old.owner_email, kPassword, {}));
  EXPECT_TRUE(server.accounts->sign_in("both@example.org", kPassword, {}));

  JsonBuffer buffer;
  JsonWriter writer(buffer);
  expect_value(server.life_cycle->closing.write_destructions(writer));
  const JsonDocument all = expect_value(parse_json(text(buffer)));
  const JsonValue& last = all["items"][all["items"].Size() - 1];
  EXPECT_EQ(view(last["account"]), of_old->id.text());
  EXPECT_EQ(view(last["ground"]), "time_over");
  const std::string certificate = expect_value(server.life_cycle->closing.certificate(*Id::parse(view(last["id"]))));
  for (const std::string& name : {old.slug, std::string("\"Old\""), old.owner_email, std::string("Founder")}) EXPECT_EQ(certificate.find(name), std::string::npos) << certificate;
  EXPECT_NE(certificate.find(R"({"what":"contact","count":1})"), std::string::npos) << certificate;
  JsonDocument signed_one = expect_value(parse_json(certificate));
  EXPECT_TRUE(server.life_cycle->closing.is_genuine(signed_one));
  signed_one["left"].SetInt(7);
  EXPECT_FALSE(server.life_cycle->closing.is_genuine(signed_one));
  ASSERT_TRUE(shift_clock("+PT0S"));
}

TEST_F(LifeCycleTest, its_owner_may_have_it_destroyed_at_once) {
  Place at = place("At once");
  const std::string target = fmt::format("/api/v1/closures/{}/destruction", at.slug);
  const std::string right = fmt::format(R"({{"password":"{}"}})", kPassword);
  EXPECT_EQ(send(at, "POST", target, right).code(), "not_closed");
  ASSERT_EQ(close(at).status, 201);
  EXPECT_EQ(send(at, "POST", target, R"({"password":"guess"})").code(), "wrong_password");
  const Reply begun = send(at, "POST", target, right);
  ASSERT_EQ(begun.status, 202) << begun.text;
  EXPECT_EQ(send(at, "DELETE", "/api/v1/closures/" + at.slug).code(), "too_late");
  expect_value(server.base.jobs->run_due("system"));
  EXPECT_FALSE(is_there(at.slug));
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", "/api/v1/operator/destructions")).code(), "administrators_only");
  const Reply certificate = server.owner("GET", fmt::format("/api/v1/operator/destructions/{}/certificate", begun.text_at("destruction")));
  EXPECT_EQ(certificate.status, 200) << certificate.text;
  EXPECT_EQ(certificate.text_at("ground"), "at_once");
  EXPECT_EQ(certificate.at("left").GetInt(), 0);
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", "/api/v1/operator/destructions")).code(), "operator_only");
}

TEST_F(LifeCycleTest, a_member_sees_corrects_takes_along_and_closes_their_account) {
  const Place at = place("Own account");
  member(at.slug, "self@example.org");
  Place self{.slug = at.slug, .owner_email = "self@example.org", .cookie = {}, .csrf = {}};
  sign_in(self);
  const Reply shown = send(self, "GET", "/api/v1/account");
  ASSERT_EQ(shown.status, 200) << shown.text;
  EXPECT_EQ(shown.text_at("member.email"), "self@example.org");
  EXPECT_EQ(shown.text_at("workspaces.0.slug"), at.slug);
  EXPECT_EQ(shown.at("sessions").Size(), 1U);
  for (const char* secret : {"hash", "argon2"}) EXPECT_EQ(shown.text.find(secret), std::string::npos);
  EXPECT_EQ(send(self, "PATCH", "/api/v1/account", R"({"name":"Alias"})").text_at("member.name"), "Alias");
  EXPECT_EQ(send(self, "PATCH", "/api/v1/account", R"({"name":" "})").code(), "required");
  EXPECT_EQ(send(self, "PATCH", "/api/v1/account", R"({"name":"A","state":"suspended"})").code(), "unknown_member");
  EXPECT_EQ(send(self, "POST", "/api/v1/account/copy", R"({"password":"guess"})").code(), "wrong_password");
  const std::string right = fmt::format(R"({{"password":"{}"}})", kPassword);
  const Reply copy = send(self, "POST", "/api/v1/account/copy", right);
  EXPECT_EQ(copy.status, 202) << copy.text;
  EXPECT_FALSE(copy.text_at("url").empty());
  EXPECT_EQ(send(self, "POST", "/api/v1/account/closure", R"({"password":"guess"})").code(), "wrong_password");
  const Reply closed = send(self, "POST", "/api/v1/account/closure", right);
  EXPECT_EQ(closed.status, 202) << closed.text;
  EXPECT_EQ(send(self, "GET", "/api/v1/account").status, 401);
  expect_value(server.erasures->wait("system", *Id::parse(closed.text_at("erasure"))));
  EXPECT_FALSE(server.accounts->sign_in("self@example.org", kPassword, {}));
  EXPECT_TRUE(server.accounts->sign_in(at.owner_email, kPassword, {}));
}

}  // namespace
}  // namespace probity::api

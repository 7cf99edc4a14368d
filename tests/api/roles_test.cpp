// What each role can learn and do, through every way out and in. What is expected is worked out by a few lines that know
// nothing of how the program decides.
#include "roles_fixture.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;
using testing::Not;

class RolesWays : public RolesApi {
 protected:
  void look(const Somebody& who, const Case& one, bool seen) const {
    const std::string path = "/api/v1/contacts/" + one.id;
    const std::string unknown_id = Id::make().text();
    EXPECT_EQ(ask(who, "GET", path).status, seen ? 200 : 404) << "get";
    for (const char* more : {"/timeline", "/history", "/shares", "/access", "/kept_until", "/recipients", "/vendors", "/consents", "/preferences", "/related/notes"}) {
      const Reply real = ask(who, "GET", path + more);
      EXPECT_EQ(real.status, seen ? 200 : 404) << more << real.text;
      if (!seen) EXPECT_EQ(forget(real.text, one.id), forget(ask(who, "GET", "/api/v1/contacts/" + unknown_id + more).text, unknown_id)) << more;
    }
    EXPECT_EQ(shows(ask(who, "GET", "/api/v1/contacts?limit=200&sort=-id"), one.id), seen) << "list";
    EXPECT_EQ(shows(ask(who, "GET", "/api/v1/contacts?limit=200&sort=last_name"), one.id), seen) << "sorted list";
    const Reply found = ask(who, "GET", "/api/v1/contacts?count=exact&filter=" + filter("last_name", one.marker));
    EXPECT_EQ(shows(found, one.id), seen) << "filter";
    EXPECT_EQ(found.at("count").GetInt(), seen ? 1 : 0) << "count";
    EXPECT_EQ(ask(who, "GET", "/api/v1/contacts?count=estimate&q=" + one.marker).at("count").GetInt(), seen ? 1 : 0) << "search and count";
    EXPECT_EQ(shows(ask(who, "GET", "/api/v1/search?q=" + one.marker), one.id), seen) << "search";
    EXPECT_EQ(shows(ask(who, "GET", "/api/v1/companies/" + company_ + "/related/contacts?limit=200"), one.id), seen && ask(who, "GET", "/api/v1/companies/" + company_).status == 200) << "related";
    const Reply expanded = ask(who, "GET", "/api/v1/contacts/" + one.follower + "?expand=reports_to");
    if (expanded.status == 200) EXPECT_EQ(expanded.at("expanded.reports_to").IsObject(), seen) << "expansion";
    const Reply through = ask(who, "GET", "/api/v1/contacts?filter=" + filter("reports_to.last_name", one.marker));
    if (expanded.status == 200) EXPECT_EQ(shows(through, one.follower), seen) << "filter through a link";
    const Reply alike = ask(who, "POST", "/api/v1/contacts/duplicates", fmt::format(R"({{"email":[{{"value":"{}@example.org"}}]}})", one.marker));
    EXPECT_EQ(shows(alike, one.id), seen) << "duplicate warning" << alike.text;
  }
};

TEST_F(RolesWays, EveryWayOutObeys) {
  for (const Reader& reader : *readers_) {
    for (const Case& one : *cases_) {
      SCOPED_TRACE(reader.who.name + " " + one.name);
      look(reader.who, one, reader.sees.contains(one.name));
    }
  }
}

TEST_F(RolesWays, EveryWayInObeys) {
  for (const Reader& reader : *readers_) {
    for (const Case& one : *cases_) {
      SCOPED_TRACE(reader.who.name + " " + one.name);
      const bool seen = reader.sees.contains(one.name);
      const bool may = reader.changes.contains(one.name);
      const std::string path = "/api/v1/contacts/" + one.id;
      const Reply changed = ask(reader.who, "PATCH", path, fmt::format(R"({{"department":"{}"}})", reader.who.name));
      EXPECT_EQ(changed.status, may ? 200 : seen ? 403 : 404) << changed.text;
      if (!seen && !reader.changes.empty()) {
        const std::string unknown = Id::make().text();
        EXPECT_EQ(changed.text, ask(reader.who, "PATCH", "/api/v1/contacts/" + unknown, R"({"department":"x"})").text);
        Ask conditional = server.as(reader.who.token, "PATCH", path, R"({"department":"x"})");
        EXPECT_EQ(server.send(conditional.with("If-Match", "\"1\"")).status, 404) << "a version tells nothing";
        EXPECT_EQ(ask(reader.who, "DELETE", path).status, 404);
        EXPECT_EQ(ask(reader.who, "POST", path + "/shares", R"({"level":"private"})").status, 404);
        EXPECT_EQ(ask(reader.who, "POST", "/api/v1/notes", fmt::format(R"({{"text":"x","contacts":["{}"]}})", one.id)).code(), "unknown_link");
        const Reply merged = ask(reader.who, "POST", "/api/v1/contacts/merge", fmt::format(R"({{"winner":"{}","losers":["{}"]}})", (*cases_)[0].id, one.id));
        EXPECT_GE(merged.status, 400) << merged.text;
        EXPECT_THAT(merged.text, Not(HasSubstr(one.marker)));
      }
    }
  }
}

TEST_F(RolesWays, ManyAtOnceReachNoFurther) {
  for (const Reader& reader : *readers_) {
    std::string ids;
    for (const Case& one : *cases_) ids += fmt::format(R"({}"{}")", ids.empty() ? "" : ",", one.id);
    const Reply started = ask(reader.who, "POST", "/api/v1/contacts/batch", fmt::format(R"({{"operation":"update","ids":[{}],"patch":{{"job_title":"Batch {}"}}}})", ids, reader.who.name));
    if (reader.changes.empty()) {
      EXPECT_EQ(started.status, 403);
      continue;
    }
    ASSERT_EQ(started.status, 202) << started.text;
    expect_value(server.base.jobs->run_due(server.first));
    for (const Case& one : *cases_) {
      const std::string title = server.owner("GET", "/api/v1/contacts/" + one.id).text_at("job_title");
      // What is only shared is changed one by one.
      EXPECT_EQ(title == "Batch " + reader.who.name, reader.exports.contains(one.name)) << reader.who.name << " " << one.name;
    }
  }
}

TEST_F(RolesWays, ExportsReachNoFurther) {
  for (const Reader& reader : *readers_) {
    const Reply started = ask(reader.who, "POST", "/api/v1/exports", R"({"entity":"contacts","format":"csv"})");
    if (reader.exports.empty()) {
      EXPECT_EQ(started.status, 403) << started.text;
      continue;
    }
    expect_value(server.base.jobs->run_due(server.first));
    const Reply file = ask(reader.who, "GET", std::string(started.header("Location")) + "/file");
    ASSERT_EQ(file.status, 200) << file.text;
    for (const Case& one : *cases_) EXPECT_EQ(file.text.find(one.marker + "@") != std::string::npos, reader.exports.contains(one.name)) << reader.who.name << " " << one.name;
  }
}

TEST_F(RolesWays, AnImportUpdatesNothingThatIsNotSeen) {
  const Reply begun = server.send(server.as(self_.token, "POST", "/api/v1/uploads").with("Tus-Resumable", "1.0.0").with("Upload-Length", "0"));
  ASSERT_EQ(begun.status, 201) << begun.text;
  const auto upload = [&](const std::string& bytes) {
    const Reply made = server.send(server.as(self_.token, "POST", "/api/v1/uploads").with("Tus-Resumable", "1.0.0").with("Upload-Length", std::to_string(bytes.size())).with("Upload-Metadata", "filename " + base64("a.csv")));
    const std::string location(made.header("Location"));
    Ask piece = server.as(self_.token, "PATCH", location);
    piece.body = bytes;
    server.send(piece.with("Content-Type", "application/offset+octet-stream").with("Tus-Resumable", "1.0.0").with("Upload-Offset", "0"));
    return location.substr(location.rfind('/') + 1);
  };
  const Reply made = ask(self_, "POST", "/api/v1/imports", fmt::format(R"({{"entity":"contacts","upload":"{}"}})", upload("Email,Department\nRolleofstranger@example.org,Taken\nRolleofself@example.org,Mine\n")));
  ASSERT_EQ(made.status, 201) << made.text;
  const std::string path = "/api/v1/imports/" + made.text_at("id");
  EXPECT_EQ(ask(mate_, "GET", path).status, 404) << "the samples of somebody else's file";
  EXPECT_EQ(ask(self_, "PATCH", path, R"({"mode":"update","key":"email"})").status, 200);
  EXPECT_EQ(ask(self_, "POST", path + "/start").status, 202);
  expect_value(server.base.jobs->run_due(server.first));
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + cases_->at(0).id).text_at("department"), "Mine");
  EXPECT_NE(server.owner("GET", "/api/v1/contacts/" + cases_->at(2).id).text_at("department"), "Taken");
}

class Heard : public http::EventStream {
 public:
  bool send(std::string_view, std::string_view data) override {
    text += data;
    return !closed;
  }
  void close() override { closed = true; }
  std::string text;
  bool closed = false;
};

TEST_F(RolesWays, EventsReachNoFurther) {
  std::vector<std::shared_ptr<Heard>> heard;
  for (const Reader& reader : *readers_) {
    heard.push_back(std::make_shared<Heard>());
    const Reply opened = ask(reader.who, "GET", "/api/v1/events");
    ASSERT_TRUE(opened.raw.on_stream) << opened.text;
    opened.raw.on_stream(heard.back());
  }
  for (const Case& one : *cases_) EXPECT_EQ(server.owner("PATCH", "/api/v1/contacts/" + one.id, fmt::format(R"({{"department":"Told {}"}})", one.name)).status, 200);
  for (std::size_t place = 0; place < heard.size(); ++place) {
    for (const Case& one : *cases_) {
      EXPECT_EQ(heard[place]->text.find(one.id) != std::string::npos, (*readers_)[place].sees.contains(one.name)) << (*readers_)[place].who.name << " " << one.name;
    }
  }
  // A change of teams is in force at once: whoever listens begins anew.
  EXPECT_EQ(server.owner("PATCH", "/api/v1/teams/" + team_, R"({"description":"Changed"})").status, 200);
  for (const auto& each : heard) EXPECT_TRUE(each->closed);
}

TEST_F(RolesWays, FieldsAreHiddenEverywhere) {
  const Case& one = cases_->at(2);
  const std::string path = "/api/v1/contacts/" + one.id;
  const Reply got = ask(clerk_, "GET", path);
  ASSERT_EQ(got.status, 200) << got.text;
  for (const char* hidden : {"birthday", "email"}) {
    EXPECT_FALSE(got.json.HasMember(hidden));
    EXPECT_EQ(ask(clerk_, "GET", fmt::format("/api/v1/contacts?sort={}", hidden)).status, 400);
    EXPECT_EQ(ask(clerk_, "GET", fmt::format("/api/v1/contacts?fields={}", hidden)).status, 400);
    EXPECT_EQ(ask(clerk_, "GET", "/api/v1/contacts?filter=" + filter(hidden, "1980-01-01")).status, 400);
    EXPECT_EQ(ask(clerk_, "GET", "/api/v1/contacts?filter=" + filter(fmt::format("reports_to.{}", hidden), "1980-01-01")).status, 400);
    EXPECT_EQ(ask(clerk_, "PATCH", path, fmt::format(R"({{"{}":null}})", hidden)).status, 422) << hidden;
    EXPECT_THAT(ask(clerk_, "GET", path + "/history").text, Not(HasSubstr(fmt::format("\"{}\"", hidden))));
    EXPECT_THAT(ask(clerk_, "GET", path + "/access").text, Not(HasSubstr(fmt::format("\"{}\"", hidden))));
  }
  EXPECT_EQ(ask(clerk_, "PATCH", path, R"({"phone":"+49 30 1"})").status, 422) << "may be read only";
  EXPECT_EQ(ask(clerk_, "GET", "/api/v1/contacts?count=exact&q=" + one.marker + "%40example").at("count").GetInt(), 0) << "search";
  const Reply alike = ask(clerk_, "POST", "/api/v1/contacts/duplicates", fmt::format(R"({{"email":"{}@example.org"}})", one.marker));
  EXPECT_THAT(alike.text, Not(HasSubstr(one.id)));
  EXPECT_EQ(ask(clerk_, "GET", "/api/v1/deals").status, 404);
  EXPECT_EQ(ask(clerk_, "GET", "/api/v1/companies/" + company_ + "/related/deals").status, 404);
  EXPECT_EQ(server.send(server.as(clerk_.token, "GET", "/api/v1/contacts").with("Probity-Purpose", "sales")).code(), "purpose_not_yours");
  EXPECT_EQ(ask(clerk_, "DELETE", path).status, 403);
}

TEST_F(RolesWays, TheAccountantSeesWhatIsPrintedOnInvoices) {
  const Somebody accountant = seat_somebody(server, "accountant", "accountant");
  const std::string deal = server.create("deals", fmt::format(R"({{"name":"Printed","amount":{{"amount":10,"currency":"EUR"}},"probability":5,"company":"{}"}})", company_));
  const Reply got = ask(accountant, "GET", "/api/v1/deals/" + deal);
  ASSERT_EQ(got.status, 200) << got.text;
  EXPECT_EQ(got.text_at("name"), "Printed");
  for (const char* hidden : {"amount", "probability", "stage", "description", "owner"}) EXPECT_FALSE(got.json.HasMember(hidden)) << hidden;
  const Reply contact = ask(accountant, "GET", "/api/v1/contacts/" + cases_->at(2).id);
  EXPECT_EQ(contact.text_at("last_name"), cases_->at(2).marker);
  for (const char* hidden : {"email", "birthday", "description", "phone"}) EXPECT_FALSE(contact.json.HasMember(hidden)) << hidden;
  for (const char* closed : {"notes", "tasks", "leads", "calls", "meetings", "documents", "emails", "roles", "consents"}) {
    EXPECT_EQ(ask(accountant, "GET", fmt::format("/api/v1/{}", closed)).status, 404) << closed;
  }
  EXPECT_EQ(ask(accountant, "GET", "/api/v1/contacts?sort=birthday").status, 400);
  EXPECT_EQ(ask(accountant, "PATCH", "/api/v1/deals/" + deal, R"({"name":"x"})").status, 403);
}

TEST_F(RolesWays, SupportLooksForATimeAndIsSeen) {
  const Somebody support = let_support_in(server, "support");
  const Rows before = server.rows();
  EXPECT_EQ(ask(support, "GET", "/api/v1/contacts/" + cases_->at(2).id).status, 200);
  EXPECT_EQ(ask(support, "GET", "/api/v1/contacts/" + cases_->at(6).id).status, 404) << "private";
  EXPECT_EQ(ask(support, "GET", "/api/v1/contacts?limit=1").status, 200);
  EXPECT_EQ(server.rows().counts.at("support_view"), before.counts.at("support_view") + 3);
  const Reply views = server.owner("GET", "/api/v1/support_views?limit=3");
  EXPECT_EQ(views.text_at("items.2.path"), "/api/v1/contacts/" + cases_->at(2).id);
  EXPECT_EQ(views.text_at("items.0.member"), support.id);
  EXPECT_EQ(ask(support, "GET", "/api/v1/support_views").status, 404);
  EXPECT_EQ(ask(support, "PATCH", "/api/v1/contacts/" + cases_->at(2).id, R"({"department":"x"})").status, 403);
  EXPECT_EQ(ask(support, "POST", "/api/v1/exports", R"({"entity":"contacts","format":"csv"})").status, 403);
  const auto administrator = server.send(server.as(server.administrator_token, "POST", "/api/v1/support_grants", R"({"email":"support@roles.example","hours":1})"));
  EXPECT_EQ(administrator.code(), "owners_only");
  EXPECT_EQ(server.owner("POST", "/api/v1/support_grants", R"({"email":"support@roles.example","hours":1000})").code(), "bad_hours");
  EXPECT_EQ(server.owner("POST", "/api/v1/support_grants", R"({"email":"nobody@roles.example","hours":1})").code(), "no_such_account");
  EXPECT_EQ(server.owner("POST", "/api/v1/support_grants", R"({"email":"mate@roles.example","hours":1})").code(), "is_member");
  EXPECT_EQ(server.owner("PATCH", "/api/v1/members/" + support.id, R"({"role":"member"})").code(), "only_by_grant");
  EXPECT_EQ(server.owner("DELETE", "/api/v1/support_grants/" + support.id).status, 204);
  EXPECT_EQ(ask(support, "GET", "/api/v1/contacts").status, 401) << "at once";
}

}  // namespace
}  // namespace probity::api

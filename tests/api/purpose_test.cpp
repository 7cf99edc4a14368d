// Who sees what for which purpose: every actor, purpose, category and state of the people, through every way out.
// What is expected is worked out by a small reference that knows nothing of how the program decides.
#include "api_fixture.hpp"
#include "privacy/policy/policy.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Actor {
  std::string name;
  std::string token;
  bool administrator;
  bool exports;
};

struct State {
  std::string name;
  privacy::SubjectState bits;
};

/// A person in one state, and what concerns them.
struct Case {
  State state;
  std::string marker;    ///< a word that nobody else has
  std::string contact, note, deal, line;
  std::string follower;  ///< somebody free who reports to them
};

/// The rules in a few lines, from the words of the policy and the model alone.
struct Reference {
  const privacy::Policy& policy;
  const meta::Model& model;

  static bool covers(const privacy::Purpose& purpose, const std::string& category) {
    for (const std::string& wide : purpose.categories) {
      if (category == wide || category.starts_with(wide + ".")) return true;
    }
    return false;
  }
  bool field(const Actor& actor, const std::string& purpose, const std::string& entity, const std::string& name) const {
    const meta::Field& field = *model.find(entity)->field(name);
    if (purpose == "legal_obligation" && !actor.administrator) return false;
    if (field.category == "none") return true;
    const bool meant = purpose == "legal_obligation" || std::ranges::find(field.purposes, purpose) != field.purposes.end();
    return meant && covers(*policy.purpose(purpose), field.category);
  }
  bool row(const Actor& actor, const std::string& purpose, const std::string& entity, const State& state) const {
    const privacy::Purpose& of_policy = *policy.purpose(purpose);
    bool any = false;
    for (const meta::Field& each : model.find(entity)->fields) any |= each.category != "none" && field(actor, purpose, entity, each.name);
    if (!any) return false;
    if (purpose == "legal_obligation") return true;
    const auto has = [&](int bit) { return ((state.bits >> bit) & 1) != 0; };
    if (has(0) || has(1) || has(7 + of_policy.id)) return false;
    return of_policy.basis != privacy::Basis::consent || has(31 + of_policy.id);
  }
};

const std::vector<std::string> kPurposes{"service", "sales", "marketing", "legal_obligation"};
const std::vector<std::string> kFields{"first_name", "last_name", "email", "phone", "birthday", "description"};

class PurposeApi : public ApiTest {
 protected:
  static void SetUpTestSuite() {
    Server& server = Server::one();
    const std::vector<State> states{{"free", 0}, {"restricted", privacy::kRestricted}, {"minor", privacy::kMinor}, {"held", privacy::kHeld},
                                    {"noselling", privacy::objected_to(2)}, {"subscribed", privacy::agreed_to(3)},
                                    {"unsubscribed", privacy::agreed_to(3) | privacy::objected_to(3)},
                                    {"frozen", privacy::agreed_to(3) | privacy::kRestricted | privacy::kHeld}};
    cases_ = new std::vector<Case>;
    company_ = server.create("companies", R"({"name":"Purposeful Ltd"})");
    int number = 0;
    for (const State& state : states) cases_->push_back(make(server, state, ++number));
  }
  static void TearDownTestSuite() { delete cases_; }

  /// By what makes a state: what the person said, and what stands against the use of their data.
  static void impose(Server& server, const std::string& path, const State& state) {
    const auto post = [&](std::string_view what, std::string body) {
      const Reply reply = server.owner("POST", fmt::format("{}/{}", path, what), std::move(body));
      EXPECT_EQ(reply.status, 201) << reply.text;
    };
    if (state.bits & privacy::agreed_to(3)) post("consents", R"({"purpose":"marketing","channel":"email","state":"given","method":"form","source":"Fair"})");
    if (state.bits & privacy::objected_to(2)) post("restrictions", R"({"kind":"objection","purpose":"sales","reason":"Asked"})");
    if (state.bits & privacy::objected_to(3)) post("restrictions", R"({"kind":"objection","purpose":"marketing","reason":"Asked"})");
    if (state.bits & privacy::kHeld) post("restrictions", R"({"kind":"hold","reason":"Dispute"})");
    if (state.bits & privacy::kMinor) post("restrictions", R"({"kind":"minor","reason":"Is twelve"})");
    if (state.bits & privacy::kRestricted) post("restrictions", R"({"kind":"restriction","reason":"Disputes it"})");
  }

  static Case make(Server& server, const State& state, int number) {
    Case made{.state = state, .marker = "Zweck" + state.name};
    made.contact = server.create("contacts", fmt::format(R"({{"first_name":"Given{0}","last_name":"{1}","email":"{1}@example.org","phone":"+49 30 9018{2:04}","birthday":"1980-01-{2:02}","company":"{3}"}})",
                                                         state.name, made.marker, number, company_));
    const Reply changed = server.owner("PATCH", "/api/v1/contacts/" + made.contact, fmt::format(R"({{"birthday":"1990-02-{:02}","first_name":"Renamed{}"}})", number, state.name));
    EXPECT_EQ(changed.status, 200) << changed.text;
    made.note = server.create("notes", fmt::format(R"({{"text":"About {}","contacts":["{}"]}})", made.marker, made.contact));
    made.deal = server.create("deals", fmt::format(R"({{"name":"Deal {}","contact":"{}"}})", made.marker, made.contact));
    made.line = server.create("line_items", fmt::format(R"({{"deal":"{}","description":"Line {}","unit_price":{{"amount":"10.00","currency":"EUR"}}}})", made.deal, made.marker));
    made.follower = server.create("contacts", fmt::format(R"({{"last_name":"Follower{}","reports_to":"{}"}})", number, made.contact));
    impose(server, "/api/v1/contacts/" + made.contact, state);
    return made;
  }

  std::vector<Actor> actors() const {
    return {{"owner", server.owner_token, true, true}, {"member", server.member_token, false, true}, {"reader", server.reader_token, false, false}};
  }
  Reference reference() const { return {*server.base.policy->policy, expect_value(server.base.workspaces->find(server.first))->catalog()->model()}; }
  Reply ask(const Actor& actor, const std::string& purpose, std::string method, std::string target, std::string body = {}) const {
    return server.send(server.as(actor.token, std::move(method), std::move(target), std::move(body)).with("Probity-Purpose", purpose));
  }
  static std::string filter(std::string_view field, std::string_view op, std::string_view value) {
    std::string query = fmt::format(R"({{"field":"{}","op":"{}","value":"{}"}})", field, op, value);
    std::string encoded;
    for (const char c : query) encoded += std::isalnum(static_cast<unsigned char>(c)) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return encoded;
  }

  /// As a record of its own, not as a link of another.
  static bool shows(const Reply& reply, const std::string& id) { return reply.text.find(fmt::format(R"("id":"{}")", id)) != std::string::npos; }

  /// Each way out for one actor, purpose and person.
  void look(const Actor& actor, const std::string& purpose, const Case& person) const {
    const Reference rules = reference();
    const bool contact = rules.row(actor, purpose, "contact", person.state);
    const bool note = rules.row(actor, purpose, "note", person.state);
    const bool deal = rules.row(actor, purpose, "deal", person.state);
    const auto readable = [&](const std::string& field) { return rules.field(actor, purpose, "contact", field); };
    const std::string path = "/api/v1/contacts/" + person.contact;

    const Reply got = ask(actor, purpose, "GET", path);
    EXPECT_EQ(got.status, contact ? 200 : 404) << "get";
    for (const std::string& field : kFields) {
      if (contact) EXPECT_EQ(got.json.HasMember(field.c_str()), readable(field)) << "get " << field;
    }
    EXPECT_EQ(ask(actor, purpose, "GET", "/api/v1/notes/" + person.note).status, note ? 200 : 404) << "get note";
    EXPECT_EQ(ask(actor, purpose, "GET", "/api/v1/line_items/" + person.line).status, rules.row(actor, purpose, "line_item", person.state) ? 200 : 404) << "get line";

    for (const std::string& field : kFields) {
      const std::string value = field == "first_name" ? "Renamed" + person.state.name : field == "email" ? person.marker + "@example.org" : person.marker;
      if (field == "first_name" || field == "last_name" || field == "email") {
        const Reply found = ask(actor, purpose, "GET", "/api/v1/contacts?count=exact&filter=" + filter(field, "eq", value));
        EXPECT_EQ(found.status, readable(field) ? 200 : 400) << "filter " << field << found.text;
        if (found.status == 200) {
          EXPECT_EQ(shows(found, person.contact), contact) << "filter " << field;
          EXPECT_EQ(found.at("count").GetInt(), contact ? 1 : 0) << "count";
        }
      }
      if (field == "description") continue;
      const Reply sorted = ask(actor, purpose, "GET", "/api/v1/contacts?sort=" + field + "&filter=" + filter("id", "eq", person.contact));
      EXPECT_EQ(sorted.status, readable(field) ? 200 : 400) << "sort " << field;
      if (sorted.status == 200) EXPECT_EQ(shows(sorted, person.contact), contact) << "sort " << field;
    }

    const Reply listed = ask(actor, purpose, "GET", "/api/v1/contacts?limit=200&sort=-id");
    EXPECT_EQ(shows(listed, person.contact), contact) << "list";
    EXPECT_EQ(ask(actor, purpose, "GET", "/api/v1/contacts?count=exact&q=" + person.marker).at("count").GetInt(), contact ? 1 : 0) << "search and count";
    const Reply found = ask(actor, purpose, "GET", "/api/v1/search?q=" + person.marker);
    EXPECT_EQ(shows(found, person.contact), contact) << "search";
    EXPECT_EQ(shows(found, person.note), note && rules.field(actor, purpose, "note", "text")) << "search of notes";

    const Reply timeline = ask(actor, purpose, "GET", path + "/timeline");
    EXPECT_EQ(timeline.status, contact ? 200 : 404) << "timeline";
    if (contact) EXPECT_EQ(shows(timeline, person.note), note && rules.field(actor, purpose, "note", "contacts")) << "timeline";
    const Reply history = ask(actor, purpose, "GET", path + "/history");
    EXPECT_EQ(history.status, contact ? 200 : 404) << "history";
    if (contact) {
      EXPECT_EQ(history.text.find("1990-02-") != std::string::npos, readable("birthday")) << "history";
      EXPECT_EQ(history.text.find("Given" + person.state.name) != std::string::npos, readable("first_name")) << "history";
    }
    const Reply related = ask(actor, purpose, "GET", "/api/v1/companies/" + company_ + "/related/contacts?limit=200");
    if (related.status == 200) EXPECT_EQ(shows(related, person.contact), contact && readable("company")) << "related";

    if (readable("email") && actor.exports) {
      const Reply alike = ask(actor, purpose, "POST", "/api/v1/contacts/duplicates", fmt::format(R"({{"email":[{{"value":"{}@example.org"}}]}})", person.marker));
      EXPECT_EQ(shows(alike, person.contact), contact) << "duplicate warning" << alike.text;
    }
    const State free{"free", 0};
    const bool follower = rules.row(actor, purpose, "contact", free);
    const Reply expanded = ask(actor, purpose, "GET", "/api/v1/contacts/" + person.follower + "?expand=reports_to");
    EXPECT_EQ(expanded.status, !readable("reports_to") ? 400 : follower ? 200 : 404) << "expansion";
    if (expanded.status == 200) EXPECT_EQ(expanded.at("expanded.reports_to").IsObject(), contact) << "expansion";
    const Reply through = ask(actor, purpose, "GET", "/api/v1/contacts?filter=" + filter("reports_to.last_name", "eq", person.marker));
    if (through.status == 200) EXPECT_EQ(shows(through, person.follower), contact && follower) << "filter through a link";
    const Reply totals = ask(actor, purpose, "GET", "/api/v1/deals/" + person.deal + "/totals");
    EXPECT_EQ(totals.status == 200, deal) << "totals " << totals.text;
  }

  static std::vector<Case>* cases_;
  static std::string company_;
};
std::vector<Case>* PurposeApi::cases_ = nullptr;
std::string PurposeApi::company_;

TEST_F(PurposeApi, EveryWayOutObeys) {
  for (const Actor& actor : actors()) {
    for (const std::string& purpose : kPurposes) {
      for (const Case& person : *cases_) {
        SCOPED_TRACE(fmt::format("{} for {}: {}", actor.name, purpose, person.state.name));
        if (purpose == "legal_obligation" && !actor.administrator) {
          EXPECT_EQ(ask(actor, purpose, "GET", "/api/v1/contacts/" + person.contact).code(), "purpose_not_yours");
          continue;
        }
        look(actor, purpose, person);
      }
    }
  }
}

TEST_F(PurposeApi, ExportsObey) {
  // What earlier changes of people's states take away, they take now.
  expect_value(server.base.jobs->run_due(server.first));
  for (const Actor& actor : actors()) {
    for (const std::string& purpose : kPurposes) {
      if (!actor.exports || (purpose == "legal_obligation" && !actor.administrator)) continue;
      for (const char* format : {"csv", "json", "vcard"}) {
        SCOPED_TRACE(fmt::format("{} for {} as {}", actor.name, purpose, format));
        const Reply started = ask(actor, purpose, "POST", "/api/v1/exports", fmt::format(R"({{"entity":"contacts","format":"{}"}})", format));
        ASSERT_EQ(started.status, 202) << started.text;
        expect_value(server.base.jobs->run_due(server.first));
        const Reply file = server.send(server.as(actor.token, "GET", std::string(started.header("Location")) + "/file"));
        ASSERT_EQ(file.status, 200) << file.text;
        for (const Case& person : *cases_) {
          EXPECT_EQ(file.text.find(person.marker + "@example.org") != std::string::npos,
                    reference().row(actor, purpose, "contact", person.state) && reference().field(actor, purpose, "contact", "email"))
              << person.state.name;
        }
      }
    }
  }
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

TEST_F(PurposeApi, EventsObey) {
  struct Listening {
    Actor actor;
    std::string purpose;
    std::shared_ptr<Heard> heard = std::make_shared<Heard>();
  };
  std::vector<Listening> all;
  for (const Actor& actor : actors()) {
    for (const std::string& purpose : kPurposes) {
      if (purpose == "legal_obligation" && !actor.administrator) continue;
      all.push_back({actor, purpose});
      const Reply opened = ask(actor, purpose, "GET", "/api/v1/events");
      ASSERT_TRUE(opened.raw.on_stream) << opened.text;
      opened.raw.on_stream(all.back().heard);
    }
  }
  for (const Case& person : *cases_) {
    const Reply changed = ask(actors().front(), "legal_obligation", "PATCH", "/api/v1/contacts/" + person.contact, R"({"department":"Archive"})");
    EXPECT_EQ(changed.status, 200) << changed.text;
  }
  for (const Listening& each : all) {
    for (const Case& person : *cases_) {
      EXPECT_EQ(each.heard->text.find(person.contact) != std::string::npos, reference().row(each.actor, each.purpose, "contact", person.state))
          << each.actor.name << " for " << each.purpose << ": " << person.state.name;
    }
    each.heard->closed = true;
  }
}

TEST_F(PurposeApi, WhatIsRestrictedIsNotChangedEither) {
  const Case& person = cases_->at(1);
  const Rows before = server.rows();
  EXPECT_EQ(server.owner("PATCH", "/api/v1/contacts/" + person.contact, R"({"department":"Sales"})").status, 404);
  EXPECT_EQ(server.owner("DELETE", "/api/v1/contacts/" + person.contact).status, 404);
  EXPECT_EQ(server.owner("POST", "/api/v1/notes", fmt::format(R"({{"text":"x","contacts":["{}"]}})", person.contact)).code(), "unknown_link");
  EXPECT_EQ(server.rows(), before);
}

TEST_F(PurposeApi, AnUndeclaredPairIsRefusedAndCounted) {
  const auto times = [&](std::string_view category) {
    std::int64_t sum = 0;
    for (const privacy::Refusal& refusal : server.base.decisions.refusals().list()) {
      if (refusal.workspace == server.first && refusal.purpose == "marketing" && refusal.category == category) sum += refusal.times;
    }
    return sum;
  };
  const std::int64_t before = times("user.demographic.date_of_birth");
  EXPECT_EQ(ask(actors().front(), "marketing", "GET", "/api/v1/contacts?fields=birthday").status, 400);
  EXPECT_EQ(times("user.demographic.date_of_birth"), before + 1);
  EXPECT_THAT(server.send(Ask{.method = "GET", .target = "/metrics"}).text, HasSubstr(R"(purpose="marketing",category="user.demographic.date_of_birth"})"));
  EXPECT_EQ(ask(actors().front(), "astrology", "GET", "/api/v1/contacts").code(), "unknown_purpose");
}

}  // namespace
}  // namespace probity::api

#pragma once
// Members in roles of every reach, and contacts that are this one's, that one's, shared and private.
#include "base/time.hpp"
#include "seated.hpp"

namespace probity::api {

inline constexpr const char* kOwnOnly = R"({"everything":{"read":"own","create":"own","update":"own","delete":"own","export":"own","bulk":"own"}})";
inline constexpr const char* kTeamOnly = R"({"everything":{"read":"team","create":"team","update":"team","delete":"team","export":"team","bulk":"team"}})";
inline constexpr const char* kClerk = R"({"everything":{"read":"all","create":"all","update":"all","delete":"none","export":"none","bulk":"none"},
  "entities":{"contact":{"read":"all","update":"all","export":"all","fields":{"birthday":"hidden","email":"hidden","phone":"read"}},"deal":{"read":"none"}},"purposes":["service"]})";

/// A contact and whose it is.
struct Case {
  std::string name;
  std::string marker;
  std::string id, note, follower;
};

struct Reader {
  Somebody who;
  std::set<std::string> sees;     ///< names of cases
  std::set<std::string> changes;
  std::set<std::string> exports;
};

class RolesApi : public ApiTest {
 protected:
  static inline std::unique_ptr<std::vector<Case>> cases_;
  static inline std::unique_ptr<std::vector<Reader>> readers_;
  static inline Somebody self_, mate_, stranger_, clerk_, teamed_, manager_;
  static inline std::string company_, team_, own_role_;

  static void SetUpTestSuite() {
    if (cases_) return;
    Server& server = Server::one();
    own_role_ = make_role(server, "Own only", kOwnOnly);
    self_ = seat_somebody(server, "self", own_role_);
    teamed_ = seat_somebody(server, "teamed", make_role(server, "Team only", kTeamOnly));
    mate_ = seat_somebody(server, "mate", "member");
    stranger_ = seat_somebody(server, "stranger", "member");
    manager_ = seat_somebody(server, "manager", "manager");
    clerk_ = seat_somebody(server, "clerk", make_role(server, "Clerk", kClerk));
    team_ = make_team(server, "Sales", {self_.id, teamed_.id, mate_.id});
    make_team(server, "Others", {stranger_.id, manager_.id});
    company_ = server.create("companies", R"({"name":"Rollenspiel AG"})");
    cases_ = std::make_unique<std::vector<Case>>();
    const auto make = [&](const std::string& name, const std::string& owner) {
      cases_->push_back(make_case(server, name, owner));
      return "/api/v1/contacts/" + cases_->back().id;
    };
    const auto give = [&](const std::string& path, const std::string& body) {
      const Reply given = server.owner("POST", path + "/shares", body);
      EXPECT_EQ(given.status, 201) << given.text;
    };
    make("ofself", self_.id);
    make("ofmate", mate_.id);
    make("ofstranger", stranger_.id);
    make("ofnobody", "");
    give(make("lent", stranger_.id), fmt::format(R"({{"level":"read","member":"{}"}})", self_.id));
    give(make("teamwork", stranger_.id), fmt::format(R"({{"level":"write","team":"{}"}})", team_));
    give(make("secret", stranger_.id), R"({"level":"private"})");
    const std::string both = make("confided", stranger_.id);
    give(both, R"({"level":"private"})");
    give(both, fmt::format(R"({{"level":"read","member":"{}"}})", self_.id));
    const std::set<std::string> open{"ofself", "ofmate", "ofstranger", "ofnobody", "lent", "teamwork"};
    const auto with = [](std::set<std::string> names, std::initializer_list<const char*> more) {
      names.insert(more.begin(), more.end());
      return names;
    };
    const std::set<std::string> all = with(open, {"secret", "confided"});
    readers_ = std::make_unique<std::vector<Reader>>(std::vector<Reader>{
        {{"owner", server.owner_token, ""}, all, all, all},
        {{"administrator", server.administrator_token, ""}, all, all, all},
        {manager_, all, all, all},
        {mate_, open, open, open},
        {stranger_, all, all, all},
        {{"reader", server.reader_token, ""}, open, {}, {}},
        {self_, {"ofself", "lent", "teamwork", "confided"}, {"ofself", "teamwork"}, {"ofself"}},
        {teamed_, {"ofself", "ofmate", "teamwork"}, {"ofself", "ofmate", "teamwork"}, {"ofself", "ofmate"}},
    });
  }

  static Case make_case(Server& server, const std::string& name, const std::string& owner) {
    Case made{.name = name, .marker = "Rolle" + name};
    const std::string owned = owner.empty() ? "" : fmt::format(R"(,"owner":"{}")", owner);
    made.id = server.create("contacts", fmt::format(R"({{"first_name":"Given","last_name":"{0}","email":"{0}@example.org","birthday":"1980-01-01","company":"{1}"{2}}})", made.marker, company_, owned));
    EXPECT_EQ(server.owner("PATCH", "/api/v1/contacts/" + made.id, R"({"first_name":"Renamed"})").status, 200);
    made.note = server.create("notes", fmt::format(R"({{"text":"About {}","contacts":["{}"]}})", made.marker, made.id));
    made.follower = server.create("contacts", fmt::format(R"({{"last_name":"Follower of {}","reports_to":"{}","owner":"{}"}})", name, made.id, self_.id));
    return made;
  }

  Reply ask(const Somebody& who, std::string method, std::string target, std::string body = {}) const { return server.send(server.as(who.token, std::move(method), std::move(target), std::move(body))); }
  static std::string encoded(std::string_view text) {
    std::string all;
    for (const char c : text) all += std::isalnum(static_cast<unsigned char>(c)) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    return all;
  }
  static std::string filter(std::string_view field, std::string_view value) { return encoded(fmt::format(R"({{"field":"{}","op":"eq","value":"{}"}})", field, value)); }
  static bool shows(const Reply& reply, const std::string& id) { return reply.text.find(fmt::format(R"("id":"{}")", id)) != std::string::npos; }
  /// What an answer would be for a record that does not exist.
  static std::string forget(std::string text, const std::string& id) {
    for (auto at = text.find(id); at != text.npos; at = text.find(id)) text.replace(at, id.size(), "ID");
    return text;
  }
};

}  // namespace probity::api

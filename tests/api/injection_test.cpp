// What is entered is data in every field of every entity: taken from the model, so that a new field is
// tried the day it is declared.
#include <fstream>

#include "api_fixture.hpp"
#include "http/edge/target.hpp"

namespace probity::api {
namespace {

/// Each means something to a database, a spreadsheet, a browser, a shell or a terminal.
const std::vector<std::string> kHostile = {
    "'; DROP TABLE contact; --", "\" OR \"1\"=\"1", "1) UNION SELECT * FROM member --",
    "=HYPERLINK(\"http://evil.example\",\"x\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1:A9)", "\t=1+1",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "{{constructor}}${7*7}#{7*7}",
    "$(reboot)`reboot`", "..%2f..%2f../../etc/passwd", "%s%n%x", "NEAR(a b) AND *", "\xE2\x80\xAE" "evil"};

bool is_text(const meta::Field& field) { return field.type->name() == "text" || field.type->name() == "long_text"; }

std::string filled(const Server& server, const meta::Entity& entity, const std::string& field, const std::string& text);

/// A value that a required field of this kind takes.
std::optional<std::string> some_value(const Server& server, const meta::Field& field) {
  const std::string_view type = field.type->name();
  static int number = 0;  // some are unique
  if (field.name == "purpose") return "\"marketing\"";
  if (is_text(field)) return fmt::format("\"Plain {}\"", ++number);
  if (type == "date_time") return "\"2026-01-31T10:00:00Z\"";
  if (type == "date") return "\"2026-01-31\"";
  if (type == "number" || type == "money" || type == "duration" || type == "rating") return "1";
  if (type == "boolean") return "true";
  if (type == "json") return "{}";
  if (type == "choice") return fmt::format("\"{}\"", field.choices.front().value);
  if (type == "link") {
    const auto* target = expect_value(server.base.workspaces->find(server.first))->catalog()->model().find(field.to == "*" ? "contact" : field.to);
    const Reply made = server.owner("POST", fmt::format("/api/v1/{}?allow_duplicate=true", target->plural), filled(server, *target, "", ""));
    EXPECT_EQ(made.status, 201) << made.text;
    return '"' + made.text_at("id") + '"';
  }
  return std::nullopt;
}

/// A body with everything that is required, and `text` in one field.
std::string filled(const Server& server, const meta::Entity& entity, const std::string& field, const std::string& text) {
  std::vector<std::string> members;
  for (const meta::Field& one : entity.fields) {
    if (one.name == field) {
      JsonDocument value;
      value.SetString(text.c_str(), static_cast<rapidjson::SizeType>(text.size()), value.GetAllocator());
      members.push_back(fmt::format("\"{}\":{}", one.name, to_json_text(value)));
    } else if ((one.required || (!entity.require_one_of.empty() && one.name == entity.require_one_of.front())) && !one.read_only) {
      const auto value = some_value(server, one);
      if (value) members.push_back(fmt::format("\"{}\":{}", one.name, *value));
    }
  }
  return fmt::format("{{{}}}", fmt::join(members, ","));
}

std::string encoded(std::string_view text) {
  std::string result;
  for (const char c : text) result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return result;
}

/// Entities whose records anybody creates by a plain POST.
std::vector<const meta::Entity*> entities(const Server& server) {
  std::vector<const meta::Entity*> found;
  for (const auto& entity : expect_value(server.base.workspaces->find(server.first))->catalog()->model().entities()) {
    if (entity->name != "document" && entity->name != "notification" && entity->name != "share") found.push_back(entity.get());
  }
  return found;
}

TEST_F(ApiTest, EveryTextFieldKeepsHostileTextLetterForLetter) {
  int tried = 0;
  for (const meta::Entity* entity : entities(server)) {
    for (const meta::Field& field : entity->fields) {
      if (!is_text(field) || field.read_only) continue;
      for (const std::string& text : kHostile) {
        const Reply made = server.owner("POST", fmt::format("/api/v1/{}?allow_duplicate=true", entity->plural), filled(server, *entity, field.name, text));
        const std::string where = fmt::format("{}.{} = {}: {}", entity->name, field.name, text, made.text);
        if (made.status != 201) {
          // A rule of the field may refuse it, by name.
          EXPECT_EQ(made.status, 422) << where;
          EXPECT_EQ(made.text_at("errors.0.field"), field.name) << where;
          continue;
        }
        ++tried;
        const Reply read = server.owner("GET", fmt::format("/api/v1/{}/{}", entity->plural, made.text_at("id")));
        const std::string kept = read.text_at(field.name);
        EXPECT_TRUE(kept == text || "\t" + kept == text) << where << " became " << kept;
        EXPECT_EQ(read.header("Content-Type"), "application/json");
        const std::string filter = fmt::format(R"({{"field":"{}","op":"eq","value":{}}})", field.name, to_json_text(read.at(field.name)));
        const Reply found = server.owner("GET", fmt::format("/api/v1/{}?limit=200&fields={}&filter={}", entity->plural, field.name, encoded(filter)));
        ASSERT_EQ(found.status, 200) << where << found.text;
        EXPECT_GE(found.at("items").Size(), 1u) << where;
      }
    }
  }
  EXPECT_GT(tried, 300);
}

/// No cell of a CSV that this program writes begins a formula.
TEST_F(ApiTest, NoExportedCellBeginsAFormula) {
  for (const meta::Entity* entity : entities(server)) {
    for (const meta::Field& field : entity->fields) {
      if (!is_text(field) || field.read_only) continue;
      for (const char* text : {"=1+1", "+1+1", "-1+1", "@SUM(1)", "\"=1+1", "  =1+1"}) {
        server.owner("POST", fmt::format("/api/v1/{}?allow_duplicate=true", entity->plural), filled(server, *entity, field.name, text));
      }
    }
    const auto access = expect_value(server.accounts->access_of_token(server.owner_token));
    const auto context = expect_value(server.base.records->enter(access, entity->name));
    const auto file = server.base.folder.path() / "formulas.csv";
    expect_value(server.exports->write_file(context, {.format = *records::exporting::format_named("csv"), .filter = "", .fields = {}}, file));
    std::ifstream stream(file, std::ios::binary);
    const std::string written{std::istreambuf_iterator<char>(stream), {}};
    for (const char* start : {"=", "+1+", "-1+", "@"}) {
      for (const char* before : {",", "\n", ",\"", "\n\""}) EXPECT_EQ(written.find(std::string(before) + start), std::string::npos) << entity->name << " " << before << start;
    }
  }
}

TEST_F(ApiTest, AnotherWorkspacesIdIsUnknownInEveryLink) {
  std::map<std::string, std::string> foreign;
  for (const meta::Entity* entity : entities(server)) {
    if (std::ranges::any_of(entity->fields, [](const meta::Field& field) { return field.required && field.type->name() == "link"; })) continue;
    const Reply made = server.send(server.as(server.second_token, "POST", fmt::format("/api/v1/{}?allow_duplicate=true", entity->plural), filled(server, *entity, "", "")));
    if (made.status == 201) foreign[entity->name] = made.text_at("id");
  }
  int tried = 0;
  for (const meta::Entity* entity : entities(server)) {
    for (const meta::Field& field : entity->fields) {
      const bool one = field.type->name() == "link";
      const auto id = foreign.find(field.to == "*" ? "contact" : field.to);
      if ((!one && field.type->name() != "links") || field.read_only || id == foreign.end()) continue;
      std::string body = filled(server, *entity, "", "");
      const std::string value = one ? fmt::format(R"("{}")", id->second) : fmt::format(R"(["{}"])", id->second);
      if (field.required) continue;
      body.insert(1, fmt::format(R"("{}":{}{})", field.name, value, body == "{}" ? "" : ","));
      const Rows before = server.rows();
      const Reply reply = server.owner("POST", fmt::format("/api/v1/{}?allow_duplicate=true", entity->plural), body);
      EXPECT_EQ(reply.status, 422) << entity->name << "." << field.name << " " << reply.text;
      EXPECT_EQ(reply.text_at("errors.0.field"), field.name) << reply.text;
      EXPECT_EQ(server.rows(), before) << entity->name << "." << field.name;
      ++tried;
    }
  }
  EXPECT_GT(tried, 10);
}

TEST_F(ApiTest, ACursorChangedInAnyPlaceIsRefused) {
  server.create_contact("Cursor A");
  server.create_contact("Cursor B");
  const std::string list = "/api/v1/contacts?limit=1&sort=last_name&cursor=";
  const std::string cursor = server.owner("GET", "/api/v1/contacts?limit=1&sort=last_name").text_at("next");
  ASSERT_FALSE(cursor.empty());
  for (std::size_t place = 0; place < cursor.size(); ++place) {
    std::string forged = cursor;
    forged[place] = forged[place] == 'A' ? 'z' : 'A';
    EXPECT_EQ(server.owner("GET", list + forged).code(), "bad_cursor") << place;
  }
  for (const std::string& forged : std::vector<std::string>{cursor + "A", cursor.substr(1), cursor.substr(0, cursor.size() - 1), cursor + cursor, "A", std::string(5000, 'A'),
                                   "..%2F", "'%20OR%201=1--"}) {
    EXPECT_EQ(server.owner("GET", list + forged).code(), "bad_cursor") << forged;
  }
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", list + cursor)).code(), "bad_cursor") << "of another workspace";
}

TEST_F(ApiTest, RequestsBeyondReasonAreRefusedAndTellWhy) {
  const auto list = [&](const std::string& filter) { return server.owner("GET", "/api/v1/contacts?filter=" + encoded(filter)); };
  std::string deep = R"({"field":"last_name","op":"eq","value":"x"})";
  for (int level = 0; level < 1000; ++level) deep = R"({"not":)" + deep + "}";
  EXPECT_EQ(list(deep).status, 400);
  EXPECT_FALSE(list(deep).text_at("detail").empty());
  std::string wide = R"({"any":[)";
  for (int index = 0; index < 5000; ++index) wide += fmt::format(R"({}{{"field":"last_name","op":"contains","value":"x{}"}})", index ? "," : "", index);
  EXPECT_EQ(list(wide + "]}").status, 400);
  std::string many = R"({"field":"last_name","op":"in","value":[)";
  for (int index = 0; index < 20000; ++index) many += fmt::format(R"({}"x{}")", index ? "," : "", index);
  const Reply values = list(many + "]}");
  EXPECT_TRUE(values.status == 400 || values.status == 200) << values.text;
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?expand=" + encoded(std::string(20000, 'a'))).status, 400);
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?sort=last_name,first_name,last_name").status, 400);
  EXPECT_LT(server.owner("GET", "/api/v1/search?q=" + std::string(100'000, 'a')).status, 500);
  for (const char* target : {"/api/v1/search?q=%00", "/api/v1/contacts?q=a%00b", "/api/v1/contacts%00", "/api/v1/contacts/%00", "/api/v1/contacts/%0d%0aX:1", "/api/v1/contacts/%ff"}) {
    http::Request request;
    std::string_view authority;
    const auto refused = http::read_target(target, request, authority);
    EXPECT_TRUE(refused || request.path.find_first_of("\r\n") != std::string::npos) << target;
    if (!refused) EXPECT_EQ(server.owner("GET", target).status, 404) << target;
  }
}

TEST_F(ApiTest, TenThousandIdsAreOneBatch) {
  const std::string own = server.create_contact("Batched");
  std::string ids;
  for (int index = 0; index < 9'999; ++index) ids += fmt::format("\"{}\",", Id::make().text());
  const Reply queued = server.owner("POST", "/api/v1/contacts/batch", fmt::format(R"({{"operation":"update","ids":[{}"{}"],"patch":{{"job_title":"Batched"}}}})", ids, own));
  ASSERT_EQ(queued.status, 202) << queued.text;
  const Reply done = server.finish(queued.text_at("id"));
  EXPECT_EQ(done.text_at("state"), "done") << done.text;
  EXPECT_EQ(done.at("failed").GetInt(), 9'999) << done.text;
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + own).text_at("job_title"), "Batched");
}

TEST_F(ApiTest, NamesOfFilesAreNeverPaths) {
  for (const std::string& name : std::vector<std::string>{"../../etc/passwd", "/etc/passwd", "..\\..\\boot.ini", "a/../../b.csv", "\r\nSet-Cookie: x=1", "x\"; filename=\"evil.exe", std::string("nul\0.txt", 8), "", "."}) {
    const std::string upload = server.upload("First name,Last name\nAda,Path\n", name);
    const Reply import = server.owner("POST", "/api/v1/imports", fmt::format(R"({{"entity":"contacts","upload":"{}"}})", upload));
    EXPECT_EQ(import.status, 201) << name << import.text;
    const Reply document = server.owner("POST", "/api/v1/documents", fmt::format(R"({{"upload":"{}","name":"Named"}})", upload));
    ASSERT_EQ(document.status, 201) << name << document.text;
    const Reply content = server.owner("GET", "/api/v1/documents/" + document.text_at("id") + "/content");
    EXPECT_EQ(content.status, 200) << name << content.text;
    const std::string header(content.header("Content-Disposition"));
    EXPECT_EQ(header.find_first_of("\r\n/\\", std::string("attachment").size()), std::string::npos) << header;
    EXPECT_EQ(std::ranges::count(header, '"'), 2) << header;
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(server.base.folder.path() / "files")) {
    EXPECT_EQ(entry.path().filename().string().find("passwd"), std::string::npos) << entry.path();
  }
}

}  // namespace
}  // namespace probity::api

// What people and programs get wrong: each gets a clear problem document, and nothing is written.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

struct Wrong {
  const char* what;
  const char* method;
  std::string path;
  std::string body;
  int status;
  const char* code;
};

std::string nested(int depth) {
  std::string text = R"({"last_name":)";
  for (int level = 0; level < depth; ++level) text += '[';
  for (int level = 0; level < depth; ++level) text += ']';
  return text + "}";
}

std::string filter(std::string_view json) {
  std::string encoded;
  for (const char c : json) encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  return "/api/v1/contacts?filter=" + encoded;
}

TEST_F(ApiTest, WrongInputIsRefusedByName) {
  const std::string contact = "/api/v1/contacts/" + server.create_contact("Steady");
  const Wrong cases[] = {
      {"malformed JSON", "POST", "/api/v1/contacts", R"({"last_name":)", 400, "malformed_json"},
      {"no object", "POST", "/api/v1/contacts", R"(["last_name"])", 400, "not_an_object"},
      {"text after the end", "POST", "/api/v1/contacts", R"({"last_name":"A"} x)", 400, "malformed_json"},
      {"a member twice", "POST", "/api/v1/contacts", R"({"last_name":"A","last_name":"B"})", 400, "malformed_json"},
      {"invalid UTF-8", "POST", "/api/v1/contacts", "{\"last_name\":\"\xc3\x28\"}", 400, "malformed_json"},
      {"an overlong form", "POST", "/api/v1/contacts", "{\"last_name\":\"\xc0\xaf\"}", 400, "malformed_json"},
      {"half a surrogate pair", "POST", "/api/v1/contacts", R"({"last_name":"\ud800"})", 400, "malformed_json"},
      {"a NUL byte", "POST", "/api/v1/contacts", R"({"last_name":"a\u0000b"})", 400, "malformed_json"},
      {"deep nesting", "POST", "/api/v1/contacts", nested(100), 400, "malformed_json"},
      {"very deep nesting", "POST", "/api/v1/contacts", nested(200'000), 400, "malformed_json"},
      {"an unknown field", "POST", "/api/v1/contacts", R"({"last_name":"A","nonsense":1})", 422, "unknown_field"},
      {"a field of the system", "POST", "/api/v1/contacts", R"({"last_name":"A","created_at":"2020-01-01T00:00:00Z"})", 422, "unknown_field"},
      {"a column below", "POST", "/api/v1/contacts", R"({"_deleted_at":1})", 422, "unknown_field"},
      {"a number for a text", "POST", "/api/v1/contacts", R"({"last_name":5})", 422, "wrong_type"},
      {"an object for a text", "POST", "/api/v1/contacts", R"({"last_name":{"a":1}})", 422, "wrong_type"},
      {"a text that is too long", "POST", "/api/v1/contacts", fmt::format(R"({{"last_name":"{}"}})", std::string(5000, 'x')), 422, "too_long"},
      {"no address", "POST", "/api/v1/contacts", R"({"last_name":"A","email":"nobody"})", 422, "invalid_email"},
      {"no date", "POST", "/api/v1/contacts", R"({"last_name":"A","birthday":"2023-02-30"})", 422, "invalid_date"},
      {"no choice", "POST", "/api/v1/contacts", R"({"last_name":"A","status":"imaginary"})", 422, "unknown_choice"},
      {"a rating beyond five", "POST", "/api/v1/companies", R"({"name":"A","rating":9})", 422, nullptr},
      {"no id in a link", "POST", "/api/v1/contacts", R"({"last_name":"A","company":"acme"})", 422, "invalid_id"},
      {"a link to nothing", "POST", "/api/v1/contacts", R"({"last_name":"A","company":"0190a000-0000-7000-8000-000000000000"})", 422, "unknown_link"},
      {"a missing field", "POST", "/api/v1/notes", R"({})", 422, "required"},
      {"a patch of an unknown field", "PATCH", contact, R"({"nonsense":1})", 422, "unknown_field"},
      {"a patch of the id", "PATCH", contact, R"({"id":"0190a000-0000-7000-8000-000000000000"})", 422, "unknown_field"},
      {"a patch of the version", "PATCH", contact, R"({"version":7})", 422, "unknown_field"},
      {"a filter on an unknown field", "GET", filter(R"({"field":"nonsense","op":"eq","value":1})"), "", 400, "unknown_field"},
      {"a filter on a column below", "GET", filter(R"({"field":"_subject_state","op":"eq","value":0})"), "", 400, "unknown_field"},
      {"an unknown operator", "GET", filter(R"({"field":"last_name","op":"like","value":"a"})"), "", 400, "unknown_operator"},
      {"an operator of another type", "GET", filter(R"({"field":"company","op":"contains","value":"a"})"), "", 400, "wrong_operator"},
      {"a value of another type", "GET", filter(R"({"field":"birthday","op":"lt","value":"soon"})"), "", 400, nullptr},
      {"a filter of nothing", "GET", filter(R"({"any":"thing"})"), "", 400, "bad_filter"},
      {"a deep filter", "GET", filter(std::string(5000, '[')), "", 400, "malformed_json"},
      {"an unknown method", "PUT", contact, "{}", 405, "method_not_allowed"},
      {"an invented method", "EXPLODE", contact, "", 405, "method_not_allowed"},
      {"an unknown address", "GET", "/api/v2/contacts", "", 404, "not_found"},
      {"no address at all", "GET", "/wp-login.php", "", 404, "not_found"},
  };
  for (const Wrong& wrong : cases) {
    const Rows before = server.rows();
    const Reply reply = server.owner(wrong.method, wrong.path, wrong.body);
    EXPECT_EQ(reply.status, wrong.status) << wrong.what << ": " << reply.text;
    EXPECT_TRUE(!wrong.code || reply.code() == wrong.code) << wrong.what << ": " << reply.text;
    EXPECT_EQ(reply.header("Content-Type"), "application/problem+json") << wrong.what;
    EXPECT_EQ(reply.at("status").GetInt(), wrong.status) << wrong.what;
    EXPECT_FALSE(reply.text_at("detail").empty()) << wrong.what;
    EXPECT_EQ(server.rows(), before) << wrong.what;
  }
}

TEST_F(ApiTest, EveryWrongFieldIsToldAtOnce) {
  const Reply reply = server.owner("POST", "/api/v1/contacts", R"({"last_name":5,"email":"nobody","nonsense":1})");
  EXPECT_EQ(reply.status, 422);
  ASSERT_EQ(reply.at("errors").Size(), 3u);
  EXPECT_EQ(reply.text_at("errors.0.field"), "last_name");
  EXPECT_EQ(reply.text_at("errors.1.field"), "email");
  EXPECT_EQ(reply.text_at("errors.2.field"), "nonsense");
}

TEST_F(ApiTest, AnUnknownMethodNamesThoseThereAre) {
  const Reply reply = server.owner("PUT", "/api/v1/contacts/" + server.create_contact());
  EXPECT_EQ(reply.header("Allow"), "GET, HEAD, PATCH, DELETE");
}

TEST_F(ApiTest, ABodyBeyondTheRoutesLimitIsRefused) {
  const Rows before = server.rows();
  const Reply reply = server.owner("POST", "/api/v1/contacts", fmt::format(R"({{"last_name":"{}"}})", std::string(2 * 1024 * 1024, 'x')));
  EXPECT_EQ(reply.status, 413);
  EXPECT_EQ(server.rows(), before);
  EXPECT_EQ(http::largest_body("POST", "/api/v1/contacts"), 1024u * 1024);
  EXPECT_EQ(http::largest_body("PATCH", "/api/v1/uploads/x"), 8u * 1024 * 1024);
  EXPECT_LE(http::largest_body("POST", "/nowhere"), 1024u);
}

TEST_F(ApiTest, OnlyJsonIsTakenAsJson) {
  for (const char* type : {"", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json; charset=latin1", "application/jsonp"}) {
    Ask ask = server.as(server.owner_token, "POST", "/api/v1/contacts");
    ask.body = R"({"last_name":"A"})";
    if (*type) ask.with("Content-Type", type);
    EXPECT_EQ(server.send(ask).status, 415) << type;
  }
  Ask ask = server.as(server.owner_token, "POST", "/api/v1/contacts");
  ask.body = R"({"last_name":"Charset"})";
  EXPECT_EQ(server.send(ask.with("Content-Type", "Application/JSON; charset=UTF-8")).status, 201);
}

/// Whatever looks like code in some language is kept letter for letter, and found again.
TEST_F(ApiTest, TextIsNeverCode) {
  for (const std::string text : {"'; DROP TABLE contact;--", "\\\" OR 1=1 --", "=HYPERLINK(\\\"http://evil\\\",\\\"x\\\")", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
                                 "${jndi:ldap://x}", "{{7*7}}", "%s%n%x", "../../etc/passwd", "a\\nb", "\\u202Eevil", "💥", "Robert'); --"}) {
    const Reply created = server.owner("POST", "/api/v1/contacts?allow_duplicate=true", fmt::format(R"({{"first_name":"{0}","description":"{0}"}})", text));
    ASSERT_TRUE(created.status == 201 || created.status == 422) << text << created.text;
    if (created.status == 422) continue;
    const Reply read = server.owner("GET", "/api/v1/contacts/" + created.text_at("id"));
    EXPECT_EQ(read.text_at("first_name"), created.text_at("first_name"));
    const auto parsed = parse_json(fmt::format(R"(["{}"])", text));
    EXPECT_EQ(read.text_at("description"), view((*parsed)[0])) << text;
    EXPECT_EQ(read.header("Content-Type"), "application/json");
  }
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?limit=1").status, 200);
}

TEST_F(ApiTest, SearchAndFilterTextIsNeverCode) {
  for (const char* text : {"%27%20OR%201=1--", "%22", "*", "NEAR(a%20b)", "a%20AND%20", "%25", "_", "(", "%5C", "-x", "a:b"}) {
    EXPECT_EQ(server.owner("GET", std::string("/api/v1/search?q=") + text).status, 200) << text;
    EXPECT_EQ(server.owner("GET", std::string("/api/v1/contacts?q=") + text).status, 200) << text;
  }
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?sort=last_name;DROP%20TABLE%20contact").code(), "unknown_field");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?sort=_created_at").code(), "unknown_field");
}

TEST_F(ApiTest, AnotherWorkspacesIdsAreUnknownInEveryPlace) {
  const Reply foreign = server.send(server.as(server.second_token, "POST", "/api/v1/companies", R"({"name":"Foreign"})"));
  ASSERT_EQ(foreign.status, 201);
  const std::string id = foreign.text_at("id");
  const std::string own = server.create_contact("Own");
  const Rows before = server.rows();
  EXPECT_EQ(server.owner("POST", "/api/v1/contacts", fmt::format(R"({{"last_name":"A","company":"{}"}})", id)).code(), "unknown_link");
  EXPECT_EQ(server.owner("PATCH", "/api/v1/contacts/" + own, fmt::format(R"({{"company":"{}"}})", id)).code(), "unknown_link");
  const Reply merge = server.owner("POST", "/api/v1/contacts/merge", fmt::format(R"({{"winner":"{}","losers":["{}"]}})", own, id));
  EXPECT_GE(merge.status, 400) << merge.text;
  EXPECT_EQ(merge.text.find("Foreign"), std::string::npos);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ApiTest, PurposeDecidesWhatIsSeen) {
  const std::string id = server.create("contacts", R"({"last_name":"Purpose","description":"internal"})");
  const std::string path = "/api/v1/contacts/" + id;
  const auto read = [&](const char* purpose) { return server.send(server.as(server.owner_token, "GET", path).with("Probity-Purpose", purpose)); };
  EXPECT_EQ(read("service").text_at("description"), "internal");
  EXPECT_EQ(read("marketing").status, 404) << "nobody agreed yet";
  const privacy::Access access{.actor = {}, .workspace = server.first, .grants = privacy::Grants::make({.role = "owner", .administrator = true}), .origin = "test"};
  const auto contacts = expect_value(server.base.records->enter(access, "contact"));
  expect_value(records::set_state(*server.base.records, contacts, *Id::parse(id), [](privacy::SubjectState state) { return state | privacy::agreed_to(3); }));
  const Reply marketing = read("marketing");
  EXPECT_EQ(marketing.status, 200);
  EXPECT_EQ(marketing.text_at("last_name"), "Purpose");
  EXPECT_TRUE(marketing.at("description").IsNull());
  EXPECT_EQ(marketing.text.find("internal"), std::string::npos);
  const Reply write = server.send(server.as(server.owner_token, "PATCH", path, R"({"description":"x"})").with("Probity-Purpose", "marketing"));
  EXPECT_EQ(write.code(), "unknown_field");
}

}  // namespace
}  // namespace probity::api

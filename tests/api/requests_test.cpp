// What people ask about their data, over HTTP: for administrators, and for anybody by the form and a link.
#include <atomic>

#include "api_fixture.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;
using testing::Not;

class RequestsApi : public testing::Test {
 protected:
  Server& server = Server::one();

  void SetUp() override {
    server.letters.clear();
    name = fmt::format("person{}@example.org", ++count);
    contact = server.create("contacts", fmt::format(R"({{"last_name":"Asker","email":"{}"}})", name));
    peer = fmt::format("198.51.{}.7", count % 250);
  }
  void run(const std::string& slug) { expect_value(server.base.jobs->run_due(slug)); }
  std::string page() const { return "/requests/of/" + server.first; }

  Reply post(std::string target, std::string body) const {
    Ask ask{.method = "POST", .target = std::move(target), .body = std::move(body)};
    ask.peer = peer;
    ask.with("Content-Type", "application/x-www-form-urlencoded").with("Origin", "http://crm.example");
    return server.send(ask);
  }
  Reply get(std::string target) const {
    Ask ask{.method = "GET", .target = std::move(target)};
    ask.peer = peer;
    return server.send(ask);
  }
  std::string value(std::string_view name) const {
    for (auto letter = server.letters.rbegin(); letter != server.letters.rend(); ++letter) {
      if (const auto found = letter->values.find(name); found != letter->values.end()) return found->second;
    }
    return {};
  }
  std::string path() const { return value("status_url").substr(std::string("https://crm.example").size()); }
  std::string entered(std::string more) const {
    const Reply reply = server.owner("POST", "/api/v1/requests", fmt::format(R"({{"source":"letter","person":"{}",{}}})", contact, more));
    EXPECT_EQ(reply.status, 201) << reply.text;
    return reply.text_at("id");
  }
  Reply step(const std::string& id, std::string body) const { return server.owner("POST", "/api/v1/requests/" + id + "/steps", std::move(body)); }

  std::string name, contact, peer;
  static inline std::atomic<int> count = 0;
};

TEST_F(RequestsApi, TheFormAnswersTheSameForEveryAddress) {
  const Reply known = post(page(), "kind=access&email=" + name);
  const Reply unknown = post(page(), "kind=access&email=nobody-" + name);
  EXPECT_EQ(known.status, 200);
  EXPECT_EQ(known.status, unknown.status);
  EXPECT_EQ(known.text, unknown.text);
  EXPECT_TRUE(server.letters.empty()) << "nothing that depends on the address happens before the answer";
  run(server.first);
  ASSERT_EQ(server.letters.size(), 2u);
  EXPECT_EQ(server.letters[0].template_name, "request-proof");
  EXPECT_EQ(server.letters[1].template_name, "request-whose");
}

TEST_F(RequestsApi, ThePersonProvesFollowsAndTakesBack) {
  post(page(), "kind=access&email=" + name);
  run(server.first);
  const Reply status = get(path());
  EXPECT_EQ(status.status, 200);
  EXPECT_THAT(status.text, HasSubstr("name=\"code\""));
  EXPECT_THAT(status.text, Not(HasSubstr(name)));
  EXPECT_EQ(status.header("X-Robots-Tag"), "noindex");
  EXPECT_EQ(post(path(), "action=prove&code=00000000").status, 422);
  EXPECT_THAT(post(path(), "action=prove&code=" + value("code")).text, HasSubstr("We know now that it was you"));
  EXPECT_THAT(get(path()).text, Not(HasSubstr("name=\"code\"")));
  EXPECT_THAT(post(path(), "action=withdraw").text, HasSubstr("taken back"));
  EXPECT_EQ(post(path(), "action=withdraw").status, 409);
}

TEST_F(RequestsApi, ACodeIsNotGuessed) {
  post(page(), "kind=erasure&email=" + name);
  run(server.first);
  for (int i = 0; i < 6; ++i) EXPECT_EQ(post(path(), "action=prove&code=1234567" + std::to_string(i)).status, 422);
  EXPECT_EQ(post(path(), "action=prove&code=" + value("code")).status, 422) << "used up";
}

TEST_F(RequestsApi, LinksThatAreNoneLeadNowhere) {
  post(page(), "kind=access&email=" + name);
  run(server.first);
  const std::string right = path();
  const std::string token = right.substr(right.rfind('/') + 1), secret = token.substr(token.find('.'));
  std::string wrong = token;
  wrong[wrong.size() - 3] = wrong[wrong.size() - 3] == 'x' ? 'y' : 'x';
  const Reply none = get("/requests/at/" + wrong);
  EXPECT_EQ(none.status, 404);
  for (const std::string& other : {server.second + secret, std::string("system") + secret, std::string("nowhere") + secret, std::string("x")}) {
    const Reply reply = get("/requests/at/" + other);
    EXPECT_EQ(reply.status, 404) << other;
    EXPECT_EQ(reply.text, none.text) << other;
  }
  EXPECT_EQ(get(right).status, 200);
}

TEST_F(RequestsApi, WhatIsNoRequestLeavesNothing) {
  const Rows before = server.rows();
  EXPECT_EQ(post(page(), "kind=access&email=nonsense").status, 422);
  EXPECT_EQ(post(page(), "kind=access&email=a%40example.org%0d%0aBcc%3a+all%40example.org").status, 422);
  EXPECT_EQ(post(page(), "kind=everything&email=" + name).status, 422);
  EXPECT_EQ(post(page(), "kind=question&email=" + name).status, 422) << "a question without its words";
  EXPECT_EQ(post(page(), "kind=access&website=http%3a%2f%2fspam.example&email=" + name).status, 200) << "a program that fills in everything learns nothing";
  EXPECT_EQ(post("/requests/of/nowhere", "kind=access&email=" + name).status, 404);
  EXPECT_EQ(server.rows(), before);
  EXPECT_THAT(post(page(), "kind=nothing&message=%3Cscript%3Ealert(1)%3C%2Fscript%3E&email=" + name).text, Not(HasSubstr("<script>")));
}

TEST_F(RequestsApi, OneAddressIsWrittenToAFewTimesOnly) {
  int taken = 0;
  for (int i = 0; i < 8; ++i) taken += post(page(), "kind=access&email=" + name).status == 200;
  EXPECT_EQ(taken, 3);
  const Reply held = post(page(), "kind=access&email=" + name);
  EXPECT_EQ(held.status, 429);
  EXPECT_EQ(held.header("Retry-After"), "3600");
}

TEST_F(RequestsApi, WhoAsksTheOperatorHearsFromTheWorkspace) {
  EXPECT_EQ(post("/requests", "kind=access&email=" + name).status, 200);
  run("system");
  std::vector<std::string> levels;
  for (const auto& letter : server.letters) levels.push_back(letter.workspace + " " + letter.template_name);
  EXPECT_THAT(levels, testing::UnorderedElementsAre("system request-directed", server.first + " request-proof"));
}

TEST_F(RequestsApi, AnErasureThatWasAskedForEndsTheRequestAndLeavesNobodyInIt) {
  const std::string id = entered(R"("kind":"erasure","proof":"Called back on the number on file.")");
  EXPECT_EQ(step(id, R"({"step":"fulfil"})").text_at("outcome"), "Under way.");
  for (const char* late : {R"({"step":"withdraw","note":"No."})", R"({"step":"deny","reason":"other","note":"No."})"}) EXPECT_EQ(step(id, late).code(), "not_now") << late;
  run(server.first);
  const Reply story = server.owner("GET", "/api/v1/requests/" + id + "/story");
  EXPECT_EQ(story.text_at("state"), "fulfilled") << story.text;
  EXPECT_THAT(story.text_at("outcome"), testing::StartsWith("Erased, with a certificate."));
  EXPECT_TRUE(Id::parse(story.text_at("erasure")));
  EXPECT_TRUE(story.at("person").IsNull());
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + contact).status, 404);
}

TEST_F(RequestsApi, WhoRunsTheInstallationWorksOnRequestsToTheOperator) {
  EXPECT_EQ(post("/requests", "kind=question&message=Where+is+it%3F&email=nobody-" + name).status, 200);
  run("system");
  const Reply list = server.owner("GET", "/api/v1/operator/requests?sort=-received_at&limit=1");
  ASSERT_EQ(list.status, 200) << list.text;
  ASSERT_FALSE(list.text_at("items.0.id").empty()) << list.text;
  const std::string path = "/api/v1/operator/requests/" + list.text_at("items.0.id");
  EXPECT_EQ(server.owner("GET", path).text_at("kind"), "question");
  EXPECT_EQ(server.owner("GET", "/api/v1/requests/" + list.text_at("items.0.id")).status, 404) << "it is no workspace's";
  EXPECT_THAT(server.owner("GET", path + "/story").text_at("next.words"), HasSubstr("Answer"));
  for (const std::string& token : {server.second_token, server.member_token}) {
    const Rows before = server.rows();
    for (const Ask& ask : {server.as(token, "GET", "/api/v1/operator/requests"), server.as(token, "GET", path), server.as(token, "GET", path + "/story"), server.as(token, "GET", path + "/evidence"),
                           server.as(token, "POST", path + "/steps", R"({"step":"close","note":"No."})"), server.as(token, "POST", "/api/v1/operator/requests", R"({"kind":"question","email":"a@example.org","message":"x"})")}) {
      EXPECT_EQ(server.send(ask).status, 403) << ask.target;
    }
    EXPECT_EQ(server.rows(), before);
  }
  server.letters.clear();
  EXPECT_EQ(server.owner("POST", path + "/steps", R"({"step":"close","note":"In Frankfurt."})").text_at("state"), "fulfilled");
  ASSERT_EQ(server.letters.size(), 1u);
  EXPECT_EQ(server.letters[0].workspace, "system");
  EXPECT_THAT(server.owner("GET", path + "/evidence?format=html").text, HasSubstr("In Frankfurt."));
  EXPECT_EQ(server.owner("POST", "/api/v1/operator/requests", R"({"kind":"complaint","email":"caller@example.org","message":"Too slow","source":"phone"})").status, 201);
}

TEST_F(RequestsApi, OfSeveralPeopleWithOneAddressNobodyIsErasedBeforeAColleagueSaysWho) {
  const Reply twin = server.owner("POST", "/api/v1/contacts?allow_duplicate=true", fmt::format(R"({{"last_name":"Twin","email":"{}"}})", name));
  ASSERT_EQ(twin.status, 201) << twin.text;
  EXPECT_EQ(post(page(), "kind=erasure&email=" + name).status, 200);
  run(server.first);
  ASSERT_EQ(server.letters.size(), 1u);
  EXPECT_EQ(server.letters[0].template_name, "request-whose");
  EXPECT_THAT(get(path()).text, Not(HasSubstr("name=\"code\"")));
  EXPECT_EQ(post(path(), "action=prove&code=12345678").status, 422);
  run(server.first);
  for (const std::string& id : {contact, twin.text_at("id")}) EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + id).status, 200);
  const Reply listed = server.send(server.as(server.owner_token, "GET", "/api/v1/requests?sort=-received_at&limit=1").with("Probity-Purpose", "legal_obligation"));
  EXPECT_TRUE(listed.at("items.0.person").IsNull());
  const Reply story = server.owner("GET", "/api/v1/requests/" + listed.text_at("items.0.id") + "/story");
  EXPECT_THAT(story.text_at("next.words"), testing::AllOf(HasSubstr("2 people"), HasSubstr("Twin"), HasSubstr("Asker")));
}

TEST_F(RequestsApi, WhoIsInTheBinIsFoundAndAnswered) {
  EXPECT_EQ(server.owner("DELETE", "/api/v1/contacts/" + contact).status, 204);
  post(page(), "kind=access&email=" + name);
  run(server.first);
  ASSERT_EQ(server.letters.size(), 1u);
  EXPECT_EQ(server.letters[0].template_name, "request-proof");
  EXPECT_EQ(post(path(), "action=prove&code=" + value("code")).status, 200);
  const std::string erasure = entered(R"("kind":"erasure","proof":"Known.")");
  EXPECT_EQ(step(erasure, R"({"step":"fulfil"})").text_at("outcome"), "Under way.");
  run(server.first);
  EXPECT_EQ(server.owner("GET", "/api/v1/requests/" + erasure + "/story").text_at("state"), "fulfilled");
}

TEST_F(RequestsApi, MistakesHoldNobodyUpAndWhatWasTypedIsKept) {
  for (int i = 0; i < 6; ++i) EXPECT_EQ(post(page(), "kind=nothing&email=" + name).status, 422);
  EXPECT_EQ(post(page(), "kind=access&email=" + name).status, 200);
  for (int i = 0; i < 4; ++i) post(page(), "kind=access&email=" + name);
  const Reply held = post(page(), "kind=access&message=All+I+wrote&email=" + name);
  EXPECT_EQ(held.status, 429);
  EXPECT_THAT(held.text, testing::AllOf(HasSubstr("All I wrote"), HasSubstr(name)));
}

TEST_F(RequestsApi, AdministratorsFollowItToItsEnd) {
  const std::string id = entered(R"("kind":"restriction")");
  const Reply story = server.owner("GET", "/api/v1/requests/" + id + "/story");
  EXPECT_EQ(story.text_at("state"), "in_progress");
  EXPECT_EQ(story.text_at("reason"), "need_user_verification");
  EXPECT_THAT(story.text_at("clock.words"), HasSubstr("paused since"));
  EXPECT_EQ(story.text_at("person.id"), contact);
  EXPECT_EQ(step(id, R"({"step":"fulfil"})").code(), "not_now");
  EXPECT_EQ(step(id, R"({"step":"confirm_identity","note":"Called back on the number on file."})").text_at("identity"), "proven");
  EXPECT_EQ(step(id, R"({"step":"fulfil"})").text_at("state"), "fulfilled");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + contact).status, 404) << "restricted for real";
  EXPECT_EQ(step(id, R"({"step":"start"})").code(), "over");
  const Reply page = server.owner("GET", "/api/v1/requests/" + id + "/evidence?format=html");
  EXPECT_THAT(page.text, HasSubstr("Called back on the number on file."));
  EXPECT_THAT(std::string(page.header("Content-Disposition")), HasSubstr("attachment"));
  EXPECT_EQ(server.owner("GET", "/api/v1/requests/" + id + "/evidence").text_at("state"), "fulfilled");
}

TEST_F(RequestsApi, TheQueueIsAListOfRecordsForDutiesUnderTheLaw) {
  const std::string id = entered(R"("kind":"access")");
  EXPECT_EQ(server.owner("GET", "/api/v1/requests").status, 200);
  const Reply listed = server.send(server.as(server.owner_token, "GET", "/api/v1/requests?sort=due_at&limit=200").with("Probity-Purpose", "legal_obligation"));
  EXPECT_THAT(listed.text, HasSubstr(id));
  EXPECT_THAT(listed.text, Not(HasSubstr("token_hash")));
  EXPECT_THAT(listed.text, Not(HasSubstr("code_hash")));
  EXPECT_NE(server.send(server.as(server.owner_token, "PATCH", "/api/v1/requests/" + id, R"({"state":"fulfilled"})").with("Probity-Purpose", "legal_obligation")).status, 200) << "by its steps alone";
  EXPECT_NE(server.send(server.as(server.owner_token, "DELETE", "/api/v1/requests/" + id).with("Probity-Purpose", "legal_obligation")).status, 204);
}

TEST_F(RequestsApi, OthersSeeAndDoNothing) {
  const std::string id = entered(R"("kind":"access")");
  const Rows before = server.rows();
  for (const std::string& token : {server.member_token, server.reader_token}) {
    EXPECT_EQ(server.send(server.as(token, "GET", "/api/v1/requests/" + id + "/story")).status, 403);
    EXPECT_EQ(server.send(server.as(token, "POST", "/api/v1/requests/" + id + "/steps", R"({"step":"start"})")).status, 403);
    EXPECT_EQ(server.send(server.as(token, "POST", "/api/v1/requests", R"({"kind":"access","email":"a@example.org"})")).status, 403);
    EXPECT_EQ(server.send(server.as(token, "GET", "/api/v1/requests")).status, 404);
  }
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", "/api/v1/requests/" + id + "/story")).status, 404);
  EXPECT_EQ(server.send(server.as(server.second_token, "POST", "/api/v1/requests/" + id + "/steps", R"({"step":"start"})")).status, 404);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(RequestsApi, WrongInputIsNamedAndLeavesNothing) {
  const std::string id = entered(R"("kind":"access")");
  const Rows before = server.rows();
  const auto post_request = [&](std::string body) { return server.owner("POST", "/api/v1/requests", std::move(body)).status; };
  EXPECT_EQ(post_request(R"({"kind":"everything","email":"a@example.org"})"), 422);
  EXPECT_EQ(post_request(R"({"kind":"access"})"), 400);
  EXPECT_EQ(post_request(R"({"kind":"access","email":"a@example.org","colour":"red"})"), 422);
  EXPECT_EQ(post_request(R"({"kind":"access","email":"a@example.org","source":"form"})"), 422);
  EXPECT_EQ(post_request(R"({"kind":"access","email":"a@example.org","received_at":"2999-01-01T00:00:00Z"})"), 400);
  EXPECT_EQ(post_request(fmt::format(R"({{"kind":"access","person":"{}"}})", Id::make().text())), 404);
  EXPECT_EQ(step(id, R"({"step":"dance"})").status, 400);
  EXPECT_EQ(step(id, R"({"step":"deny","note":"No."})").code(), "missing_value");
  EXPECT_EQ(step(id, R"({"step":"extend"})").code(), "missing_value");
  EXPECT_EQ(step(Id::make().text(), R"({"step":"start"})").status, 404);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(RequestsApi, ManyAtOnce) {
  const std::string other = server.create_contact("Second");
  const Reply created = server.owner("POST", "/api/v1/requests/bulk", fmt::format(R"({{"people":["{}","{}","{}"],"kind":"access","source":"letter","proof":"Known."}})", contact, other, Id::make().text()));
  EXPECT_EQ(created.status, 200) << created.text;
  EXPECT_EQ(created.text_at("items.2.code"), "not_found");
  const Reply twice = server.owner("POST", "/api/v1/requests/bulk", fmt::format(R"({{"people":["{}","{}"],"kind":"access","source":"letter","proof":"Known."}})", contact, contact));
  EXPECT_EQ(twice.at("items").Size(), 1u) << "one request for one person";
  const std::string first = created.text_at("items.0.id"), second = created.text_at("items.1.id");
  const Reply done = server.owner("POST", "/api/v1/requests/bulk", fmt::format(R"({{"ids":["{}","nonsense","{}"],"step":"deny","reason":"other","note":"A test."}})", first, second));
  EXPECT_EQ(done.text_at("items.0.state"), "denied");
  EXPECT_EQ(done.text_at("items.1.code"), "bad_id");
  EXPECT_EQ(done.text_at("items.2.state"), "denied") << "what is wrong with one stops no other";
}

}  // namespace
}  // namespace probity::api

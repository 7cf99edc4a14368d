// Erasure over the API: who may, what it answers, what is left behind, and what is not touched.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

using testing::HasSubstr;
using testing::Not;

class ErasureApi : public ApiTest {
 protected:
  std::string body(std::string more = {}) const { return fmt::format(R"({{"entity":"contacts","id":"{}"{}}})", contact, more); }
  Reply erase(const std::string& token, std::string more = {}) const { return server.send(server.as(token, "POST", "/api/v1/erasures", body(std::move(more)))); }
  int status(const std::string& target) const { return server.owner("GET", target).status; }
  /// Carries it out, as the jobs would.
  Reply certificate(const std::string& erasure) const {
    expect_value(server.erasures->wait(server.first, *Id::parse(erasure)));
    return server.owner("GET", "/api/v1/erasures/" + erasure + "/certificate");
  }

  const std::string contact = server.create("contacts", R"({"first_name":"Greta","last_name":"Gonesworth","email":"greta.gonesworth@example.org"})");
  const std::string other = server.create_contact("Remains");
  const std::string note = server.create("notes", fmt::format(R"({{"text":"Greta collects porcelain owls","contacts":["{}"]}})", contact));
};

TEST_F(ErasureApi, IsForAdministratorsAlone) {
  const Rows before = server.rows();
  EXPECT_EQ(erase(server.member_token).status, 403);
  EXPECT_EQ(erase(server.reader_token).status, 403);
  EXPECT_EQ(erase("").status, 401);
  EXPECT_EQ(erase(server.second_token).status, 404);
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", "/api/v1/contacts/" + contact + "/reach")).status, 403);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ErasureApi, RefusesWhatItCannotUse) {
  const Rows before = server.rows();
  EXPECT_EQ(server.owner("POST", "/api/v1/erasures", R"({"entity":"contacts"})").status, 422);
  EXPECT_EQ(server.owner("POST", "/api/v1/erasures", R"({"entity":"contacts","id":"no id"})").status, 422);
  EXPECT_EQ(erase(server.owner_token, R"(,"ground":"whim")").code(), "bad_ground");
  EXPECT_EQ(erase(server.owner_token, R"(,"dry_run":"yes")").status, 422);
  EXPECT_EQ(server.owner("POST", "/api/v1/erasures", fmt::format(R"({{"entity":"companies","id":"{}"}})", contact)).status, 404);
  EXPECT_EQ(server.owner("POST", "/api/v1/erasures", R"({"entity":"contacts","id":"01970000-0000-7000-8000-000000000000"})").status, 404);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ErasureApi, ADryRunShowsAndChangesNothing) {
  const Rows before = server.rows();
  const Reply reply = erase(server.owner_token, R"(,"dry_run":true)");
  EXPECT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.at("records").Size(), 2u);
  EXPECT_EQ(reply.text_at("records.0.effect"), "self");
  EXPECT_EQ(reply.at("places").Size(), 5u);
  EXPECT_EQ(server.rows(), before);
  EXPECT_EQ(status("/api/v1/contacts/" + contact), 200);
}

TEST_F(ErasureApi, ShowsWhatItReaches) {
  const Reply reply = server.owner("GET", "/api/v1/contacts/" + contact + "/reach");
  EXPECT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.at("counts.self").GetInt(), 1);
  EXPECT_EQ(reply.text_at("records.1.id"), note);
}

TEST_F(ErasureApi, ErasesHidesAndCertifies) {
  const Reply begun = erase(server.owner_token);
  ASSERT_EQ(begun.status, 202) << begun.text;
  EXPECT_EQ(status("/api/v1/contacts/" + contact), 404);
  EXPECT_EQ(status("/api/v1/notes/" + note), 404);
  EXPECT_THAT(server.owner("GET", "/api/v1/search?q=Gonesworth").text, Not(HasSubstr(contact)));
  const std::string erasure = begun.text_at("id");
  EXPECT_EQ(server.owner("GET", "/api/v1/erasures/" + erasure + "/certificate").code(), "not_certified");
  const Reply reply = certificate(erasure);
  EXPECT_EQ(reply.status, 200) << reply.text;
  EXPECT_EQ(reply.at("rescan.left").GetInt(), 0);
  EXPECT_TRUE(server.erasures->is_genuine(reply.json));
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", "/api/v1/erasures/" + erasure + "/certificate")).status, 404);
  EXPECT_EQ(status("/api/v1/contacts/" + other), 200);
}

TEST_F(ErasureApi, RemovesUploadsThatNameThem) {
  const std::string upload = server.upload("name,email\nGreta,greta.gonesworth@example.org\n", "people.csv");
  const std::string mine = server.upload("nobody is named here", "other.txt");
  const Reply reply = certificate(erase(server.owner_token).text_at("id"));
  EXPECT_EQ(reply.at("rescan.left").GetInt(), 0) << reply.text;
  EXPECT_FALSE(server.files->find(server.first, *Id::parse(upload)));
  EXPECT_TRUE(server.files->find(server.first, *Id::parse(mine)));
}

TEST_F(ErasureApi, PurgingAPersonErasesThem) {
  EXPECT_EQ(server.owner("DELETE", "/api/v1/contacts/" + contact).status, 204);
  EXPECT_EQ(server.owner("DELETE", "/api/v1/contacts/" + contact + "?purge=true").status, 204);
  EXPECT_EQ(status("/api/v1/contacts/" + contact), 404);
  EXPECT_EQ(server.owner("GET", "/api/v1/notes/" + note).text.find("gonesworth"), std::string::npos);
}

TEST_F(ErasureApi, NobodyWritesOrDeletesAnErasure) {
  const std::string erasure = erase(server.owner_token).text_at("id");
  certificate(erasure);
  const auto by_law = [&](std::string method) { return server.send(server.as(server.owner_token, std::move(method), "/api/v1/erasures/" + erasure).with("Probity-Purpose", "legal_obligation")).status; };
  EXPECT_EQ(by_law("GET"), 200);
  EXPECT_EQ(by_law("DELETE"), 403);
  EXPECT_EQ(by_law("GET"), 200);
}

}  // namespace
}  // namespace probity::api

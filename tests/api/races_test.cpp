// Many at once, and again: whoever repeats or races a write gets one effect and a clear answer.
#include <latch>
#include <thread>

#include "api_fixture.hpp"

namespace probity::api {
namespace {

constexpr int kAtOnce = 8;

class RacesApi : public ApiTest {
 protected:
  /// The answers to requests that are sent at the same time.
  std::vector<Reply> at_once(const std::function<Ask(int)>& ask) const {
    std::vector<Reply> replies(kAtOnce);
    std::latch start(kAtOnce);
    std::vector<std::jthread> senders;
    for (int number = 0; number < kAtOnce; ++number) {
      senders.emplace_back([&, number] {
        const Ask own = ask(number);
        start.arrive_and_wait();
        replies[static_cast<std::size_t>(number)] = server.send(own);
      });
    }
    senders.clear();
    return replies;
  }
  Ask create(const std::string& key, const std::string& body) const {
    return server.as(server.owner_token, "POST", "/api/v1/contacts?allow_duplicate=true", body).with("Idempotency-Key", key);
  }
  Ask product(const std::string& key) const {
    return server.as(server.owner_token, "POST", "/api/v1/products", R"({"name":"Gone"})").with("Idempotency-Key", key);
  }
  static std::map<int, int> statuses(const std::vector<Reply>& replies) {
    std::map<int, int> count;
    for (const Reply& reply : replies) ++count[reply.status];
    return count;
  }
};

TEST_F(RacesApi, OneKeyCreatesOneRecordHoweverManySendIt) {
  const Rows before = server.rows();
  const auto replies = at_once([&](int) { return create("raced", R"({"last_name":"Raced"})"); });
  EXPECT_EQ(statuses(replies), (std::map<int, int>{{201, kAtOnce}}));
  std::set<std::string> ids;
  for (const Reply& reply : replies) ids.insert(reply.text_at("id"));
  EXPECT_EQ(ids.size(), 1U);
  EXPECT_EQ(server.rows().counts.at("contact"), before.counts.at("contact") + 1);
}

TEST_F(RacesApi, OneKeyWithDifferentBodiesHasOneWinner) {
  const Rows before = server.rows();
  const auto replies = at_once([&](int number) { return create("contended", fmt::format(R"({{"last_name":"Contender {}"}})", number)); });
  EXPECT_EQ(statuses(replies), (std::map<int, int>{{201, 1}, {409, kAtOnce - 1}}));
  for (const Reply& reply : replies) EXPECT_TRUE(reply.status == 201 || reply.code() == "idempotency_key_reused") << reply.text;
  EXPECT_EQ(server.rows().counts.at("contact"), before.counts.at("contact") + 1);
}

TEST_F(RacesApi, AKeyOfARefusedRequestIsFreeAgain) {
  EXPECT_EQ(server.send(create("after-error", R"({"last_name":5})")).status, 422);
  EXPECT_EQ(server.send(create("after-error", R"({"last_name":)")).status, 400);
  const Reply made = server.send(create("after-error", R"({"last_name":"Mended"})"));
  EXPECT_EQ(made.status, 201) << made.text;
  EXPECT_EQ(server.send(create("after-error", R"({"last_name":"Mended"})")).text_at("id"), made.text_at("id"));
}

TEST_F(RacesApi, AKeyIsItsActorsOwn) {
  const Reply made = server.send(create("shared", R"({"last_name":"Mine"})"));
  Ask other = server.as(server.member_token, "POST", "/api/v1/contacts?allow_duplicate=true", R"({"last_name":"Theirs"})").with("Idempotency-Key", "shared");
  const Reply theirs = server.send(other);
  EXPECT_EQ(theirs.status, 201) << theirs.text;
  EXPECT_NE(theirs.text_at("id"), made.text_at("id"));
}

/// What is remembered of a key goes with a person who is erased, not with other records.
TEST_F(RacesApi, AKeyWhoseRecordIsGoneMakesNoSecondOne) {
  const std::string path = "/api/v1/products/" + server.send(product("gone")).text_at("id");
  EXPECT_EQ(server.owner("DELETE", path).status, 204);
  const Rows in_bin = server.rows();
  const Reply binned = server.send(product("gone"));
  EXPECT_LT(binned.status, 500) << binned.text;
  EXPECT_EQ(server.rows(), in_bin);
  EXPECT_EQ(server.owner("DELETE", path + "?purge=true").status, 204);
  const Rows purged = server.rows();
  const Reply again = server.send(product("gone"));
  EXPECT_LT(again.status, 500) << again.text;
  EXPECT_EQ(server.rows(), purged);
}

TEST_F(RacesApi, OfManyChangesToOneVersionExactlyOneWins) {
  const std::string path = "/api/v1/contacts/" + server.create_contact("Base");
  const auto replies = at_once([&](int number) {
    return server.as(server.owner_token, "PATCH", path, fmt::format(R"({{"last_name":"Writer {}"}})", number)).with("If-Match", "\"1\"");
  });
  EXPECT_EQ(statuses(replies), (std::map<int, int>{{200, 1}, {412, kAtOnce - 1}}));
  const auto winner = std::ranges::find(replies, 200, &Reply::status);
  ASSERT_NE(winner, replies.end());
  const Reply now = server.owner("GET", path);
  EXPECT_EQ(now.text_at("last_name"), winner->text_at("last_name"));
  EXPECT_EQ(now.header("ETag"), "\"2\"");
  for (const Reply& reply : replies) {
    if (reply.status == 412) EXPECT_EQ(reply.text_at("theirs.last_name"), now.text_at("last_name"));
  }
}

TEST_F(RacesApi, DeletingRestoringAndPurgingAtOnceEndsInOneState) {
  const std::string path = "/api/v1/contacts/" + server.create_contact("Torn");
  const auto replies = at_once([&](int number) {
    if (number % 3 == 0) return server.as(server.owner_token, "DELETE", path);
    if (number % 3 == 1) return server.as(server.owner_token, "POST", path + "/restore");
    return server.as(server.owner_token, "DELETE", path + "?purge=true");
  });
  for (const Reply& reply : replies) EXPECT_LT(reply.status, 500) << reply.text;
  const Reply left = server.owner("GET", path);
  EXPECT_TRUE(left.status == 200 || left.status == 404) << left.text;
}

TEST_F(RacesApi, UndoLeavesWhatSomebodyElseChangedSince) {
  const std::string path = "/api/v1/contacts/" + server.create_contact("First");
  EXPECT_EQ(server.owner("PATCH", path, R"({"last_name":"Second"})").status, 200);
  EXPECT_EQ(server.send(server.as(server.member_token, "PATCH", path, R"({"last_name":"Third"})")).status, 200);
  const Rows before = server.rows();
  const Reply undo = server.owner("POST", path + "/undo");
  EXPECT_EQ(undo.status, 409) << undo.text;
  EXPECT_FALSE(undo.text_at("detail").empty());
  EXPECT_EQ(server.owner("GET", path).text_at("last_name"), "Third");
  EXPECT_EQ(server.rows(), before);
}

TEST_F(RacesApi, PurgingLeavesNoLinkToNothing) {
  const std::string company = server.create("companies", R"({"name":"Referred"})");
  const std::string contact = server.create("contacts", fmt::format(R"({{"last_name":"Referring","company":"{}"}})", company));
  const std::string note = server.create("notes", fmt::format(R"({{"text":"About both","contacts":["{}"]}})", contact));
  for (const char* query : {"", "?purge=true"}) {
    const Reply reply = server.owner("DELETE", "/api/v1/companies/" + company + query);
    EXPECT_EQ(reply.status, 204) << reply.text;
  }
  const Reply left = server.owner("GET", "/api/v1/contacts/" + contact + "?expand=company");
  EXPECT_EQ(left.status, 200) << left.text;
  EXPECT_EQ(left.text.find("Referred"), std::string::npos);
  EXPECT_EQ(server.owner("PATCH", "/api/v1/contacts/" + contact, R"({"job_title":"Still here"})").status, 200);
  for (const char* query : {"", "?purge=true"}) EXPECT_EQ(server.owner("DELETE", "/api/v1/contacts/" + contact + query).status, 204);
  const Reply kept = server.owner("GET", "/api/v1/notes/" + note + "?expand=contacts");
  EXPECT_EQ(kept.status, 200) << kept.text;
  EXPECT_EQ(kept.text.find("Referring"), std::string::npos);
  EXPECT_EQ(kept.text.find(contact), std::string::npos) << kept.text;
}

TEST_F(RacesApi, PiecesOfOneUploadSentAtOnceAreTakenOnce) {
  Ask begin = server.as(server.owner_token, "POST", "/api/v1/uploads").with("Tus-Resumable", "1.0.0").with("Upload-Length", "8");
  const std::string path(server.send(begin).header("Location"));
  const auto piece = [&](std::string bytes, std::string offset) {
    Ask ask = server.as(server.owner_token, "PATCH", path).with("Content-Type", "application/offset+octet-stream").with("Tus-Resumable", "1.0.0").with("Upload-Offset", std::move(offset));
    ask.body = std::move(bytes);
    return ask;
  };
  const auto replies = at_once([&](int number) { return piece(std::string(4, static_cast<char>('a' + number)), "0"); });
  EXPECT_EQ(statuses(replies), (std::map<int, int>{{204, 1}, {409, kAtOnce - 1}}));
  for (const char* lie : {"0", "3", "5", "8", "9223372036854775807"}) EXPECT_EQ(server.send(piece("x", lie)).status, 409) << lie;
  for (const char* lie : {"-1", "9223372036854775808", "4 ", "+4", "0x4", "4.0", ""}) EXPECT_EQ(server.send(piece("x", lie)).code(), "bad_upload_header") << lie;
  EXPECT_EQ(server.send(piece("too long", "4")).code(), "too_long");
  EXPECT_EQ(server.send(piece("last", "4")).header("Upload-Offset"), "8");
}

}  // namespace
}  // namespace probity::api

// Create, read, change, delete, restore, purge, list: status, body and what is left behind.
#include "api_fixture.hpp"

namespace probity::api {
namespace {

TEST_F(ApiTest, EveryChangeIsMadeOnceUnderItsKey) {
  const std::string id = server.create("contacts", R"({"last_name":"One"})");
  const std::string path = "/api/v1/contacts/" + id;
  const auto ask = [&](const char* method, const std::string& target, const std::string& body, const char* key) {
    return server.send(server.as(server.owner_token, method, target, body).with("Idempotency-Key", key));
  };
  EXPECT_EQ(ask("PATCH", path, R"({"last_name":"Two"})", "patch").status, 200);
  server.owner("PATCH", path, R"({"last_name":"Three"})");
  const Reply replayed = ask("PATCH", path, R"({"last_name":"Two"})", "patch");
  EXPECT_EQ(replayed.status, 200);
  EXPECT_EQ(replayed.text_at("last_name"), "Three") << "not written again";
  EXPECT_EQ(ask("PATCH", path, R"({"last_name":"Four"})", "patch").code(), "idempotency_key_reused");
  EXPECT_EQ(ask("PATCH", path, R"({"last_name":5})", "wrong").status, 422);
  EXPECT_EQ(ask("PATCH", path, R"({"last_name":"Five"})", "wrong").status, 200) << "what was refused may be mended";
  for (int round = 0; round < 2; ++round) EXPECT_EQ(ask("DELETE", path, "", "delete").status, 204);
  for (int round = 0; round < 2; ++round) EXPECT_EQ(ask("POST", path + "/restore", "", "restore").status, 200);
  EXPECT_EQ(ask("POST", "/api/v1/undo", "", "undo").status, 200);
  EXPECT_EQ(ask("POST", "/api/v1/undo", "", "undo").status, 200);
  EXPECT_FALSE(server.owner("GET", path).at("deleted_at").IsNull()) << "undone once: it is in the bin, and not out of it again";
}

TEST_F(ApiTest, AContactNeedsANameAnEmailOrAPhoneAndIsShownByIt) {
  for (const char* empty : {"{}", R"({"job_title":"Poet"})"}) {
    const Reply refused = server.owner("POST", "/api/v1/contacts", empty);
    EXPECT_EQ(refused.status, 422) << empty;
    EXPECT_EQ(view(refused.at("errors")[0]["code"]), "required_one_of") << refused.text;
  }
  const std::string id = server.create("contacts", R"({"email":"nameless@example.com","phone":"+4930901820"})");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + id).text_at("display"), "nameless@example.com");
  EXPECT_EQ(server.owner("PATCH", "/api/v1/contacts/" + id, R"({"email":[],"phone":[]})").status, 422);
  EXPECT_EQ(server.owner("PATCH", "/api/v1/contacts/" + id, R"({"email":[]})").status, 200);
  EXPECT_NE(server.owner("GET", "/api/v1/contacts/" + id).text_at("display").find("901820"), std::string::npos);
}

const std::string kUnknownId = "0190a000-0000-7000-8000-000000000000";

std::string numbered(std::string_view stem) {
  static int number = 0;
  return fmt::format("{}{}", stem, ++number);
}

TEST_F(ApiTest, ACreateAnswersWithTheRecord) {
  const Rows before = server.rows();
  const Reply reply = server.owner("POST", "/api/v1/contacts", R"({"first_name":"Ada","last_name":"Lovelace","email":"ada.create@example.org"})");
  ASSERT_EQ(reply.status, 201) << reply.text;
  EXPECT_EQ(view(reply.json.GetObject().begin()->name), "id");
  EXPECT_EQ(reply.at("version").GetInt(), 1);
  EXPECT_EQ(reply.text_at("display"), "Ada Lovelace");
  EXPECT_EQ(reply.text_at("email.0.value"), "ada.create@example.org");
  EXPECT_EQ(reply.header("ETag"), "\"1\"");
  EXPECT_EQ(reply.header("Location"), "/api/v1/contacts/" + reply.text_at("id"));
  EXPECT_EQ(reply.header("Content-Type"), "application/json");
  const Rows after = server.rows();
  EXPECT_EQ(after.counts.at("contact"), before.counts.at("contact") + 1);
  EXPECT_EQ(after.counts.at("leaf"), before.counts.at("leaf") + 1);
  EXPECT_EQ(after.counts.at("history"), before.counts.at("history") + 1);
  EXPECT_EQ(after.counts.at("job"), before.counts.at("job"));
  const Reply read = server.owner("GET", std::string(reply.header("Location")));
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.text, reply.text);
  EXPECT_EQ(read.header("ETag"), "\"1\"");
}

TEST_F(ApiTest, ADuplicateIsToldWithItsCandidates) {
  const std::string email = numbered("twin") + "@example.org";
  const std::string id = server.create("contacts", fmt::format(R"({{"last_name":"Twin","email":"{}"}})", email));
  const Rows before = server.rows();
  const std::string same = fmt::format(R"({{"last_name":"Other","email":"{}"}})", email);
  const Reply refused = server.owner("POST", "/api/v1/contacts", same);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.code(), "duplicate");
  EXPECT_EQ(refused.text_at("candidates.0.id"), id);
  EXPECT_EQ(refused.text_at("candidates.0.reason"), "same email");
  EXPECT_EQ(server.rows(), before);
  EXPECT_EQ(server.owner("POST", "/api/v1/contacts?allow_duplicate=true", same).status, 201);
}

TEST_F(ApiTest, WarnsWhileTyping) {
  const std::string email = numbered("typing") + "@example.org";
  const std::string id = server.create("contacts", fmt::format(R"({{"last_name":"Typed","email":"{}"}})", email));
  const Rows before = server.rows();
  const Reply found = server.owner("POST", "/api/v1/contacts/duplicates", fmt::format(R"({{"email":"{}"}})", email));
  EXPECT_EQ(found.status, 200);
  EXPECT_EQ(found.text_at("candidates.0.id"), id);
  const Reply own = server.owner("POST", "/api/v1/contacts/duplicates", fmt::format(R"({{"id":"{}","email":"{}"}})", id, email));
  EXPECT_EQ(own.at("candidates").Size(), 0u);
  const Reply half = server.owner("POST", "/api/v1/contacts/duplicates", R"({"email":"half@"})");
  EXPECT_EQ(half.status, 200);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ApiTest, TheSameKeyDoesTheWorkOnce) {
  const std::string key = numbered("key-");
  const std::string body = R"({"last_name":"Once"})";
  const auto create = [&](const std::string& text) { return server.send(server.as(server.owner_token, "POST", "/api/v1/contacts", text).with("Idempotency-Key", key)); };
  const Reply first = create(body);
  ASSERT_EQ(first.status, 201);
  const Rows before = server.rows();
  const Reply again = create(body);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.text_at("id"), first.text_at("id"));
  EXPECT_EQ(server.rows(), before);
  const Reply other = create(R"({"last_name":"Twice"})");
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(other.code(), "idempotency_key_reused");
  EXPECT_EQ(server.rows(), before);
  Ask longer = server.as(server.owner_token, "POST", "/api/v1/contacts", body).with("Idempotency-Key", std::string(300, 'k'));
  EXPECT_EQ(server.send(longer).code(), "bad_idempotency_key");
}

TEST_F(ApiTest, APatchChangesWhatItNames) {
  const std::string path = "/api/v1/contacts/" + server.create("contacts", R"({"first_name":"Ada","last_name":"Before"})");
  const Reply reply = server.owner("PATCH", path, R"({"last_name":"After"})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.header("ETag"), "\"2\"");
  EXPECT_EQ(reply.text_at("first_name"), "Ada");
  EXPECT_EQ(reply.text_at("last_name"), "After");
  const Rows before = server.rows();
  const Reply same = server.owner("PATCH", path, R"({"last_name":"After"})");
  EXPECT_EQ(same.status, 200);
  EXPECT_EQ(same.at("version").GetInt(), 2);
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ApiTest, AStaleETagChangesNothingAndShowsAllThreeSides) {
  const std::string path = "/api/v1/contacts/" + server.create_contact("Original");
  EXPECT_EQ(server.send(server.as(server.owner_token, "PATCH", path, R"({"last_name":"Theirs"})").with("If-Match", "\"1\"")).status, 200);
  const Rows before = server.rows();
  const Reply stale = server.send(server.as(server.owner_token, "PATCH", path, R"({"last_name":"Mine"})").with("If-Match", "\"1\""));
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(stale.code(), "version_conflict");
  EXPECT_EQ(stale.text_at("mine.last_name"), "Mine");
  EXPECT_EQ(stale.text_at("theirs.last_name"), "Theirs");
  EXPECT_EQ(stale.text_at("original.last_name"), "Original");
  EXPECT_EQ(server.send(server.as(server.owner_token, "DELETE", path).with("If-Match", "\"1\"")).status, 412);
  EXPECT_EQ(server.rows(), before);
  EXPECT_EQ(server.send(server.as(server.owner_token, "PATCH", path, "{}").with("If-Match", "3")).code(), "bad_if_match");
  EXPECT_EQ(server.send(server.as(server.owner_token, "PATCH", path, "{}").with("If-Match", "\"x\"")).code(), "bad_if_match");
  EXPECT_EQ(server.send(server.as(server.owner_token, "PATCH", path, R"({"last_name":"Mine"})").with("If-Match", "W/\"2\"")).status, 200);
  EXPECT_EQ(server.send(server.as(server.owner_token, "PATCH", path, R"({"last_name":"Any"})").with("If-Match", "*")).status, 200);
}

TEST_F(ApiTest, TheBinGivesBackUntilItIsPurged) {
  const std::string id = server.create_contact("Binned");
  const std::string path = "/api/v1/contacts/" + id;
  EXPECT_EQ(server.owner("DELETE", path + "?purge=true").status, 409);
  const Reply removed = server.owner("DELETE", path);
  EXPECT_EQ(removed.status, 204);
  EXPECT_TRUE(removed.text.empty());
  EXPECT_EQ(server.owner("DELETE", path).status, 404);
  EXPECT_TRUE(server.owner("GET", path).at("deleted_at").IsString());
  EXPECT_EQ(server.owner("PATCH", path, R"({"last_name":"X"})").code(), "in_bin");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?bin=true&limit=1").text_at("items.0.id"), id);
  const Reply restored = server.owner("POST", path + "/restore");
  EXPECT_EQ(restored.status, 200);
  EXPECT_TRUE(restored.at("deleted_at").IsNull());
  EXPECT_EQ(server.owner("POST", path + "/restore").code(), "not_in_bin");
  server.owner("DELETE", path);
  const Rows before = server.rows();
  EXPECT_EQ(server.owner("DELETE", path + "?purge=true").status, 204);
  EXPECT_EQ(server.owner("GET", path).status, 404);
  EXPECT_EQ(server.rows().counts.at("contact"), before.counts.at("contact") - 1);
}

TEST_F(ApiTest, ListsPageWithoutGapsOrRepeats) {
  const std::string stem = numbered("Paged");
  for (int place = 0; place < 7; ++place) server.create_contact(fmt::format("{} {}", stem, place));
  const std::string filter = fmt::format("%7B%22field%22:%22last_name%22,%22op%22:%22starts_with%22,%22value%22:%22{}%22%7D", stem);
  std::string query = "/api/v1/contacts?limit=3&sort=last_name&filter=" + filter;
  std::vector<std::string> seen;
  std::string cursor;
  do {
    const Reply page = server.owner("GET", cursor.empty() ? query : query + "&cursor=" + cursor);
    ASSERT_EQ(page.status, 200) << page.text;
    for (const JsonValue& item : page.at("items").GetArray()) seen.emplace_back(view(item["last_name"]));
    cursor = page.text_at("next");
  } while (!cursor.empty());
  ASSERT_EQ(seen.size(), 7u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  const Reply counted = server.owner("GET", query + "&count=exact");
  EXPECT_EQ(counted.at("count").GetInt(), 7);
  EXPECT_TRUE(server.owner("GET", query).at("count").IsNull());
}

TEST_F(ApiTest, FieldsAndExpandChooseWhatIsShown) {
  const std::string company = server.create("companies", R"({"name":"Analytical Engines"})");
  const std::string id = server.create("contacts", fmt::format(R"({{"first_name":"Ada","last_name":"Sparse","company":"{}"}})", company));
  const Reply sparse = server.owner("GET", "/api/v1/contacts/" + id + "?fields=last_name");
  EXPECT_EQ(sparse.text_at("last_name"), "Sparse");
  EXPECT_TRUE(sparse.at("first_name").IsNull());
  const Reply expanded = server.owner("GET", "/api/v1/contacts/" + id + "?expand=company");
  EXPECT_EQ(expanded.text_at("expanded.company.display"), "Analytical Engines");
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + id + "?fields=nonsense").code(), "unknown_field");
  EXPECT_GE(server.owner("GET", "/api/v1/contacts/" + id + "?expand=last_name").status, 400);
}

TEST_F(ApiTest, WrongListParametersAreNamed) {
  const std::pair<const char*, const char*> cases[] = {
      {"limit=0", "bad_limit"},       {"limit=201", "bad_limit"},   {"limit=-1", "bad_limit"},     {"limit=ten", "bad_limit"},
      {"limit=", "bad_limit"},        {"limit=5x", "bad_limit"},    {"limit=99999999999", "bad_limit"},
      {"count=all", "bad_count"},     {"at=2", "bad_at"},           {"at=-0.1", "bad_at"},         {"at=nan", "bad_at"},
      {"bin=maybe", "bad_bin"},       {"cursor=abc", "bad_cursor"}, {"sort=nonsense", "unknown_field"},
      {"fields=nonsense", "unknown_field"}, {"filter={", "malformed_json"}, {"filter=[]", "bad_filter"}};
  for (const auto& [query, code] : cases) {
    const Reply reply = server.owner("GET", std::string("/api/v1/contacts?") + query);
    EXPECT_EQ(reply.status, 400) << query << " " << reply.text;
    EXPECT_EQ(reply.code(), code) << query;
  }
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?limit=1&nonsense=1").status, 200);
}

TEST_F(ApiTest, ACursorOfAnotherListIsRefused) {
  server.create_contact("A");
  server.create_contact("B");
  std::string cursor = server.owner("GET", "/api/v1/contacts?limit=1&sort=last_name").text_at("next");
  ASSERT_FALSE(cursor.empty());
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?limit=1&sort=last_name&cursor=" + cursor).status, 200);
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?limit=1&sort=-last_name&cursor=" + cursor).code(), "bad_cursor");
  EXPECT_EQ(server.owner("GET", "/api/v1/companies?limit=1&cursor=" + cursor).code(), "bad_cursor");
  cursor[cursor.size() / 2] = cursor[cursor.size() / 2] == 'A' ? 'B' : 'A';
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts?limit=1&sort=last_name&cursor=" + cursor).code(), "bad_cursor");
}

TEST_F(ApiTest, AFractionBeginsNearThere) {
  const Reply reply = server.owner("GET", "/api/v1/contacts?limit=1&sort=last_name&at=0.6");
  EXPECT_EQ(reply.status, 200) << reply.text;
}

TEST_F(ApiTest, UnknownEntitiesAreNotFound) {
  for (const char* path : {"/api/v1/dragons", "/api/v1/recovery_codes", "/api/v1/second_factors", "/api/v1/memberships", "/api/v1/workspaces", "/api/v1/job", "/api/v1/leaf"}) {
    const Reply reply = server.owner("GET", path);
    EXPECT_EQ(reply.status, 404) << path;
    EXPECT_EQ(reply.code(), "unknown_entity") << path;
  }
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/" + kUnknownId).status, 404);
}

TEST_F(ApiTest, TimelineRelatedAndHistoryTellWhatHappened) {
  const std::string company = server.create("companies", R"({"name":"Timeline Ltd"})");
  const std::string id = server.create("contacts", fmt::format(R"({{"last_name":"Timeline","company":"{}"}})", company));
  const std::string note = server.create("notes", fmt::format(R"({{"text":"Called back","contacts":["{}"]}})", id));
  const std::string path = "/api/v1/contacts/" + id;
  EXPECT_EQ(server.owner("GET", path + "/timeline").text_at("items.0.id"), note);
  EXPECT_EQ(server.owner("GET", path + "/related/notes").text_at("items.0.id"), note);
  EXPECT_EQ(server.owner("GET", "/api/v1/companies/" + company + "/related/contacts").text_at("items.0.id"), id);
  EXPECT_EQ(server.owner("GET", path + "/related/dragons").status, 404);
  server.owner("PATCH", path, R"({"last_name":"Moved on"})");
  const Reply history = server.owner("GET", path + "/history?limit=1");
  EXPECT_EQ(history.text_at("items.0.operation"), "update");
  EXPECT_EQ(history.text_at("items.0.origin"), "api");
  EXPECT_EQ(history.text_at("items.0.changes.last_name.to"), "Moved on");
  EXPECT_FALSE(history.text_at("items.0.actor.id").empty());
  const Reply older = server.owner("GET", path + "/history?limit=1&cursor=" + history.text_at("next"));
  EXPECT_EQ(older.text_at("items.0.operation"), "create");
  EXPECT_EQ(server.owner("GET", path + "/timeline?limit=0").code(), "bad_limit");
  EXPECT_EQ(server.owner("GET", path + "/history?cursor=abc").code(), "bad_cursor");
}

TEST_F(ApiTest, UndoTakesBackOnesOwnLastChange) {
  const std::string path = "/api/v1/contacts/" + server.create_contact("Keep");
  server.owner("PATCH", path, R"({"last_name":"Mistake"})");
  const Reply undone = server.owner("POST", path + "/undo");
  EXPECT_EQ(undone.status, 200) << undone.text;
  EXPECT_EQ(undone.text_at("undone.operation"), "update");
  EXPECT_EQ(server.owner("GET", path).text_at("last_name"), "Keep");
  server.owner("PATCH", path, R"({"last_name":"Again"})");
  EXPECT_EQ(server.owner("POST", "/api/v1/undo").text_at("undone.id"), path.substr(path.rfind('/') + 1));
  EXPECT_EQ(server.owner("GET", path).text_at("last_name"), "Keep");
  const Reply nothing = server.send(server.as(server.reader_token, "POST", "/api/v1/undo"));
  EXPECT_EQ(nothing.status, 409);
  EXPECT_EQ(nothing.code(), "nothing_to_undo");
}

TEST_F(ApiTest, MergeShowsWhatWinsAndCanBeTakenBack) {
  const std::string winner = server.create("contacts", R"({"last_name":"Winner","job_title":"Boss"})");
  const std::string loser = server.create("contacts", R"({"last_name":"Loser","first_name":"Lou"})");
  const std::string body = fmt::format(R"({{"winner":"{}","losers":["{}"],"preview":)", winner, loser);
  const Rows before = server.rows();
  const Reply preview = server.owner("POST", "/api/v1/contacts/merge", body + "true}");
  ASSERT_EQ(preview.status, 200) << preview.text;
  EXPECT_EQ(preview.text_at("record.last_name"), "Winner");
  EXPECT_EQ(preview.text_at("record.first_name"), "Lou");
  EXPECT_EQ(server.rows(), before);
  const Reply merged = server.owner("POST", "/api/v1/contacts/merge", body + "false}");
  ASSERT_EQ(merged.status, 200) << merged.text;
  EXPECT_TRUE(server.owner("GET", "/api/v1/contacts/" + loser).at("deleted_at").IsString());
  const Reply undone = server.owner("POST", "/api/v1/merges/" + merged.text_at("merge") + "/undo");
  EXPECT_EQ(undone.status, 200) << undone.text;
  EXPECT_TRUE(server.owner("GET", "/api/v1/contacts/" + loser).at("deleted_at").IsNull());
  EXPECT_EQ(server.owner("POST", "/api/v1/contacts/merge", body + "\"yes\"}").status, 422);
  EXPECT_GE(server.owner("POST", "/api/v1/contacts/merge", fmt::format(R"({{"winner":"{}","losers":[]}})", winner)).status, 400);
  EXPECT_EQ(server.owner("POST", "/api/v1/contacts/merge", R"({"winner":"x","losers":[],"force":true})").code(), "unknown_member");
}

TEST_F(ApiTest, TheFinderListsPairs) {
  const std::string email = numbered("pair") + "@example.org";
  for (const char* name : {"One", "Two"}) server.create("contacts", fmt::format(R"({{"last_name":"{}","email":"{}"}})", name, email));
  const Reply found = server.owner("GET", "/api/v1/contacts/duplicates?anew=true");
  ASSERT_EQ(found.status, 200) << found.text;
  EXPECT_GE(found.at("items").Size(), 1u);
  EXPECT_EQ(server.owner("GET", "/api/v1/contacts/duplicates?limit=0").code(), "bad_limit");
}

TEST_F(ApiTest, SearchFindsAcrossEntities) {
  const std::string word = numbered("zebrafish");
  const std::string id = server.create_contact(word);
  const Reply found = server.owner("GET", "/api/v1/search?q=" + word.substr(0, 8));
  EXPECT_EQ(found.status, 200);
  bool there = false;
  for (const JsonValue& item : found.at("items").GetArray()) there |= view(item["id"]) == id && view(item["entity"]) == "contact";
  EXPECT_TRUE(there) << found.text;
  EXPECT_EQ(server.owner("GET", "/api/v1/search?q=").at("items").Size(), 0u);
  EXPECT_EQ(server.owner("GET", "/api/v1/search?q=x&limit=201").code(), "bad_limit");
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", "/api/v1/search?q=" + word)).at("items").Size(), 0u);
}

TEST_F(ApiTest, ABatchRunsInTheBackgroundAndCanBeUndone) {
  const std::string stem = numbered("Batch");
  const Reply created = server.owner("POST", "/api/v1/contacts/batch", fmt::format(R"({{"operation":"create","records":[{{"last_name":"{0} a"}},{{"last_name":"{0} b"}}]}})", stem));
  ASSERT_EQ(created.status, 202) << created.text;
  EXPECT_EQ(created.text_at("state"), "queued");
  const Reply done = server.finish(created.text_at("id"));
  EXPECT_EQ(done.text_at("state"), "done") << done.text;
  const std::string count = fmt::format("/api/v1/contacts?limit=1&count=exact&filter=%7B%22field%22:%22last_name%22,%22op%22:%22starts_with%22,%22value%22:%22{}%22%7D", stem);
  EXPECT_EQ(server.owner("GET", count).at("count").GetInt(), 2);
  const Reply undo = server.owner("POST", "/api/v1/jobs/" + created.text_at("id") + "/undo");
  ASSERT_EQ(undo.status, 202) << undo.text;
  server.finish(undo.text_at("id"));
  EXPECT_EQ(server.owner("GET", count).at("count").GetInt(), 0);
}

TEST_F(ApiTest, ABadBatchQueuesNothing) {
  const Rows before = server.rows();
  for (const char* body : {R"({})", R"({"operation":"explode"})", R"({"operation":"update","ids":["x"],"patch":{}})", R"({"operation":"update","patch":{"nonsense":1},"ids":[]})",
                           R"({"operation":"create","records":[{"photo":"0190a000-0000-7000-8000-000000000000"}]})"}) {
    const Reply reply = server.owner("POST", "/api/v1/contacts/batch", body);
    EXPECT_TRUE(reply.status == 400 || reply.status == 422) << body << " " << reply.text;
  }
  EXPECT_EQ(server.rows(), before);
}

TEST_F(ApiTest, AJobIsShownToWhoAskedAndToAdministrators) {
  const Reply job = server.send(server.as(server.member_token, "POST", "/api/v1/contacts/batch", R"({"operation":"create","records":[{"last_name":"Queued"}]})"));
  ASSERT_EQ(job.status, 202) << job.text;
  const std::string path = "/api/v1/jobs/" + job.text_at("id");
  EXPECT_EQ(server.send(server.as(server.member_token, "GET", path)).status, 200);
  EXPECT_EQ(server.owner("GET", path).status, 200);
  EXPECT_EQ(server.send(server.as(server.reader_token, "GET", path)).status, 404);
  EXPECT_EQ(server.send(server.as(server.member_token, "DELETE", path)).status, 204);
  EXPECT_EQ(server.owner("GET", path).text_at("state"), "cancelled");
  EXPECT_EQ(server.owner("DELETE", path).code(), "already_finished");
}

TEST_F(ApiTest, MembersAreWhoWorksHere) {
  const Reply members = server.owner("GET", "/api/v1/members?limit=2");
  ASSERT_EQ(members.status, 200) << members.text;
  EXPECT_EQ(members.at("items").Size(), 2u);
  const Reply rest = server.owner("GET", "/api/v1/members?limit=200&cursor=" + members.text_at("next"));
  EXPECT_EQ(rest.at("items").Size(), 2u);
  EXPECT_TRUE(rest.at("next").IsNull());
  const std::string id = members.text_at("items.0.id");
  EXPECT_EQ(server.owner("GET", "/api/v1/members/" + id).text_at("email"), members.text_at("items.0.email"));
  EXPECT_EQ(server.send(server.as(server.second_token, "GET", "/api/v1/members/" + id)).status, 404);
  EXPECT_EQ(server.owner("GET", "/api/v1/members?cursor=" + kUnknownId).code(), "bad_cursor");
  EXPECT_EQ(server.owner("PATCH", "/api/v1/members/" + id, R"({"name":"X"})").code(), "unknown_member");
  EXPECT_EQ(members.text.find("password"), std::string::npos);
}

}  // namespace
}  // namespace probity::api

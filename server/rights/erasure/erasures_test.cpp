#include <gmock/gmock.h>

#include "rights/erasure/erasure_fixture.hpp"
#include "rights/restriction/restrictions.hpp"

namespace probity::erasure {
namespace {

using records::expect_value;

class Erasing : public ErasureTest {
 protected:
  const Id ada = workspace.create("contacts", R"({"first_name":"Ada","last_name":"Lovelace","email":"ada@example.org","phone":"+12025550123","job_title":"Programmer"})");
  const Id bob = workspace.create("contacts", R"({"first_name":"Bob","last_name":"Builder","email":"bob@example.org"})");

  Id linked(std::string_view entity, const std::string& members) { return workspace.create(entity, "{" + members + "}"); }
};

TEST_F(Erasing, HidesAtOnceFromEveryPurpose) {
  const Id note = linked("notes", R"("text":"Ada likes tea at four","contacts":[)" + in_quotes(ada) + "]");
  begin(ada);
  EXPECT_EQ(code_of_get("contacts", ada), "not_found");
  EXPECT_EQ(code_of_get("contacts", ada, "legal_obligation"), "not_found");
  EXPECT_EQ(code_of_get("notes", note), "not_found");
  EXPECT_EQ(code_of_get("contacts", bob), "");
}

TEST_F(Erasing, LeavesNoByteInAnyColumn) {
  linked("notes", R"("text":"Ada likes tea at four o'clock","contacts":[)" + in_quotes(ada) + "]");
  linked("tasks", R"("title":"Write to ada@example.org","contacts":[)" + in_quotes(ada) + "]");
  workspace.update("contacts", ada, R"({"job_title":"Countess of Lovelace"})");
  for (const char* text : {"Lovelace", "ada@example.org", "2025550123", "tea at four", "Countess"}) EXPECT_TRUE(is_anywhere(text)) << text;
  const JsonDocument certificate = erase(ada);
  for (const char* text : {"Lovelace", "lovelace", "ada@example.org", "2025550123", "tea at four", "Countess"}) EXPECT_FALSE(is_anywhere(text)) << text;
  EXPECT_EQ(certificate["rescan"]["left"].GetInt(), 0);
  EXPECT_GT(certificate["rescan"]["rows"].GetInt64(), 0);
}

TEST_F(Erasing, LeavesASecondPersonAsTheyWere) {
  const std::string before = workspace.values("contacts", bob);
  const Id note = linked("notes", R"("text":"Bob builds","contacts":[)" + in_quotes(bob) + "]");
  erase(ada);
  EXPECT_EQ(workspace.values("contacts", bob), before);
  EXPECT_EQ(view(workspace.get("notes", note)["text"]), "Bob builds");
}

TEST_F(Erasing, LeavesWhatIsSaidOfOthersWordForWordToo) {
  const char* const said = "Left a message on the machine, call again.";
  linked("notes", fmt::format(R"("text":"{}","contacts":[{}])", said, in_quotes(ada)));
  const Id note = linked("notes", fmt::format(R"("text":"{}","contacts":[{}])", said, in_quotes(bob)));
  erase(ada);
  EXPECT_EQ(view(workspace.get("notes", note)["text"]), said);
}

TEST_F(Erasing, TakesTheirOwnOutOfWhatConcernsOthersToo) {
  const Id note = linked("notes", R"("text":"Ada (ada@example.org) met Bob","contacts":[)" + in_quotes(ada) + "," + in_quotes(bob) + "]");
  workspace.update("notes", note, R"({"text":"Ada of ada@example.org saw Bob"})");
  erase(ada);
  const JsonDocument left = workspace.get("notes", note);
  EXPECT_EQ(view(left["text"]), "[erased] of [erased] saw Bob");
  EXPECT_EQ(left["contacts"].Size(), 1u);
  EXPECT_FALSE(is_anywhere("ada@example.org"));
  EXPECT_FALSE(is_anywhere("Ada"));
}

TEST_F(Erasing, TakesARecordThatWasUnlinked) {
  const Id note = linked("notes", R"("text":"A secret that is only hers","contacts":[)" + in_quotes(ada) + "]");
  workspace.update("notes", note, R"({"contacts":[]})");
  erase(ada);
  EXPECT_FALSE(is_anywhere("only hers"));
}

TEST_F(Erasing, TakesWhatIsInTheBin) {
  const Id note = linked("notes", R"("text":"A secret that was binned","contacts":[)" + in_quotes(ada) + "]");
  workspace.remove("notes", note);
  workspace.remove("contacts", ada);
  erase(ada);
  EXPECT_FALSE(is_anywhere("was binned"));
  EXPECT_FALSE(is_anywhere("Lovelace"));
}

TEST_F(Erasing, TakesTheirAddressOutOfRecordsThatNobodyLinked) {
  const Id email = linked("emails", R"("subject":"Hello","to":["ada@example.org"],"body":"Dear ada@example.org")");
  erase(ada);
  EXPECT_FALSE(is_anywhere("ada@example.org"));
  EXPECT_EQ(code_of_get("emails", email), "");
}

TEST_F(Erasing, KeepsWhatSomebodyElseSaysOfThemselves) {
  const Id twin = workspace.create("contacts", R"({"first_name":"Another","email":"ada@example.org"})");
  const JsonDocument certificate = erase(ada);
  EXPECT_EQ(view(workspace.get("contacts", twin)["email"][0]["value"]), "ada@example.org");
  ASSERT_GT(certificate["kept"].Size(), 0u);
}

TEST_F(Erasing, RefusesWhatIsHeld) {
  privacy::Access access = workspace.access;
  access.purpose = privacy::kLegalObligation;
  expect_value(restriction::impose(*workspace.records, workspace.at(access, "contacts"), ada, {.kind = restriction::Kind::hold, .purpose = {}, .reason = "A lawsuit", .until = {}}));
  const auto refused = erasures->begin(wish(ada));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "held");
  EXPECT_THAT(refused.error().message, testing::HasSubstr("A lawsuit"));
  EXPECT_EQ(code_of_get("contacts", ada), "");
}

TEST_F(Erasing, ASecondWishIsTheFirst) {
  const Id first = begin(ada);
  EXPECT_EQ(expect_value(erasures->begin(wish(ada))), first);
}

TEST_F(Erasing, IsFinishedAfterTheProgramWasGone) {
  const Id erasure = begin(ada);
  erasures.reset();
  workspace.reopen();
  wire();
  EXPECT_EQ(code_of_get("contacts", ada), "not_found");
  expect_value(erasures->wait("acme", erasure));
  EXPECT_FALSE(is_anywhere("Lovelace"));
}

TEST_F(Erasing, ErasesAgainWhatARestoredDatabaseBringsBack) {
  expect_value(workspace.database()->copy_to(workspace.folder.path() / "backup.db"));
  erase(ada);
  erasures.reset();
  workspace.workspaces->forget("acme");
  workspace.reopen();
  for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(workspace.folder.path() / (std::string("workspaces/acme.db") + part));
  std::filesystem::copy_file(workspace.folder.path() / "backup.db", workspace.folder.path() / "workspaces/acme.db");
  workspace.reopen();
  wire();
  EXPECT_EQ(code_of_get("contacts", ada), "");
  EXPECT_EQ(expect_value(erasures->replay()), 1);
  EXPECT_EQ(code_of_get("contacts", ada), "not_found");
}

TEST_F(Erasing, CertifiesWithoutSayingWhoItWas) {
  const JsonDocument certificate = erase(ada);
  const std::string text = to_json_text(certificate);
  for (const std::string& told : {ada.text(), std::string("Lovelace"), std::string("ada@example.org")}) EXPECT_THAT(text, testing::Not(testing::HasSubstr(told)));
  EXPECT_TRUE(erasures->is_genuine(certificate));
  JsonDocument changed;
  changed.CopyFrom(certificate, changed.GetAllocator());
  changed["ground"].SetString("staff");
  EXPECT_FALSE(erasures->is_genuine(changed));
}

TEST_F(Erasing, ShowsWithoutChanging) {
  linked("notes", R"("text":"Ada likes tea","contacts":[)" + in_quotes(ada) + "]");
  const std::string before = workspace.values("contacts", ada);
  const auto context = workspace.at("contacts");
  const JsonDocument preview = workspace.answer([&](JsonWriter& writer) { return erasures->write_preview(context, wish(ada), writer); });
  EXPECT_EQ(preview["records"].Size(), 2u);
  EXPECT_EQ(workspace.values("contacts", ada), before);
  EXPECT_TRUE(is_anywhere("likes tea"));
}

TEST_F(Erasing, OffersWhoIsProbablyTheSame) {
  const Id lead = workspace.create("leads", R"({"last_name":"Lovelace","email":"ada@example.org"})");
  const auto context = workspace.at("contacts");
  const JsonDocument preview = workspace.answer([&](JsonWriter& writer) { return erasures->write_preview(context, wish(ada), writer); });
  ASSERT_EQ(preview["same_human"].Size(), 1u);
  EXPECT_EQ(view(preview["same_human"][0]["id"]), lead.text());
  EXPECT_EQ(view(preview["same_human"][0]["reason"]), "same email");
}

}  // namespace
}  // namespace probity::erasure

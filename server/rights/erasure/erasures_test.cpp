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

  /// As a restored copy does.
  void put_back(const std::string& copy) {
    erasures.reset();
    workspace.workspaces->forget("acme");
    workspace.reopen();
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(workspace.folder.path() / (std::string("workspaces/acme.db") + part));
    std::filesystem::copy_file(workspace.folder.path() / copy, workspace.folder.path() / "workspaces/acme.db");
    workspace.reopen();
    wire();
  }
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

TEST_F(Erasing, TellsWhatStaysWithItsGroundAndItsEnd) {
  privacy::Policy policy = *workspace.policy->policy;
  policy.retention = {{.id = "erased-consents", .entity = "consent", .starts = privacy::Starts::erased, .keep = privacy::Period{.years = 6}}};
  workspace.policy = privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(std::move(policy))});
  workspace.workspaces->govern(*expect_value(workspace.workspaces->find("acme")), workspace.policy);
  linked("consents", R"("purpose":"marketing","state":"refused","at":"2020-01-01T00:00:00Z","method":"form","source":"Page","person":)" + in_quotes(ada));
  const auto context = workspace.at("contacts");
  const JsonDocument preview = workspace.answer([&](JsonWriter& writer) { return erasures->write_preview(context, wish(ada), writer); });
  const JsonDocument certificate = erase(ada);
  for (const JsonValue* kept : {&preview["found"]["kept"], &certificate["kept"]}) {
    ASSERT_EQ(kept->Size(), 1u);
    EXPECT_EQ(view((*kept)[0]["entity"]), "consent");
    EXPECT_THAT(std::string(view((*kept)[0]["because"])), testing::HasSubstr("emptied"));
    EXPECT_NEAR(static_cast<double>(*parse_timestamp(view((*kept)[0]["until"]))), static_cast<double>(privacy::Period{.years = 6}.after(now())), static_cast<double>(kHour));
  }
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
  EXPECT_EQ(expect_value(erasures->replay()), 0);
  put_back("backup.db");
  EXPECT_EQ(code_of_get("contacts", ada), "");
  EXPECT_EQ(expect_value(erasures->replay()), 1);
  EXPECT_EQ(code_of_get("contacts", ada), "not_found");
}

TEST_F(Erasing, ManyGoTogetherEachInTheLedgerAndCertifiedByOneLook) {
  std::vector<Id> people;
  for (int each = 0; each < 12; ++each) {
    people.push_back(workspace.create("contacts", fmt::format(R"({{"last_name":"Goner","email":"goner{}@example.org"}})", each)));
    linked("notes", fmt::format(R"("text":"Only said of goner number {} and of nobody else","contacts":[{}])", each, in_quotes(people.back())));
  }
  const Id shared = linked("notes", R"("text":"goner3@example.org met Bob","contacts":[)" + in_quotes(people[3]) + "," + in_quotes(bob) + "]");
  const Id stray = linked("emails", R"("subject":"Hello","to":["goner5@example.org"],"body":"Dear goner5@example.org")");
  const Id run = Id::make();
  for (const auto& half : {std::vector<Id>(people.begin(), people.begin() + 6), std::vector<Id>(people.begin() + 6, people.end())}) {
    for (const auto& outcome : erasures->let_go("acme", "contact", half, run)) EXPECT_TRUE(outcome);
  }
  std::set<Id> begun;
  for (const Entry& entry : expect_value(erasures->ledger().read("acme"))) begun.insert(entry.people.begin(), entry.people.end());
  for (const Id& person : people) {
    EXPECT_TRUE(begun.contains(person));
    EXPECT_EQ(code_of_get("contacts", person), "not_found");
  }
  expect_value(erasures->certify_together("acme"));
  for (const char* text : {"Goner", "goner3@", "goner5@", "Only said of"}) EXPECT_FALSE(is_anywhere(text)) << text;
  EXPECT_EQ(view(workspace.get("notes", shared)["text"]), "[erased] met Bob");
  EXPECT_EQ(code_of_get("emails", stray), "");
  EXPECT_EQ(code_of_get("contacts", bob), "");
  std::set<Id> certified;
  for (const Entry& entry : expect_value(erasures->ledger().read("acme"))) {
    if (!entry.certified) continue;
    certified.insert(entry.people.begin(), entry.people.end());
    const JsonDocument one = certificate(entry.erasure);
    EXPECT_TRUE(erasures->is_genuine(one));
    EXPECT_EQ(one["rescan"]["left"].GetInt(), 0);
    EXPECT_EQ(one["rescan"]["together"].GetInt(), 2);
    EXPECT_EQ(one["people"].Size(), 6u);
    EXPECT_EQ(view(one["run"]), run.text());
  }
  for (const Id& person : people) EXPECT_TRUE(certified.contains(person));
}

TEST_F(Erasing, OfManyTheOneThatIsHeldStays) {
  privacy::Access access = workspace.access;
  access.purpose = privacy::kLegalObligation;
  expect_value(restriction::impose(*workspace.records, workspace.at(access, "contacts"), bob, {.kind = restriction::Kind::hold, .purpose = {}, .reason = "A lawsuit", .until = {}}));
  const auto outcomes = erasures->let_go("acme", "contact", {ada, bob}, Id::make());
  EXPECT_TRUE(outcomes[0]);
  ASSERT_FALSE(outcomes[1]);
  EXPECT_EQ(outcomes[1].error().code, "held");
  EXPECT_EQ(code_of_get("contacts", ada), "not_found");
  EXPECT_EQ(code_of_get("contacts", bob), "");
}

TEST_F(Erasing, ThoseWhoWentTogetherAreCertifiedAfterTheProgramWasGone) {
  EXPECT_TRUE(erasures->let_go("acme", "contact", {ada, bob}, Id::make())[0]);
  erasures.reset();
  workspace.reopen();
  wire();
  const auto entries = expect_value(erasures->ledger().read("acme"));
  ASSERT_EQ(entries.size(), 1u);
  expect_value(erasures->wait("acme", entries.front().erasure));
  EXPECT_EQ(certificate(entries.front().erasure)["people"].Size(), 2u);
  EXPECT_FALSE(is_anywhere("ada@example.org"));
  EXPECT_FALSE(is_anywhere("Builder"));
}

TEST_F(Erasing, ErasesAgainManyWhomARestoredDatabaseBringsBack) {
  std::vector<Id> people{ada, bob};
  for (int each = 0; each < 12; ++each) people.push_back(workspace.create("contacts", fmt::format(R"({{"last_name":"Goner","email":"goner{}@example.org"}})", each)));
  expect_value(workspace.database()->copy_to(workspace.folder.path() / "backup.db"));
  (void)erasures->let_go("acme", "contact", people, Id::make());
  expect_value(erasures->certify_together("acme"));
  EXPECT_EQ(expect_value(erasures->replay()), 0);
  put_back("backup.db");
  EXPECT_EQ(code_of_get("contacts", people.back()), "");
  EXPECT_EQ(expect_value(erasures->replay()), static_cast<std::int64_t>(people.size()));
  for (const Id& person : people) EXPECT_EQ(code_of_get("contacts", person), "not_found");
  EXPECT_EQ(expect_value(erasures->replay()), 0);
}

TEST_F(Erasing, LooksForWhatTheyHadBefore) {
  const Id will = workspace.create("contacts", R"({"first_name":"Will","last_name":"Formerly","email":"former@example.org","phone":"+442079461111"})");
  workspace.update("contacts", will, R"({"last_name":"Nowadays","email":"now@example.org","phone":"+442079462222"})");
  const Id theirs = linked("notes", R"("text":"write to former@example.org","contacts":[)" + in_quotes(bob) + "]");
  const Id nobodys = linked("notes", R"("text":"former@example.org, 020 7946 1111, says Will Formerly")");
  const Id email = linked("emails", R"("subject":"Hello","to":["former@example.org"])");
  const JsonDocument certificate = erase(will);
  EXPECT_EQ(certificate["rescan"]["left"].GetInt(), 0);
  EXPECT_EQ(view(workspace.get("notes", theirs)["text"]), "write to [erased]");
  EXPECT_EQ(view(workspace.get("notes", nobodys)["text"]), "[erased], [erased], says [erased]");
  for (const char* text : {"former@example.org", "7946 1111", "9461111", "Formerly"}) EXPECT_FALSE(is_anywhere(text)) << text;
  EXPECT_EQ(code_of_get("emails", email), "");
}

TEST_F(Erasing, FindsANumberHoweverItIsWritten) {
  const Id will = workspace.create("contacts", R"({"last_name":"Caller","phone":"+44 20 7946 3333"})");
  std::vector<Id> notes;
  for (const char* number : {"020 7946 3333", "020-7946-3333", "(020) 79463333", "+44 (0)20 7946 3333", "0044 20 79463333", "tel:+44-20-7946-3333"}) {
    notes.push_back(linked("notes", fmt::format(R"("text":"Call {} now","contacts":[{}])", number, in_quotes(bob))));
    notes.push_back(linked("notes", fmt::format(R"("text":"Call {} now","contacts":[{},{}])", number, in_quotes(bob), in_quotes(will))));
  }
  erase(will);
  for (const Id& note : notes) EXPECT_THAT(std::string(view(workspace.get("notes", note)["text"])), testing::Not(testing::HasSubstr("3333")));
  EXPECT_FALSE(is_anywhere("3333"));
}

TEST_F(Erasing, LeavesOthersWhatIsTheirsAndSaysSoBefore) {
  const Id rose = workspace.create("companies", R"({"name":"Rose Ltd","phone":"+44 (0)20 7946 0001","email":"info@rose.example","description":"Founded 1950. Call +442079460001."})");
  const Id will = workspace.create("contacts", R"({"first_name":"Will","last_name":"Rose","phone":"+442079460001","email":["info@rose.example","will@rose.example"]})");
  const Id both = linked("notes", R"("text":"May will send the rose catalogue; prices rose; Will Rose agreed. May Li will call.","contacts":[)" + in_quotes(will) + "," + in_quotes(bob) + "]");
  const Id others = linked("notes", R"("text":"For May: the will is at will@rose.example, prices rose, will call","contacts":[)" + in_quotes(bob) + "]");
  const Id nobodys = linked("notes", R"("text":"minutes of ten pages, cc will@rose.example, more text")");
  const std::string company = workspace.values("companies", rose);
  const auto context = workspace.at("contacts");
  const JsonDocument preview = workspace.answer([&](JsonWriter& writer) { return erasures->write_preview(context, wish(will), writer); });
  const JsonDocument certificate = erase(will);
  EXPECT_EQ(workspace.values("companies", rose), company);
  EXPECT_EQ(view(workspace.get("notes", both)["text"]), "May will send the rose catalogue; prices rose; [erased] agreed. May Li will call.");
  EXPECT_EQ(view(workspace.get("notes", others)["text"]), "For May: the will is at [erased], prices rose, will call");
  EXPECT_EQ(view(workspace.get("notes", nobodys)["text"]), "minutes of ten pages, cc [erased], more text");
  std::map<std::string, std::string> told;
  for (const JsonValue& one : preview["elsewhere"].GetArray()) told[std::string(view(one["id"]))] = view(one["effect"]);
  EXPECT_EQ(told, (std::map<std::string, std::string>{{rose.text(), "keep"}, {others.text(), "clean"}, {nobodys.text(), "clean"}}));
  EXPECT_EQ(to_json_text(preview["found"]["records"]), to_json_text(certificate["records"]));
  EXPECT_EQ(to_json_text(preview["found"]["kept"]), to_json_text(certificate["kept"]));
  EXPECT_THAT(to_json_text(certificate["kept"]), testing::HasSubstr(rose.text()));
  EXPECT_EQ(certificate["rescan"]["left"].GetInt(), 0);
}

TEST_F(Erasing, ANameThatSomebodyElseBearsTellsNobodyApart) {
  workspace.create("contacts", R"({"first_name":"Ada","last_name":"Lovelace","email":"other@example.org"})");
  const Id note = linked("notes", R"("text":"Ada Lovelace called","contacts":[)" + in_quotes(bob) + "]");
  erase(ada);
  EXPECT_EQ(view(workspace.get("notes", note)["text"]), "Ada Lovelace called");
}

TEST_F(Erasing, KeepsWhatIsHeldForSomebodyElseAndNotThePerson) {
  const Id email = linked("emails", R"("subject":"Offer","body":"Dear both, ada@example.org and bob@example.org","to":["ada@example.org","bob@example.org"],"contacts":[)" + in_quotes(ada) + "," + in_quotes(bob) + "]");
  privacy::Access access = workspace.access;
  access.purpose = privacy::kLegalObligation;
  expect_value(restriction::impose(*workspace.records, workspace.at(access, "contacts"), bob, {.kind = restriction::Kind::hold, .purpose = {}, .reason = "A lawsuit", .until = now() + 100 * kDay}));
  const JsonDocument certificate = erase(ada);
  EXPECT_EQ(code_of_get("contacts", ada), "not_found");
  EXPECT_EQ(view(workspace.get("emails", email)["body"]), "Dear both, ada@example.org and bob@example.org");
  EXPECT_THAT(to_json_text(certificate["kept"]), testing::HasSubstr("A lawsuit"));
  EXPECT_EQ(certificate["rescan"]["left"].GetInt(), 0);
}

TEST_F(Erasing, OffersWhoIsProbablyTheSameFromTheBinToo) {
  const Id binned = workspace.create("contacts", R"({"last_name":"Lovelace","email":"ada@example.org"})");
  workspace.remove("contacts", binned);
  const auto context = workspace.at("contacts");
  const JsonDocument preview = workspace.answer([&](JsonWriter& writer) { return erasures->write_preview(context, wish(ada), writer); });
  ASSERT_EQ(preview["same_human"].Size(), 1u);
  EXPECT_EQ(view(preview["same_human"][0]["id"]), binned.text());
  EXPECT_TRUE(preview["same_human"][0]["binned"].GetBool());
}

TEST_F(Erasing, FindsByAddressWhatASearchLeavesOut) {
  const Id binned = workspace.create("contacts", R"({"last_name":"Twin","email":"once@example.org"})");
  workspace.remove("contacts", binned);
  workspace.update("contacts", ada, R"({"email":"once@example.org"})");
  workspace.update("contacts", ada, R"({"email":"now@example.org"})");
  const Id note = linked("notes", R"("text":"From once@example.org","contacts":[)" + in_quotes(bob) + "]");
  const auto context = workspace.at("contacts");
  const JsonDocument found = workspace.answer([&](JsonWriter& writer) { return erasures->write_holders(context, "once@example.org", {}, writer); });
  std::set<std::string> ids;
  for (const JsonValue& one : found.GetArray()) ids.emplace(view(one["id"]));
  EXPECT_EQ(ids, (std::set<std::string>{binned.text(), ada.text(), note.text()}));
}

TEST_F(Erasing, FindsWhomWasErasedBefore) {
  EXPECT_FALSE(expect_value(erasures->of_person("acme", ada)));
  const Id erasure = begin(ada);
  EXPECT_EQ(expect_value(erasures->of_person("acme", ada)), erasure);
  expect_value(erasures->wait("acme", erasure));
  EXPECT_EQ(expect_value(erasures->of_person("acme", ada)), erasure);
}

TEST_F(Erasing, RestartsNoClockOfWhatItOnlyClears) {
  const Id note = linked("notes", R"("text":"Ada (ada@example.org) met Bob","contacts":[)" + in_quotes(ada) + "," + in_quotes(bob) + "]");
  const std::string before(view(workspace.get("notes", note)["updated_at"]));
  erase(ada);
  EXPECT_EQ(view(workspace.get("notes", note)["updated_at"]), before);
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

#include <fstream>

#include "rights/copies/copies_fixture.hpp"
#include "rights/copies/others.hpp"

namespace probity::copies {
namespace {

TEST_F(CopiesTest, HoldsWhatIsHeldInEveryForm) {
  workspace.create("note", fmt::format(R"({{"text":"Prefers =letters","contacts":["{}"]}})", ada.text()));
  workspace.create("meeting", fmt::format(R"({{"title":"Tea","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z","attendees":["{}"]}})", ada.text()));
  workspace.update("contact", ada, R"({"job_title":"Analyst"})");
  document(ada, stored_file("PDF", "letter.pdf"), "letter.pdf");
  const auto entries = copy_of(ada);
  std::vector<std::string> names;
  for (const auto& [name, bytes] : entries) names.push_back(name);
  EXPECT_THAT(names, testing::UnorderedElementsAre("index.html", "data.json", "data.schema.json", "contact.vcf", "calendar.ics", "csv/contacts.csv", "csv/notes.csv", "csv/meetings.csv", "csv/documents.csv", "files/1.pdf"));
  EXPECT_EQ(entries.at("files/1.pdf"), "PDF");
  EXPECT_THAT(entries.at("contact.vcf"), HasSubstr("FN:Ada Lovelace"));
  EXPECT_THAT(entries.at("calendar.ics"), HasSubstr("SUMMARY:Tea"));
  EXPECT_THAT(entries.at("csv/notes.csv"), HasSubstr(",Prefers =letters,"));
  const std::string& page = entries.at("index.html");
  for (const char* text : {"Ada", "Analyst", "Countess → ", "Prefers =letters", "href=\"files/1.pdf\"", "Kept until 2027-01-15", "What it is used for", "complain"}) EXPECT_THAT(page, HasSubstr(text)) << text;
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  const JsonDocument data = expect_value(parse_json(entries.at("data.json")));
  EXPECT_EQ(view(data["person"]), ada.text());
  EXPECT_EQ(data["records"].Size(), 4u);
  EXPECT_EQ(view(data["records"][0]["values"]["email"][0]["value"]), "ada@example.org");
  EXPECT_EQ(view(data["records"][0]["kept_until"]), "2027-01-15T08:00:00Z");
  EXPECT_FALSE(data["purposes"].Empty());
  expect_value(parse_json(entries.at("data.schema.json")));
}

TEST_F(CopiesTest, LeavesOutWhatIsOthers) {
  workspace.create("note", fmt::format(R"({{"text":"Ada met Bob BABBAGE (bob@example.net, 020 7946 0958); Bobby was not there.","contacts":["{}","{}"]}})", ada.text(), bob.text()));
  workspace.create("meeting", fmt::format(R"({{"title":"Tea with Babbage","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z","attendees":["{}","{}"]}})", ada.text(), bob.text()));
  workspace.update("contact", bob, fmt::format(R"({{"reports_to":"{}","description":"Knows Ada well"}})", ada.text()));
  workspace.update("contact", ada, fmt::format(R"({{"assistant":"{}"}})", bob.text()));
  std::string everything;
  for (const auto& [name, bytes] : copy_of(ada)) everything += bytes;
  for (const std::string& theirs : {std::string("Babbage"), std::string("BABBAGE"), std::string("bob@example.net"), std::string("7946"), std::string("Knows Ada well"), std::string("+442079460958")}) {
    EXPECT_EQ(everything.find(theirs), everything.npos) << theirs;
  }
  EXPECT_THAT(everything, HasSubstr("Ada met [someone else] ([someone else], [someone else]); Bobby was not there."));
  EXPECT_THAT(everything, HasSubstr("Tea with [someone else]"));
  EXPECT_THAT(everything, HasSubstr("names you"));
  std::string bobs;
  for (const auto& [name, bytes] : copy_of(bob)) bobs += bytes;
  EXPECT_EQ(bobs.find("ada@example.org"), bobs.npos);
  EXPECT_THAT(bobs, HasSubstr("Knows [someone else] well"));
}

TEST_F(CopiesTest, LeavesOutAddressesOfPeopleWhoAreNotOnRecord) {
  const Id email = workspace.create("email", R"({"subject":"Hello","body":"Ada (ada@example.org) and third.party@example.com.","to":["third.party@example.com"],"cc":["ada@example.org"]})");
  workspace.create("note", fmt::format(R"({{"text":"Ask fourth@example.com","contacts":["{}"]}})", ada.text()));
  std::string everything;
  for (const auto& [name, bytes] : copy_of(ada)) everything += bytes;
  EXPECT_THAT(everything, HasSubstr(email.text())) << "she is in copy";
  for (const char* theirs : {"third.party", "fourth@"}) EXPECT_EQ(everything.find(theirs), everything.npos) << theirs;
  EXPECT_THAT(everything, HasSubstr("Ada (ada@example.org) and [someone else]."));
}

TEST_F(CopiesTest, FollowsFieldsAndEntitiesMadeByAdministrators) {
  const auto acme = expect_value(workspace.workspaces->find("acme"));
  records::Additions more{.entities = {R"({"entity":"x_pet","plural":"x_pets","label":{"one":"Pet","many":"Pets"},"icon":"paw","subject":{"via":["x_owner"]},"title":["x_name"],
    "fields":{"x_name":{"id":1,"type":"text","category":"user.content","purposes":["service"]},"x_owner":{"id":2,"type":"link","to":"contact","on_erase":"delete","category":"user.unique_id","purposes":["service"]}}})"},
                          .fields = {{"contact", R"({"name":"x_shoe","id":10000,"type":"text","category":"user.content","purposes":["service"]})"}}};
  expect_value(workspace.workspaces->extend(*acme, more));
  workspace.update("contact", ada, R"({"x_shoe":"thirty-eight"})");
  workspace.create("x_pet", fmt::format(R"({{"x_name":"Mrs Puff","x_owner":"{}"}})", ada.text()));
  const auto entries = copy_of(ada);
  EXPECT_THAT(entries.at("csv/x_pets.csv"), HasSubstr("Mrs Puff"));
  EXPECT_THAT(entries.at("index.html"), HasSubstr("thirty-eight"));
  EXPECT_THAT(entries.at("data.json"), HasSubstr("Mrs Puff"));
}

TEST_F(CopiesTest, NamesOfFilesMakeNoPaths) {
  const char* hostile[] = {"../../etc/passwd", "C:\\\\boot.ini", "a/b.txt", "con", "x.htm l", "evil.ph\\u0070", "\\u202Etxt.exe"};
  for (const char* name : hostile) document(ada, stored_file("abc", "x"), name);
  std::size_t found = 0;
  for (const auto& [name, bytes] : copy_of(ada)) {
    EXPECT_EQ(name.find(".."), name.npos);
    if (!name.starts_with("files/")) continue;
    ++found;
    EXPECT_TRUE(std::ranges::all_of(name.substr(6), [](unsigned char c) { return std::isalnum(c) || c == '.'; })) << name;
  }
  EXPECT_EQ(found, std::size(hostile));
}

TEST_F(CopiesTest, WhatPeopleTypedIsNoMarkup) {
  workspace.create("note", fmt::format(R"({{"text":"<script>alert(1)</script>","contacts":["{}"]}})", ada.text()));
  EXPECT_THAT(copy_of(ada).at("index.html"), HasSubstr("&lt;script&gt;alert(1)"));
}

TEST_F(CopiesTest, WhatMachinesReadIsAllThatIsTakenElsewhere) {
  const auto entries = copy_of(ada, Kind::portability);
  EXPECT_FALSE(entries.contains("index.html"));
  EXPECT_THAT(entries.at("data.json"), Not(HasSubstr("\"changes\"")));
  EXPECT_TRUE(entries.contains("csv/contacts.csv"));
}

TEST_F(CopiesTest, HoldsWhoseStateHidesThem) {
  expect_value(records::set_state(*workspace.records, workspace.at("contact"), ada, [](privacy::SubjectState state) { return state | privacy::kRestricted; }));
  EXPECT_THAT(copy_of(ada).at("index.html"), HasSubstr("Lovelace"));
  const privacy::Access service = workspace.access;
  EXPECT_EQ(copies->start(workspace.at(service, "contact"), {.person = ada, .kind = Kind::access, .request = {}}).error().kind, ErrorKind::not_found);
}

TEST_F(CopiesTest, IsMadeEncryptedAndFetchedOnce) {
  const Started started = start(ada);
  EXPECT_THAT(started.url, testing::StartsWith("https://crm.example/copies/acme."));
  EXPECT_EQ(copies->fetch(token_of(started)).error().code, "not_ready");
  expect_value(workspace.jobs->run_due("acme"));
  EXPECT_EQ(state_of(started.id), "ready");
  EXPECT_TRUE(open_zip(copies->path_of("acme", started.id), {}).empty());
  EXPECT_TRUE(opened(started).contains("index.html"));
  const Found found = expect_value(copies->find(token_of(started)));
  EXPECT_EQ(found.id, started.id);
  EXPECT_EQ(state_of(started.id), "ready");
  const Fetched fetched = expect_value(copies->fetch(token_of(started)));
  EXPECT_EQ(fetched.size, found.size);
  EXPECT_EQ(state_of(started.id), "fetching");
  EXPECT_EQ(copies->fetch(token_of(started)).error().code, "unknown_link");
  EXPECT_EQ(copies->find(token_of(started)).error().code, "unknown_link");
  EXPECT_TRUE(copies->fetch(token_of(started), 1000));
  later("+PT61M");
  EXPECT_EQ(copies->fetch(token_of(started), 1000).error().code, "unknown_link");
  expect_value(copies->ring("acme"));
  EXPECT_EQ(state_of(started.id), "fetched");
  EXPECT_FALSE(std::filesystem::exists(copies->path_of("acme", started.id)));
}

TEST_F(CopiesTest, EndsWhereNobodyFetchesIt) {
  const Started started = made(ada);
  EXPECT_EQ(expect_value(copies->ring("acme")), started.expires_at);
  later("+P6DT23H");
  EXPECT_TRUE(copies->find(token_of(started)));
  later("+P7DT1H");
  EXPECT_EQ(copies->fetch(token_of(started)).error().code, "unknown_link");
  EXPECT_EQ(expect_value(copies->ring("acme")), std::nullopt);
  EXPECT_EQ(state_of(started.id), "expired");
  EXPECT_FALSE(std::filesystem::exists(copies->path_of("acme", started.id)));
}

TEST_F(CopiesTest, NothingOfPasswordOrLinkIsKept) {
  const Started started = made(ada);
  const std::string token = token_of(started);
  const std::string secret = token.substr(token.rfind('.') == token.npos ? 0 : token.rfind('.') + 1);
  workspace.jobs.reset();
  for (const auto& file : std::filesystem::recursive_directory_iterator(workspace.folder.path())) {
    if (!file.is_regular_file()) continue;
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_EQ(bytes.find(started.password), bytes.npos) << file.path();
    EXPECT_EQ(bytes.find(secret), bytes.npos) << file.path();
    EXPECT_TRUE(file.path().extension() != ".zip" || bytes.find("Lovelace") == bytes.npos);
  }
  workspace.jobs = std::make_unique<jobs::Jobs>(*workspace.backend);
}

TEST_F(CopiesTest, LinksThatAreNoneLeadNowhere) {
  const Started started = made(ada);
  const std::string token = token_of(started);
  std::string other = token;
  other.back() = other.back() == 'A' ? 'B' : 'A';
  expect_value(workspace.workspaces->create("second", {}));
  const std::string elsewhere = "second" + token.substr(token.find('.'));
  for (const std::string& wrong : {std::string(), std::string("acme"), std::string("acme."), other, elsewhere, "../" + token, token.substr(0, token.size() - 1), "acme." + started.id.text(), "ACME" + token.substr(4), token + "A", "nobody" + token.substr(4)}) {
    EXPECT_EQ(copies->find(wrong).error().code, "unknown_link") << wrong;
    EXPECT_EQ(copies->fetch(wrong).error().code, "unknown_link") << wrong;
  }
  EXPECT_EQ(state_of(started.id), "ready");
}

TEST_F(CopiesTest, OnlyPeopleHaveOneAndNotWithoutEnd) {
  const Id deal = workspace.create("deal", R"({"name":"Engine"})");
  EXPECT_EQ(copies->start(at("deal"), {.person = deal, .kind = Kind::access, .request = {}}).error().code, "not_a_person");
  EXPECT_EQ(copies->start(at("contact"), {.person = Id::make(), .kind = Kind::access, .request = {}}).error().kind, ErrorKind::not_found);
  for (int each = 0; each < 5; ++each) made(ada);
  EXPECT_EQ(copies->start(at("contact"), {.person = ada, .kind = Kind::access, .request = {}}).error().code, "too_many_copies");
  EXPECT_TRUE(copies->start(at("contact"), {.person = bob, .kind = Kind::access, .request = {}}));
}

TEST_F(CopiesTest, IsGoneWithThePerson) {
  const Started started = made(ada);
  const Started other = made(bob);
  expect_value(copies->destroy_of("acme", ada));
  EXPECT_FALSE(std::filesystem::exists(copies->path_of("acme", started.id)));
  EXPECT_TRUE(std::filesystem::exists(copies->path_of("acme", other.id)));
  EXPECT_EQ(copies->fetch(token_of(started)).error().code, "unknown_link");
}

TEST_F(CopiesTest, FilesThatBelongToNothingAreSwept) {
  const Started started = made(ada);
  const auto stray = copies->path_of("acme", Id::make());
  std::ofstream(stray) << "left";
  EXPECT_EQ(expect_value(copies->sweep()), 0);
  const auto old = std::filesystem::file_time_type::clock::now() - std::chrono::hours(2);
  std::filesystem::last_write_time(stray, old);
  std::filesystem::last_write_time(copies->path_of("acme", started.id), old);
  EXPECT_EQ(expect_value(copies->sweep()), 1);
  EXPECT_FALSE(std::filesystem::exists(stray));
  EXPECT_TRUE(std::filesystem::exists(copies->path_of("acme", started.id)));
}

TEST(Without, FindsMarksHoweverTheyAreWritten) {
  const Marks marks{.words = {"muller", "hans", "li", "12 main street"}, .numbers = {"79460958"}};
  EXPECT_EQ(without("Hans Müller, 12 Main Street", marks), "[someone else], [someone else]");
  EXPECT_EQ(without("HANS MÜLLER's list; Lisbon; Li.", marks), "[someone else]'s list; Lisbon; [someone else].");
  EXPECT_EQ(without("call +44 (20) 7946-0958 now, not 7946 0959", marks), "call [someone else] now, not 7946 0959");
  EXPECT_EQ(without("", marks), "");
  EXPECT_EQ(without("nothing here", {}), "nothing here");
}

}  // namespace
}  // namespace probity::copies

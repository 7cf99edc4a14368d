#include "records/searching/search.hpp"

#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

class SearchTest : public testing::Test {
 protected:
  std::vector<std::string> search(const privacy::Access& access, const SearchOptions& options) {
    const JsonDocument found = workspace.answer([&](JsonWriter& writer) { return write_search(*workspace.records, access, options, writer); });
    std::vector<std::string> hits;
    for (const JsonValue& item : found["items"].GetArray()) hits.push_back(fmt::format("{} {}", view(item["entity"]), view(item["display"])));
    std::ranges::sort(hits);
    return hits;
  }
  std::vector<std::string> search(std::string text) { return search(workspace.access, {.text = std::move(text)}); }

  TestWorkspace workspace;
};

using Hits = std::vector<std::string>;

TEST_F(SearchTest, FindsAcrossEntitiesByPartsAccentsAndDigits) {
  workspace.create("firm", R"({"name":"Müller & Söhne","phone":["+49 30 901820"]})");
  workspace.create("person", R"({"first_name":"Zoë","last_name":"Müller","email":"zoe.mueller@example.org","phone":["030 12 34 56 78"]})");
  workspace.create("person", R"({"last_name":"山田太郎"})");
  EXPECT_EQ(search("muller"), (Hits{"firm Müller & Söhne", "person Zoë Müller"}));
  EXPECT_EQ(search("ÜLL"), (Hits{"firm Müller & Söhne", "person Zoë Müller"}));
  EXPECT_EQ(search("zo"), (Hits{"person Zoë Müller"}));
  EXPECT_EQ(search("mueller@exam"), (Hits{"person Zoë Müller"}));
  EXPECT_EQ(search("12345678"), (Hits{"person Zoë Müller"}));
  EXPECT_EQ(search("太郎"), (Hits{"person 山田太郎"}));
  EXPECT_EQ(search("zoe muller"), (Hits{"person Zoë Müller"}));
  EXPECT_EQ(search(""), Hits{});
  EXPECT_EQ(search("  "), Hits{});
  EXPECT_EQ(search("nobody"), Hits{});
}

TEST_F(SearchTest, FollowsWhatIsWritten) {
  const Id id = workspace.create("person", R"({"last_name":"Quill"})");
  workspace.update("person", id, R"({"last_name":"Feather"})");
  EXPECT_EQ(search("quill"), Hits{});
  EXPECT_EQ(search("feather"), (Hits{"person Feather"}));
  workspace.remove("person", id);
  EXPECT_EQ(search("feather"), Hits{});
  expect_value(workspace.records->restore(workspace.at("person"), id));
  EXPECT_EQ(search("feather"), (Hits{"person Feather"}));
}

TEST_F(SearchTest, ShowsNamesakesApart) {
  const Id firm = workspace.create("firm", R"({"name":"Inkwell"})");
  workspace.create("person", fmt::format(R"({{"last_name":"Quill","firm":"{}","email":"q@example.org"}})", firm.text()));
  const JsonDocument found = workspace.answer([&](JsonWriter& writer) { return write_search(*workspace.records, workspace.access, {.text = "quill"}, writer); });
  EXPECT_EQ(view(found["items"][0]["subtitle"]), "Inkwell · q@example.org");
}

TEST_F(SearchTest, FindsNothingByWhatMayNotBeRead) {
  workspace.create("person", R"({"last_name":"Quill","email":"feather@example.org"})");
  workspace.create("firm", R"({"name":"Feather Ltd"})");
  const privacy::Access clerk = workspace.access_with({.role = "clerk", .entities = {{"person", {.hidden_fields = {"email"}}}}});
  EXPECT_EQ(search(clerk, {.text = "feather"}), (Hits{"firm Feather Ltd"}));
  EXPECT_EQ(search(clerk, {.text = "quill"}), (Hits{"person Quill"}));
  const privacy::Access narrow = workspace.access_with({.role = "narrow", .entities = {{"firm", {.read = false}}}});
  EXPECT_EQ(search(narrow, {.text = "feather"}), (Hits{"person Quill"}));
}

TEST_F(SearchTest, FillsThePageAlthoughMuchIsHidden) {
  for (int index = 0; index < 60; ++index) workspace.create("person", fmt::format(R"({{"last_name":"Hidden{}","email":"feather{}@example.org"}})", index, index));
  for (int index = 0; index < 3; ++index) workspace.create("person", fmt::format(R"({{"last_name":"Feather{}"}})", index));
  const privacy::Access clerk = workspace.access_with({.role = "clerk", .everything = {.hidden_fields = {"email"}}});
  EXPECT_EQ(search(clerk, {.text = "feather", .limit = 3}).size(), 3u);
}

TEST_F(SearchTest, OneEntityAndLimits) {
  workspace.create("person", R"({"last_name":"Quill"})");
  workspace.create("firm", R"({"name":"Quill"})");
  EXPECT_EQ(search(workspace.access, {.text = "quill", .entity = "people"}), (Hits{"person Quill"}));
  EXPECT_EQ(search(workspace.access, {.text = "quill", .limit = 1}).size(), 1u);
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  EXPECT_EQ(write_search(*workspace.records, workspace.access, {.text = "x", .entity = "nonsense"}, writer).error().code, "unknown_entity");
  EXPECT_EQ(write_search(*workspace.records, workspace.access, {.text = "x", .limit = 0}, writer).error().code, "bad_limit");
}

}  // namespace
}  // namespace probity::records

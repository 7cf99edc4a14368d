// Lists: order, pages, cursors, sparse fields, expanded links, counts.
#include <rapidcheck.h>

#include "base/crypto.hpp"
#include "base/text.hpp"
#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

class ListTest : public testing::Test {
 protected:
  /// All pages of a list, one after another.
  std::vector<std::string> pages(std::string_view entity, ListOptions options, std::string_view member = "id") {
    std::vector<std::string> seen;
    for (int page = 0; page < 1000; ++page) {
      const JsonDocument answer = workspace.list(entity, options);
      for (const JsonValue& item : answer["items"].GetArray()) seen.push_back(item[std::string(member).c_str()].IsNull() ? "" : std::string(view(item[std::string(member).c_str()])));
      EXPECT_LE(answer["items"].Size(), static_cast<rapidjson::SizeType>(options.limit));
      if (answer["next"].IsNull()) return seen;
      options.cursor = view(answer["next"]);
    }
    ADD_FAILURE() << "the list does not end";
    return seen;
  }
  static ListOptions sorted(std::string sort, int limit = 3) {
    ListOptions options;
    options.sort = std::move(sort);
    options.limit = limit;
    return options;
  }
  Error refused(const ListOptions& options, std::string_view entity = "person") {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    return workspace.records->list(workspace.at(entity), options, writer).error();
  }

  TestWorkspace workspace;
};

TEST_F(ListTest, EveryOrderVisitsEachRecordOnce) {
  const char* names[] = {"Öl", "ol", "Ada", "ada", "", "Zoë", "ZOE", "b", "Ä", "a"};
  for (int round = 0; round < 3; ++round) {
    for (const char* name : names) workspace.create("person", fmt::format(R"({{"last_name":"{}","born":{}}})", name, *name == 'a' ? R"("1990-05-05")" : "null"));
  }
  for (const char* sort : {"", "last_name", "-last_name", "born", "-born", "created_at", "-updated_at", "id", "firm", "email", "-remark", "tags"}) {
    const auto ids = pages("person", sorted(sort));
    EXPECT_EQ(ids.size(), 30u) << sort;
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 30u) << sort;
  }
  for (const char* sort : {"last_name", "-last_name"}) {
    auto listed = pages("person", sorted(sort), "last_name");
    const auto first_empty = std::ranges::find(listed, "");
    EXPECT_EQ(listed.end() - first_empty, 3) << "empty values last, whichever way";
    std::vector<std::string> folded;
    std::transform(listed.begin(), first_empty, std::back_inserter(folded), [](const std::string& name) { return fold(name); });
    EXPECT_TRUE(*sort == '-' ? std::ranges::is_sorted(folded, std::greater<>{}) : std::ranges::is_sorted(folded)) << sort;
  }
}

TEST_F(ListTest, PagesStayTrueWhileRecordsComeAndGo) {
  std::vector<Id> ids;
  for (int index = 0; index < 20; ++index) ids.push_back(workspace.create("person", fmt::format(R"({{"last_name":"N{:02}"}})", index * 2)));
  ListOptions options = sorted("last_name", 5);
  JsonDocument page = workspace.list("person", options);
  options.cursor = view(page["next"]);
  workspace.create("person", R"({"last_name":"N01"})");
  workspace.remove("person", ids[4]);
  page = workspace.list("person", options);
  EXPECT_EQ(view(page["items"][0]["last_name"]), "N10") << "right behind the last one shown, though that one is gone";
}

TEST_F(ListTest, CursorsCannotBeForgedReadOrMovedToAnotherList) {
  for (int index = 0; index < 5; ++index) workspace.create("person", fmt::format(R"({{"last_name":"Secretname{}"}})", index));
  workspace.create("firm", R"({"name":"A"})");
  const JsonDocument page = workspace.list("person", sorted("last_name", 2));
  const std::string cursor(view(page["next"]));
  std::string standard = cursor;
  std::ranges::replace(standard, '-', '+');
  std::ranges::replace(standard, '_', '/');
  EXPECT_EQ(decode_base64(standard)->find("secretname"), std::string::npos) << "no name in an address that is logged";
  std::vector<std::string> bad{"x", "AAAA", std::string(5000, 'A'), cursor + "A", cursor.substr(1), "../..", "'; DROP TABLE person", "\xff"};
  for (std::size_t at = 0; at < cursor.size(); ++at) {
    bad.push_back(cursor);
    bad.back()[at] = bad.back()[at] == 'A' ? 'B' : 'A';
  }
  for (const std::string& each : bad) {
    if (each == cursor) continue;
    ListOptions options = sorted("last_name", 2);
    options.cursor = each;
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    const auto listed = workspace.records->list(workspace.at("person"), options, writer);
    // The last character of base64 may carry bits that mean nothing.
    if (listed) {
      EXPECT_EQ(each.substr(0, each.size() - 1), cursor.substr(0, cursor.size() - 1));
      continue;
    }
    EXPECT_EQ(listed.error().code, "bad_cursor") << each;
  }
  for (const char* sort : {"-last_name", "first_name"}) {
    ListOptions options = sorted(sort, 2);
    options.cursor = cursor;
    EXPECT_EQ(refused(options).code, "bad_cursor") << sort;
  }
  ListOptions firms = sorted("name", 2);
  firms.cursor = cursor;
  EXPECT_EQ(refused(firms, "firm").code, "bad_cursor");
}

TEST_F(ListTest, RefusesWhatIsNotThere) {
  for (int limit : {0, -1, 201}) EXPECT_EQ(refused(sorted("", limit)).code, "bad_limit") << limit;
  EXPECT_EQ(refused(sorted("nonsense")).code, "unknown_field");
  EXPECT_EQ(refused(sorted("_id")).code, "unknown_field");
  EXPECT_EQ(refused(sorted("score")).code, "unknown_field") << "not for this purpose";
  ListOptions fields;
  fields.fields = {"last_name", "nonsense"};
  EXPECT_EQ(refused(fields).code, "unknown_field");
  ListOptions expand;
  expand.expand = {"last_name"};
  EXPECT_EQ(refused(expand).code, "unknown_field");
}

TEST_F(ListTest, SparseFieldsShowOnlyThose) {
  workspace.create("person", R"({"first_name":"Ada","last_name":"Quill","email":"a@example.org"})");
  ListOptions options;
  options.fields = {"email", "email"};
  options.sort = "-born";
  const JsonDocument page = workspace.list("person", options);
  const JsonValue& item = page["items"][0];
  EXPECT_TRUE(item.HasMember("id") && item.HasMember("version") && item.HasMember("email"));
  EXPECT_FALSE(item.HasMember("last_name") || item.HasMember("display"));
  options.fields = {"display", "born", "created_at", "id"};
  EXPECT_EQ(view(workspace.list("person", options)["items"][0]["display"]), "Ada Quill");
}

TEST_F(ListTest, ExpandShowsLinkedRecordsAsFarAsTheyMayBeSeen) {
  const Id firm = workspace.create("firm", R"({"name":"Inkwell","city":"Köln"})");
  const Id other = workspace.create("firm", R"({"name":"Drop"})");
  const Id person = workspace.create("person", fmt::format(R"({{"last_name":"Quill","firm":"{}"}})", firm.text()));
  const Id specimen = workspace.create("specimen", fmt::format(R"({{"name":"S","firms":["{}","{}"]}})", firm.text(), other.text()));
  const JsonDocument one = workspace.get("person", person, {.expand = {"firm"}});
  EXPECT_EQ(view(one["expanded"]["firm"]["display"]), "Inkwell");
  EXPECT_EQ(view(one["expanded"]["firm"]["entity"]), "firm");
  const JsonDocument many = workspace.get("specimen", specimen, {.expand = {"firms", "firm"}});
  EXPECT_EQ(many["expanded"]["firms"].Size(), 2u);
  EXPECT_TRUE(many["expanded"]["firm"].IsNull());
  const Id memo = workspace.create("memo", fmt::format(R"({{"text":"About both","about":["{}","{}"]}})", firm.text(), person.text()));
  const JsonDocument anything = workspace.get("memo", memo, {.expand = {"about"}});
  EXPECT_EQ(view(anything["expanded"]["about"][0]["entity"]), "firm");
  EXPECT_EQ(view(anything["expanded"]["about"][1]["entity"]), "person");
  ListOptions options;
  options.expand = {"firm"};
  options.fields = {"last_name"};
  const JsonDocument page = workspace.list("person", options);
  EXPECT_EQ(view(page["items"][0]["expanded"]["firm"]["city"]), "Köln");
  const privacy::Access clerk = workspace.access_with({.role = "clerk", .entities = {{"firm", {.hidden_fields = {"city", "name"}}}}});
  const JsonDocument masked = workspace.answer([&](JsonWriter& writer) { return workspace.records->get(workspace.at(clerk, "person"), person, {.expand = {"firm"}}, writer); });
  EXPECT_FALSE(masked["expanded"]["firm"].HasMember("city"));
  EXPECT_EQ(view(masked["expanded"]["firm"]["display"]), "Firm") << "a hidden title is not shown as the name";
}

TEST_F(ListTest, CountsAreExactWhenAsked) {
  for (int index = 0; index < 12; ++index) workspace.create("person", fmt::format(R"({{"last_name":"{}"}})", index % 2 ? "Odd" : "Even"));
  workspace.remove("person", workspace.create("person", R"({"last_name":"Odd"})"));
  ListOptions options;
  options.limit = 2;
  EXPECT_FALSE(workspace.list("person", options).HasMember("count"));
  options.count = ListOptions::Count::exact;
  EXPECT_EQ(workspace.list("person", options)["count"].GetInt64(), 12);
  options.count = ListOptions::Count::estimate;
  EXPECT_EQ(workspace.list("person", options)["count"].GetInt64(), 12) << "few are counted, the bin left out";
  options.count = ListOptions::Count::exact;
  options.filter = R"({"field":"last_name","op":"eq","value":"odd"})";
  EXPECT_EQ(workspace.list("person", options)["count"].GetInt64(), 6);
  options.count = ListOptions::Count::estimate;
  EXPECT_EQ(workspace.list("person", options)["count"].GetInt64(), 6);
}

TEST_F(ListTest, AtBeginsNearThatPart) {
  for (int index = 0; index < 100; ++index) workspace.create("person", fmt::format(R"({{"last_name":"N{:03}"}})", index));
  ListOptions options = sorted("last_name", 10);
  options.at = 0.0;
  EXPECT_EQ(view(workspace.list("person", options)["items"][0]["last_name"]), "N000");
  options.at = 0.5;
  const JsonDocument middle = workspace.list("person", options);
  const std::string_view first = view(middle["items"][0]["last_name"]);
  EXPECT_GE(first, "N035");
  EXPECT_LE(first, "N065");
  options.at = 7.0;
  EXPECT_NO_THROW(workspace.list("person", options));
}

TEST_F(ListTest, SearchesInAListAndPagesThrough) {
  for (int index = 0; index < 9; ++index) workspace.create("person", fmt::format(R"({{"last_name":"{}","email":"p{}@inkwell.example"}})", index % 3 ? "Quill" : "Pen", index));
  ListOptions options = sorted("last_name", 2);
  options.search = "quil";
  EXPECT_EQ(pages("person", options).size(), 6u);
  options.search = "inkwell";
  EXPECT_EQ(pages("person", options).size(), 9u);
  const privacy::Access clerk = workspace.access_with({.role = "clerk", .everything = {.hidden_fields = {"email"}}});
  const JsonDocument hidden = workspace.answer([&](JsonWriter& writer) { return workspace.records->list(workspace.at(clerk, "person"), options, writer); });
  EXPECT_EQ(hidden["items"].Size(), 0u) << "not found by what may not be read";
  options.search = "quil";
  const JsonDocument shown = workspace.answer([&](JsonWriter& writer) { return workspace.records->list(workspace.at(clerk, "person"), options, writer); });
  EXPECT_EQ(shown["items"].Size(), 2u);
}

TEST_F(ListTest, EachVisitsEveryLiveRecordOnceWhileItIsChanged) {
  for (int index = 0; index < 30; ++index) workspace.create("firm", fmt::format(R"({{"name":"F{}"}})", index));
  int visited = 0;
  expect_value(workspace.records->each(workspace.at("firm"), R"({"field":"city","op":"empty"})", [&](const Id& id, const Row&) -> Result<> {
    ++visited;
    workspace.update("firm", id, R"({"city":"Köln"})");
    return {};
  }));
  EXPECT_EQ(visited, 30);
}

}  // namespace
}  // namespace probity::records

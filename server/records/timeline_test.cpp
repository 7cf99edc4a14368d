#include "records/timeline.hpp"

#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

class TimelineTest : public testing::Test {
 protected:
  JsonDocument timeline(const privacy::Access& access, const Id& id, const PageOptions& page = {}) {
    return workspace.answer([&](JsonWriter& writer) { return write_timeline(*workspace.records, workspace.at(access, "person"), id, page, writer); });
  }
  std::vector<std::string> shown(const privacy::Access& access, int limit = 50) {
    std::vector<std::string> displays;
    PageOptions page{.limit = limit};
    for (;;) {
      const JsonDocument answer = timeline(access, person, page);
      for (const JsonValue& item : answer["items"].GetArray()) displays.emplace_back(view(item["display"]));
      if (answer["next"].IsNull()) return displays;
      EXPECT_EQ(answer["items"].Size(), static_cast<rapidjson::SizeType>(limit)) << "a page is full unless it is the last";
      page.cursor = view(answer["next"]);
    }
  }
  Id memo(std::string_view text, std::string_view at, std::string_view more = "") {
    return workspace.create("memo", fmt::format(R"({{"text":"{}","at":"{}","people":["{}"]{}}})", text, at, person.text(), more));
  }

  TestWorkspace workspace;
  const Id person = workspace.create("person", R"({"last_name":"Quill"})");
};

TEST_F(TimelineTest, ShowsEverythingLinkedNewestFirst) {
  memo("Second", "2026-02-02T12:00:00Z");
  const Id first = memo("First", "2026-02-01T12:00:00Z");
  workspace.create("errand", fmt::format(R"({{"title":"Between","due":"2026-02-02","person":"{}"}})", person.text()));
  workspace.create("memo", fmt::format(R"({{"text":"About","at":"2026-02-03T12:00:00Z","about":["{}"]}})", person.text()));
  workspace.create("person", fmt::format(R"({{"last_name":"No event","friends":["{}"]}})", person.text()));
  EXPECT_EQ(shown(workspace.access), (std::vector<std::string>{"About", "Second", "Between", "First"}));
  workspace.update("memo", first, R"({"at":"2026-02-04T00:00:00Z"})");
  EXPECT_EQ(shown(workspace.access), (std::vector<std::string>{"First", "About", "Second", "Between"})) << "it moves when its date does";
  const JsonDocument page = timeline(workspace.access, person);
  const JsonValue& item = page["items"][0];
  EXPECT_EQ(view(item["entity"]), "memo");
  EXPECT_EQ(view(item["at"]), "2026-02-04T00:00:00Z");
  EXPECT_EQ(view(item["record"]["text"]), "First");
}

TEST_F(TimelineTest, PagesOverWhatIsDeletedAndWhatIsLinkedTwice) {
  std::vector<std::string> wanted;
  for (int index = 0; index < 120; ++index) {
    const std::string text = fmt::format("M{:03}", index);
    const Id id = memo(text, fmt::format("2026-01-01T00:{:02}:00Z", index / 3), fmt::format(R"(,"about":["{}"])", person.text()));
    if (index % 4 == 0) {
      workspace.remove("memo", id);
    } else {
      wanted.push_back(text);
    }
  }
  for (int limit : {1, 7, 50, 200}) {
    auto all = shown(workspace.access, limit);
    EXPECT_EQ(all.size(), wanted.size()) << limit;
    std::ranges::sort(all);
    EXPECT_EQ(all, wanted) << limit;
  }
}

TEST_F(TimelineTest, ShowsNothingThatMayNotBeSeen) {
  memo("Memo", "2026-02-02T12:00:00Z");
  workspace.create("memo", fmt::format(R"({{"text":"About","at":"2026-02-03T12:00:00Z","about":["{}"]}})", person.text()));
  workspace.create("errand", fmt::format(R"({{"title":"Errand","due":"2026-02-01","person":"{}"}})", person.text()));
  const privacy::Access no_errands = workspace.access_with({.role = "a", .entities = {{"errand", {.read = false}}}});
  EXPECT_EQ(shown(no_errands), (std::vector<std::string>{"About", "Memo"}));
  const privacy::Access no_about = workspace.access_with({.role = "b", .entities = {{"memo", {.hidden_fields = {"about", "text"}}}}});
  EXPECT_EQ(shown(no_about), (std::vector<std::string>{"Memo", "Errand"})) << "the name of the entity stands for a hidden title";
  const JsonDocument masked = timeline(no_about, person);
  EXPECT_FALSE(masked["items"][0]["record"].HasMember("text"));
}

TEST_F(TimelineTest, MissesNobodyLinkedByAHiddenFieldAndAReadableOne) {
  for (int index = 0; index < 120; ++index) memo(fmt::format("M{}", index), "2026-01-01T00:00:00Z", fmt::format(R"(,"about":["{}"])", person.text()));
  const privacy::Access clerk = workspace.access_with({.role = "clerk", .entities = {{"memo", {.hidden_fields = {"people"}}}}});
  for (int limit : {1, 7, 60}) EXPECT_EQ(shown(clerk, limit).size(), 120u) << limit;
}

TEST_F(TimelineTest, CursorsBelongToOneRecord) {
  memo("One", "2026-02-02T12:00:00Z");
  memo("Two", "2026-02-03T12:00:00Z");
  const JsonDocument page = timeline(workspace.access, person, {.limit = 1});
  const Id other = workspace.create("person", "{}");
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  const PageOptions stolen{.limit = 1, .cursor = std::string(view(page["next"]))};
  EXPECT_EQ(write_timeline(*workspace.records, workspace.at("person"), other, stolen, writer).error().code, "bad_cursor");
  EXPECT_EQ(write_timeline(*workspace.records, workspace.at("person"), Id::make(), {}, writer).error().code, "not_found");
  EXPECT_EQ(write_timeline(*workspace.records, workspace.at("person"), person, {.limit = 0}, writer).error().code, "bad_limit");
}

TEST_F(TimelineTest, RelatedShowsTheRecordsOfOneEntity) {
  const Id firm = workspace.create("firm", R"({"name":"Inkwell"})");
  workspace.create("person", fmt::format(R"({{"last_name":"One","firm":"{}"}})", firm.text()));
  workspace.create("person", fmt::format(R"({{"last_name":"Two","firm":"{}"}})", firm.text()));
  workspace.create("firm", fmt::format(R"({{"name":"Child","parent":"{}"}})", firm.text()));
  const auto related = [&](std::string_view entity) {
    return workspace.answer([&](JsonWriter& writer) { return write_related(*workspace.records, workspace.at("firm"), firm, entity, {}, writer); });
  };
  EXPECT_EQ(related("people")["items"].Size(), 2u);
  EXPECT_EQ(view(related("firm")["items"][0]["display"]), "Child");
  EXPECT_EQ(related("errand")["items"].Size(), 0u);
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  EXPECT_EQ(write_related(*workspace.records, workspace.at("firm"), firm, "nonsense", {}, writer).error().code, "unknown_entity");
}

}  // namespace
}  // namespace probity::records

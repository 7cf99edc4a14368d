#include "records/undo/history.hpp"

#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

class HistoryTest : public testing::Test {
 protected:
  JsonDocument history(const privacy::Access& access, const Id& id, int limit = 50, const std::string& cursor = "") {
    return workspace.answer([&](JsonWriter& writer) { return write_history(*workspace.records, workspace.at(access, "person"), id, limit, cursor, writer); });
  }
  TestWorkspace workspace;
};

TEST_F(HistoryTest, TellsWhoDidWhatFromWhere) {
  workspace.access.address = "192.0.2.1";
  const Id id = workspace.create("person", R"({"first_name":"Ada","email":"a@example.org"})");
  workspace.update("person", id, R"({"first_name":"Adele","born":"1990-01-01","email":[]})");
  workspace.remove("person", id);
  const JsonDocument entries = history(workspace.access, id);
  ASSERT_EQ(entries["items"].Size(), 3u);
  EXPECT_EQ(view(entries["items"][0]["operation"]), "delete");
  const JsonValue& update = entries["items"][1];
  EXPECT_EQ(view(update["operation"]), "update");
  EXPECT_EQ(view(update["origin"]), "test");
  EXPECT_EQ(view(update["actor"]["id"]), workspace.member.text());
  EXPECT_EQ(view(update["actor"]["name"]), "Olga Owner");
  EXPECT_EQ(to_json_text(update["changes"]["first_name"]), R"({"from":"Ada","to":"Adele"})");
  EXPECT_EQ(to_json_text(update["changes"]["born"]), R"({"from":null,"to":"1990-01-01"})");
  EXPECT_EQ(to_json_text(update["changes"]["email"]["to"]), "[]");
  EXPECT_EQ(update["changes"].MemberCount(), 3u);
  EXPECT_EQ(entries["items"][2]["changes"].MemberCount(), 0u) << "what it began with is not kept twice";
  EXPECT_EQ(to_json_text(entries).find("192.0.2.1"), std::string::npos) << "addresses are for investigations, not for colleagues";
}

TEST_F(HistoryTest, HidesWhatMayNotBeRead) {
  const Id id = workspace.create("person", R"({"first_name":"Ada"})");
  workspace.update("person", id, R"({"first_name":"Adele","remark":"private"})");
  const privacy::Access clerk = workspace.access_with({.role = "clerk", .everything = {.hidden_fields = {"remark"}}});
  const JsonDocument entries = history(clerk, id);
  EXPECT_TRUE(entries["items"][0]["changes"].HasMember("first_name"));
  EXPECT_FALSE(entries["items"][0]["changes"].HasMember("remark"));
}

TEST_F(HistoryTest, IsPaged) {
  const Id id = workspace.create("person", "{}");
  for (int index = 0; index < 6; ++index) workspace.update("person", id, fmt::format(R"({{"first_name":"N{}"}})", index));
  std::vector<std::string> seen;
  std::string cursor;
  do {
    const JsonDocument page = history(workspace.access, id, 3, cursor);
    for (const JsonValue& entry : page["items"].GetArray()) seen.emplace_back(view(entry["id"]));
    cursor = page["next"].IsNull() ? "" : std::string(view(page["next"]));
  } while (!cursor.empty());
  EXPECT_EQ(seen.size(), 7u);
  EXPECT_TRUE(std::ranges::is_sorted(seen, std::greater<>{}));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  EXPECT_EQ(write_history(*workspace.records, workspace.at("person"), id, 3, "x", writer).error().code, "bad_cursor");
  EXPECT_EQ(write_history(*workspace.records, workspace.at("person"), id, 0, "", writer).error().code, "bad_limit");
  EXPECT_EQ(write_history(*workspace.records, workspace.at("person"), Id::make(), 3, "", writer).error().code, "not_found");
}

TEST_F(HistoryTest, LeavesHoldNoValues) {
  workspace.create("person", R"({"last_name":"Unmistakable","email":"unmistakable@example.org"})");
  expect_value(workspace.database()->read([&](store::Reader& reader) {
    static const auto columns = store::Projection::make(store::kLeaf, {"entity", "record", "operation", "actor", "commitment"});
    return reader.each({.columns = columns, .tie_column = "sequence"}, [&](const Row& row) {
      for (int column = 0; column < 5; ++column) EXPECT_EQ(row.text(column).find("nmistakable"), std::string_view::npos);
      return true;
    });
  }));
}

}  // namespace
}  // namespace probity::records

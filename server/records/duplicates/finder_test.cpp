#include "records/duplicates/finder.hpp"

#include "records/duplicates/duplicates.hpp"
#include "records/duplicates/finder_job.hpp"
#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

class FinderTest : public testing::Test {
 protected:
  JsonDocument find(const privacy::Access& access, const FinderOptions& options = {}, std::string_view entity = "person") {
    return workspace.answer([&](JsonWriter& writer) { return write_duplicates(*workspace.records, *workspace.jobs, workspace.at(access, entity), options, writer); });
  }
  /// "same email: Ada + Ada Q" for each group.
  static std::vector<std::string> told(const JsonDocument& answer) {
    std::vector<std::string> groups;
    for (const JsonValue& group : answer["items"].GetArray()) {
      std::vector<std::string> names;
      for (const JsonValue& record : group["records"].GetArray()) names.emplace_back(view(record["display"]));
      groups.push_back(fmt::format("{}: {}", view(group["reason"]), fmt::join(names, " + ")));
    }
    return groups;
  }
  Id person(std::string_view json) { return workspace.create("person", json); }

  TestWorkspace workspace;
};

using Groups = std::vector<std::string>;

TEST_F(FinderTest, FindsTheSurestFirst) {
  person(R"({"first_name":"Thomas","last_name":"Meyer"})");
  person(R"({"first_name":"Tomas","last_name":"Meyer"})");
  person(R"({"first_name":"Ada","last_name":"Quill","email":["ada@example.org"]})");
  person(R"({"first_name":"A.","last_name":"Q","email":["x@example.org","ADA@example.org"]})");
  person(R"({"first_name":"Bea","last_name":"Feather","phone":["+49 30 901820"]})");
  person(R"({"first_name":"B","last_name":"F","phone":["030 901820"]})");
  person(R"({"first_name":"Nobody","last_name":"Else"})");
  const Id firm = workspace.create("firm", R"({"name":"F"})");
  person(fmt::format(R"({{"first_name":"Carl","last_name":"Pen","firm":"{}"}})", firm.text()));
  person(R"({"first_name":"Pen","last_name":"Carl"})");
  const auto groups = told(find(workspace.access));
  EXPECT_EQ(groups, (Groups{"same email: Ada Quill + A. Q", "same phone: Bea Feather + B F", "same name: Carl Pen + Pen Carl", "similar name: Thomas Meyer + Tomas Meyer"}));
}

TEST_F(FinderTest, TellsAGroupOnceForItsSurestReason) {
  for (int index = 0; index < 3; ++index) person(R"({"first_name":"Ada","last_name":"Quill","email":["ada@example.org"]})");
  EXPECT_EQ(told(find(workspace.access)), (Groups{"same email: Ada Quill + Ada Quill + Ada Quill"}));
}

TEST_F(FinderTest, LeavesOutWhatIsGoneDismissedOrMayNotBeRead) {
  const Id one = person(R"({"last_name":"One","email":["a@example.org"]})");
  const Id two = person(R"({"last_name":"Two","email":["a@example.org"]})");
  const Id three = person(R"({"last_name":"Three","email":["a@example.org"]})");
  EXPECT_EQ(told(find(workspace.access)), (Groups{"same email: One + Two + Three"}));
  const privacy::Access clerk = workspace.access_with({.role = "clerk", .everything = {.hidden_fields = {"email"}}});
  EXPECT_EQ(told(find(clerk)), Groups{}) << "that they share a hidden address is not told";
  workspace.remove("person", three);
  EXPECT_EQ(told(find(workspace.access)), (Groups{"same email: One + Two"}));
  const Id pair[] = {two, one};
  expect_value(dismiss_duplicates(*workspace.records, workspace.at("person"), pair));
  EXPECT_EQ(told(find(workspace.access)), Groups{});
  expect_value(workspace.records->restore(workspace.at("person"), three));
  EXPECT_EQ(told(find(workspace.access)).size(), 1u) << "the third one is still like both";
  workspace.remove("person", three);
  expect_value(recall_duplicates(*workspace.records, workspace.at("person"), pair));
  EXPECT_EQ(told(find(workspace.access)).size(), 1u);
}

TEST_F(FinderTest, DismissingNeedsRecordsAndTheRight) {
  const Id one = person(R"({"last_name":"One"})");
  const Context context = workspace.at("person");
  const Id alone[] = {one};
  EXPECT_EQ(dismiss_duplicates(*workspace.records, context, alone).error().code, "bad_duplicates");
  const Id unknown[] = {one, Id::make()};
  EXPECT_EQ(dismiss_duplicates(*workspace.records, context, unknown).error().code, "not_found");
}

TEST_F(FinderTest, PagesStayTrueWhileGroupsAreMergedAway) {
  for (int index = 0; index < 9; ++index) {
    person(fmt::format(R"({{"first_name":"P{}a","email":["p{}@example.org"]}})", index, index));
    person(fmt::format(R"({{"first_name":"P{}b","email":["p{}@example.org"]}})", index, index));
  }
  std::set<std::string> seen;
  FinderOptions options;
  options.limit = 2;
  for (int page = 0; page < 20; ++page) {
    const JsonDocument answer = find(workspace.access, options);
    for (const JsonValue& group : answer["items"].GetArray()) {
      const Id first = Id::parse(view(group["records"][0]["id"])).value();
      EXPECT_TRUE(seen.insert(first.text()).second);
      workspace.remove("person", first);
    }
    if (answer["next"].IsNull()) break;
    options.cursor = view(answer["next"]);
  }
  EXPECT_EQ(seen.size(), 9u);
}

TEST_F(FinderTest, WhatTooManyShareTellsNothing) {
  for (int index = 0; index < 25; ++index) person(fmt::format(R"({{"first_name":"Person","last_name":"Number{}","phone":["+49 30 901820"]}})", index * 1000));
  EXPECT_EQ(told(find(workspace.access)), Groups{});
}

TEST_F(FinderTest, EntitiesWithoutNamesHaveNone) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  TestWorkspace product({.model = product_model()});
  const auto refused = write_duplicates(*product.records, *product.jobs, product.at("note"), {}, writer);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "no_duplicates_here");
}

TEST_F(FinderTest, AJobFindsTheSameAndKeepsIdsOnly) {
  person(R"({"last_name":"Unmistakable","email":["ada@example.org"]})");
  person(R"({"last_name":"Other","email":["ada@example.org"]})");
  const Context context = workspace.at("person");
  const jobs::Job queued = expect_value(start_finder(*workspace.jobs, context));
  EXPECT_TRUE(expect_value(finder_state(*workspace.jobs, context)).looking);
  const jobs::Job job = workspace.finish(queued.id);
  EXPECT_EQ(job.state, jobs::State::done) << job.message;
  EXPECT_EQ(job.result.find("nmistakable"), std::string::npos);
  const FinderState state = expect_value(finder_state(*workspace.jobs, context));
  EXPECT_FALSE(state.looking);
  ASSERT_TRUE(state.found);
  EXPECT_EQ(state.found->size(), 1u);
  EXPECT_FALSE(expect_value(finder_state(*workspace.jobs, workspace.at("firm"))).found);
}

TEST_F(FinderTest, WarnsWhileTyping) {
  const Id ada = person(R"({"first_name":"Ada","last_name":"Quill","email":["ada@example.org"]})");
  const auto candidates = [&](std::string_view json) {
    const JsonDocument answer =
        workspace.answer([&](JsonWriter& writer) { return write_candidates_while_typing(workspace.at("person"), expect_value(parse_json(json)), writer); });
    return answer["candidates"].Size();
  };
  EXPECT_EQ(candidates(R"({"email":"ADA@example.org"})"), 1u);
  EXPECT_EQ(candidates(R"({"email":"ada@examp","last_name":"Quill","first_name":"Ada"})"), 1u) << "what is not an address yet is no error";
  EXPECT_EQ(candidates(R"({"last_name":"Quill"})"), 0u);
  EXPECT_EQ(candidates("{}"), 0u);
  EXPECT_EQ(candidates(fmt::format(R"({{"id":"{}","email":"ada@example.org"}})", ada.text())), 0u) << "a record is no duplicate of itself";
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  EXPECT_EQ(write_candidates_while_typing(workspace.at("person"), expect_value(parse_json(R"({"nonsense":1})")), writer).error().code, "unknown_field");
}

}  // namespace
}  // namespace probity::records

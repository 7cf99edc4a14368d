// What is undone is as it was, field by field; and nothing that others did is lost by it.
#include "records/undo/undo.hpp"

#include <rapidcheck.h>

#include <thread>

#include "records/duplicates/merge.hpp"
#include "records/test_workspace.hpp"
#include "records/undo/history.hpp"

namespace probity::records {
namespace {

class UndoTest : public testing::Test {
 protected:
  Result<Undone> undo() { return undo_last(*workspace.records, workspace.access); }
  Result<Undone> undo_of(std::string_view entity, const Id& id) { return undo_last_of(*workspace.records, workspace.at(entity), id); }
  privacy::Access colleague() {
    privacy::Access other = workspace.access;
    other.actor = other_member;
    return other;
  }
  void change_as_colleague(std::string_view entity, const Id& id, std::string_view json) {
    const privacy::Access access = colleague();
    expect_value(workspace.records->update(workspace.at(access, entity), id, expect_value(parse_json(json))));
  }
  JsonDocument history(std::string_view entity, const Id& id) {
    return workspace.answer([&](JsonWriter& writer) { return write_history(*workspace.records, workspace.at(entity), id, 50, "", writer); });
  }

  const Id other_member = Id::make();
  TestWorkspace workspace;
};

/// A value for each field of the specimen and another one, as the API takes them.
struct FieldCase {
  const char* field;
  const char* one;
  const char* other;
};
constexpr FieldCase kFields[] = {
    {"name", R"("First")", R"("Second")"},
    {"note", R"("Line\nline **bold**")", R"("<b>x</b>")"},
    {"size", "1234.567", "-0.001"},
    {"price", R"({"amount":1234.5,"currency":"EUR"})", R"({"amount":7,"currency":"JPY"})"},
    {"open", "true", "false"},
    {"day", R"("2026-01-31")", R"("1950-12-01")"},
    {"at", R"("2026-01-31T10:00:00Z")", R"("2026-01-31T10:00:00.000001Z")"},
    {"length", "5400", "60"},
    {"email", R"([{"value":"a@example.org","label":"work","primary":true},{"value":"b@example.org"}])", R"(["c@example.org"])"},
    {"phone", R"(["+49 30 901820",{"value":"not a number","label":"odd"}])", R"(["030 901820 ext. 7"])"},
    {"site", R"("https://example.org/?a=b")", R"("http://example.com")"},
    {"place", R"({"street":"Mill Lane 1","city":"Köln","country":"DE"})", R"({"city":"Roma"})"},
    {"kind", R"("small")", R"("large")"},
    {"shades", R"(["red","blue"])", R"(["green"])"},
    {"owner", R"("0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b10")", R"("0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b11")"},
    {"tags", R"(["vip","a b"])", R"(["x"])"},
    {"stars", "5", "1"},
    {"extra", R"({"a":[1,2.5,null,"x"]})", R"([true])"},
    {"file", R"({"id":"0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b12","name":"a.pdf","size":12,"media_type":"application/pdf"})", R"("0197f3a2-5c1e-7b40-8d52-3f1a9c6e2b13")"},
};

TEST_F(UndoTest, EveryFieldComesBackAsItWas) {
  for (const FieldCase& each : kFields) {
    const Id id = workspace.create("specimen", R"({"name":"S"})");
    workspace.update("specimen", id, fmt::format(R"({{"{}":{}}})", each.field, each.one));
    const std::string before = workspace.values("specimen", id);
    for (const char* change : {each.other, "null"}) {
      if (std::string_view(each.field) == "name" && std::string_view(change) == "null") continue;
      workspace.update("specimen", id, fmt::format(R"({{"{}":{}}})", each.field, change));
      EXPECT_NE(workspace.values("specimen", id), before) << each.field;
      const auto undone = undo();
      ASSERT_TRUE(undone) << each.field << ": " << undone.error().message;
      EXPECT_EQ(undone->operation, "update");
      EXPECT_EQ(workspace.values("specimen", id), before) << each.field;
    }
  }
}

TEST_F(UndoTest, LinksComeBackOnBothEnds) {
  const Id first = workspace.create("firm", R"({"name":"One"})");
  const Id second = workspace.create("firm", R"({"name":"Two"})");
  const Id id = workspace.create("specimen", fmt::format(R"({{"name":"S","firm":"{}","firms":["{}","{}"]}})", first.text(), first.text(), second.text()));
  const std::string before = workspace.values("specimen", id);
  workspace.update("specimen", id, fmt::format(R"({{"firm":"{}","firms":[]}})", second.text()));
  EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", first), 0);
  expect_value(undo());
  EXPECT_EQ(workspace.values("specimen", id), before);
  EXPECT_EQ(workspace.count_of(store::kEdge, "to_record", first), 2);
  EXPECT_EQ(workspace.count_of(store::kEdge, "from_record", id), 3);
}

TEST_F(UndoTest, GoesFurtherBackEachTime) {
  const Id id = workspace.create("person", R"({"last_name":"One"})");
  workspace.update("person", id, R"({"last_name":"Two"})");
  workspace.remove("person", id);
  EXPECT_EQ(expect_value(undo()).operation, "delete");
  EXPECT_FALSE(workspace.get("person", id).HasMember("deleted_at"));
  EXPECT_EQ(expect_value(undo()).operation, "update");
  EXPECT_EQ(view(workspace.get("person", id)["last_name"]), "One");
  const Undone created = expect_value(undo());
  EXPECT_EQ(created.operation, "create");
  EXPECT_EQ(created.display, "One");
  EXPECT_TRUE(workspace.get("person", id).HasMember("deleted_at")) << "in the bin, not gone";
  EXPECT_EQ(undo().error().code, "nothing_to_undo");
}

TEST_F(UndoTest, IsAWriteLikeOthersAndMarksWhatItTookBack) {
  const Id id = workspace.create("person", R"({"last_name":"One"})");
  workspace.update("person", id, R"({"last_name":"Two"})");
  expect_value(undo());
  const JsonDocument entries = history("person", id);
  ASSERT_EQ(entries["items"].Size(), 3u);
  EXPECT_EQ(view(entries["items"][0]["operation"]), "undo");
  EXPECT_EQ(to_json_text(entries["items"][0]["changes"]), R"({"last_name":{"from":"Two","to":"One"}})");
  EXPECT_EQ(view(entries["items"][0]["actor"]["name"]), "Olga Owner");
  EXPECT_TRUE(entries["items"][1]["undone"].GetBool());
  EXPECT_EQ(workspace.count(store::kLeaf), 3);
}

TEST_F(UndoTest, RefusesWhatWasChangedSinceAndSaysWhich) {
  const Id id = workspace.create("person", R"({"first_name":"Ada","last_name":"One"})");
  workspace.update("person", id, R"({"last_name":"Two"})");
  change_as_colleague("person", id, R"({"last_name":"Three"})");
  const auto refused = undo();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "changed_since");
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  const JsonDocument extras = expect_value(parse_json(refused.error().extras));
  EXPECT_EQ(view(extras["record"]["id"]), id.text());
  EXPECT_EQ(view(extras["record"]["display"]), "Ada Three");
  EXPECT_EQ(to_json_text(extras["fields"]), R"(["last_name"])");
  EXPECT_EQ(view(workspace.get("person", id)["last_name"]), "Three") << "nothing was changed";
}

TEST_F(UndoTest, OtherFieldsChangedSinceDoNotStandInTheWayAndStay) {
  const Id id = workspace.create("person", R"({"first_name":"Ada","last_name":"One"})");
  workspace.update("person", id, R"({"last_name":"Two"})");
  change_as_colleague("person", id, R"({"first_name":"Adele"})");
  expect_value(undo());
  EXPECT_EQ(view(workspace.get("person", id)["last_name"]), "One");
  EXPECT_EQ(view(workspace.get("person", id)["first_name"]), "Adele");
}

TEST_F(UndoTest, ACreatedRecordThatOthersWorkOnStays) {
  const Id id = workspace.create("person", R"({"last_name":"One"})");
  change_as_colleague("person", id, R"({"born":"1990-01-01"})");
  EXPECT_EQ(undo().error().code, "changed_since");
  EXPECT_FALSE(workspace.get("person", id).HasMember("deleted_at"));
}

TEST_F(UndoTest, TakesOnlyOnesOwnChanges) {
  const Id mine = workspace.create("person", R"({"last_name":"Mine"})");
  const privacy::Access other = colleague();
  const Id theirs = expect_value(workspace.records->create(workspace.at(other, "person"), expect_value(parse_json(R"({"last_name":"Theirs"})")))).id;
  EXPECT_EQ(undo_of("person", theirs).error().code, "nothing_to_undo");
  EXPECT_EQ(expect_value(undo()).id, mine);
  EXPECT_FALSE(workspace.get("person", theirs).HasMember("deleted_at"));
}

TEST_F(UndoTest, OfOneRecordPassesOverOthers) {
  const Id first = workspace.create("person", R"({"last_name":"One"})");
  workspace.update("person", first, R"({"last_name":"Uno"})");
  workspace.create("person", R"({"last_name":"Two"})");
  EXPECT_EQ(expect_value(undo_of("person", first)).operation, "update");
  EXPECT_EQ(view(workspace.get("person", first)["last_name"]), "One");
  EXPECT_EQ(undo_of("person", Id::make()).error().code, "not_found");
}

TEST_F(UndoTest, PressedTwiceAtOnceTakesBackTwo) {
  const Id id = workspace.create("person", R"({"last_name":"One"})");
  workspace.update("person", id, R"({"last_name":"Two"})");
  workspace.update("person", id, R"({"last_name":"Three"})");
  {
    std::jthread first([&] { EXPECT_TRUE(undo()); });
    std::jthread second([&] { EXPECT_TRUE(undo()); });
  }
  EXPECT_EQ(view(workspace.get("person", id)["last_name"]), "One");
}

TEST_F(UndoTest, WhatWasErasedCannotComeBack) {
  const Id id = workspace.create("person", R"({"last_name":"One"})");
  workspace.update("person", id, R"({"last_name":"Two"})");
  store::Plan plan;
  plan.update(store::Projection::make(store::kHistory, {"changes"}), {Cell{}}, {{"record", cell(id)}});
  expect_value(workspace.database()->write_and_wait(std::move(plan)));
  EXPECT_EQ(undo().error().code, "not_undoable");
  workspace.remove("person", id);
  expect_value(workspace.records->purge(workspace.at("person"), id));
  EXPECT_EQ(undo().error().code, "not_undoable");
}

TEST_F(UndoTest, NeedsTheRightTheChangeNeeded) {
  const Id id = workspace.create("person", R"({"last_name":"One"})");
  workspace.remove("person", id);
  const privacy::Access clerk = workspace.access_with({.role = "clerk", .everything = {.remove = false}});
  EXPECT_EQ(undo_last(*workspace.records, clerk).error().code, "forbidden");
}

TEST_F(UndoTest, WhatWasDoneTogetherIsTakenBackTogether) {
  const Id group = Id::make();
  const Id firm = expect_value(workspace.records->create(workspace.at("firm"), expect_value(parse_json(R"({"name":"F"})")), {.group = group})).id;
  const Id id = workspace.create("specimen", R"({"name":"One"})");
  workspace.update("specimen", id, fmt::format(R"({{"firm":"{}"}})", firm.text()), {.group = group});
  workspace.update("specimen", id, R"({"name":"Two"})", {.group = group});
  const Undone undone = expect_value(undo_of("specimen", id));
  EXPECT_EQ(undone.records, 2u);
  EXPECT_EQ(undone.display, "One");
  EXPECT_TRUE(workspace.get("specimen", id)["firm"].IsNull());
  EXPECT_TRUE(workspace.get("firm", firm).HasMember("deleted_at"));
}

TEST_F(UndoTest, WhatWasDoneTogetherIsTakenBackWholeOrNotAtAll) {
  const Id group = Id::make();
  const Id one = workspace.create("person", R"({"last_name":"One"})");
  const Id two = workspace.create("person", R"({"last_name":"Two"})");
  workspace.update("person", one, R"({"last_name":"A"})", {.group = group});
  workspace.update("person", two, R"({"last_name":"B"})", {.group = group});
  change_as_colleague("person", one, R"({"last_name":"Since"})");
  EXPECT_EQ(undo().error().code, "changed_since");
  EXPECT_EQ(view(workspace.get("person", two)["last_name"]), "B");
}

TEST_F(UndoTest, WhatOthersUseByNowIsNotTakenAway) {
  const Id firm = workspace.create("firm", R"({"name":"F"})");
  const privacy::Access access = colleague();
  const Id user = expect_value(workspace.records->create(workspace.at(access, "specimen"), expect_value(parse_json(fmt::format(R"({{"name":"S","firm":"{}"}})", firm.text()))))).id;
  const auto refused = undo();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "used_since");
  EXPECT_NE(refused.error().message.find("\"S\""), std::string::npos) << refused.error().message;
  workspace.remove("specimen", user);
  expect_value(undo_of("firm", firm));
}

TEST_F(UndoTest, AGroupThatOthersTookPartInIsNotTakenBackByOne) {
  const Id group = Id::make();
  const Id id = workspace.create("person", R"({"last_name":"One"})");
  const privacy::Access access = colleague();
  expect_value(workspace.records->update(workspace.at(access, "person"), id, expect_value(parse_json(R"({"first_name":"F"})")), {.group = group}));
  workspace.update("person", id, R"({"last_name":"Two"})", {.group = group});
  const auto refused = undo();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "part_of_group");
  EXPECT_EQ(refused.error().extras, fmt::format(R"({{"group":"{}"}})", group.text()));
}

TEST_F(UndoTest, AMergeIsTakenBackAsAWhole) {
  const Id winner = workspace.create("person", R"({"last_name":"One"})");
  const Id loser = workspace.create("person", R"({"last_name":"Uno","email":"u@example.org"})");
  const std::string before = workspace.values("person", winner) + workspace.values("person", loser);
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  expect_value(merge(*workspace.records, workspace.at("person"), {.winner = winner, .losers = {loser}}, writer));
  const Undone undone = expect_value(undo());
  EXPECT_EQ(undone.operation, "merge");
  EXPECT_EQ(undone.id, winner);
  EXPECT_EQ(workspace.values("person", winner) + workspace.values("person", loser), before);
}

TEST_F(UndoTest, AnyRowOfChangesIsUndoneStepByStep) {
  const bool held = rc::check([&] {
    const Id id = workspace.create("specimen", R"({"name":"S"})");
    std::vector<std::string> states{workspace.values("specimen", id)};
    const auto steps = *rc::gen::resize(12, rc::gen::container<std::vector<int>>(rc::gen::inRange(0, static_cast<int>(std::size(kFields)) * 3)));
    for (int step : steps) {
      const FieldCase& field = kFields[static_cast<std::size_t>(step) / 3];
      const char* values[] = {field.one, field.other, "null"};
      const char* value = std::string_view(field.field) == "name" && step % 3 == 2 ? field.one : values[step % 3];
      const Written written = workspace.update("specimen", id, fmt::format(R"({{"{}":{}}})", field.field, value));
      if (!written.unchanged) states.push_back(workspace.values("specimen", id));
    }
    while (states.size() > 1) {
      states.pop_back();
      RC_ASSERT(undo().has_value());
      RC_ASSERT(workspace.values("specimen", id) == states.back());
    }
  });
  EXPECT_TRUE(held);
}

}  // namespace
}  // namespace probity::records

#include "records/batch/batch.hpp"

#include "records/batch/bulk.hpp"
#include "records/duplicates/merge.hpp"
#include "records/test_workspace.hpp"
#include "records/undo/undo.hpp"

namespace probity::records {
namespace {

class BatchTest : public testing::Test {
 protected:
  Result<Id> start(std::string_view entity, std::string_view json) { return start_batch(*workspace.records, *workspace.jobs, workspace.at(entity), expect_value(parse_json(json))); }
  /// Runs a batch to its end and gives its result.
  JsonDocument run(std::string_view entity, std::string_view json) {
    last = expect_value(start(entity, json));
    const jobs::Job job = workspace.finish(last);
    EXPECT_EQ(job.state, jobs::State::done) << job.message;
    return expect_value(parse_json(job.result));
  }
  JsonDocument undo(const Id& group) {
    const jobs::Job job = workspace.finish(expect_value(start_undo(*workspace.records, *workspace.jobs, workspace.access, group)));
    EXPECT_EQ(job.state, jobs::State::done) << job.message;
    return expect_value(parse_json(job.result));
  }
  static std::string tally(const JsonDocument& result) {
    return fmt::format("{} changed, {} unchanged, {} failed", result["changed"].GetInt(), result["unchanged"].GetInt(), result["failed"].GetInt());
  }
  std::string all(std::string_view entity) {
    std::string everything;
    for (const bool bin : {false, true}) {
      ListOptions options;
      options.limit = 200;
      options.sort = "id";
      options.bin = bin;
      const JsonDocument page = workspace.list(entity, options);
      for (const JsonValue& item : page["items"].GetArray()) everything += workspace.values(entity, Id::parse(view(item["id"])).value()) + "\n";
    }
    return everything;
  }
  std::vector<Id> firms(int count) {
    std::vector<Id> ids;
    for (int index = 0; index < count; ++index) ids.push_back(workspace.create("firm", fmt::format(R"({{"name":"F{}","city":"{}"}})", index, index % 2 ? "Bonn" : "Köln")));
    return ids;
  }

  TestWorkspace workspace;
  Id last;
};

TEST_F(BatchTest, CreatesAndTellsEachFailure) {
  const JsonDocument result = run("person", R"({"operation":"create","records":[{"last_name":"One","email":"a@example.org"},{"nonsense":1},{"born":"never"},{"email":"A@example.org"},{"last_name":"Two"}]})");
  EXPECT_EQ(tally(result), "2 changed, 0 unchanged, 3 failed");
  ASSERT_EQ(result["failures"].Size(), 3u);
  EXPECT_EQ(to_json_text(result["failures"][0]["index"]), "1");
  EXPECT_EQ(view(result["failures"][0]["code"]), "unknown_field");
  EXPECT_EQ(view(result["failures"][1]["field"]), "born");
  EXPECT_EQ(view(result["failures"][2]["code"]), "duplicate");
  EXPECT_EQ(workspace.count("person"), 2);
  EXPECT_EQ(workspace.count(store::kHistory, store::Condition::equals("group_id", cell(last))), 2);
}

TEST_F(BatchTest, UpdatesByIdsByFilterAndEachWithItsOwn) {
  const std::vector<Id> ids = firms(6);
  EXPECT_EQ(tally(run("firm", fmt::format(R"({{"operation":"update","ids":["{}","{}","{}","{}"],"patch":{{"city":"Bonn"}}}})", ids[0].text(), ids[1].text(), ids[0].text(), Id::make().text()))),
            "1 changed, 1 unchanged, 1 failed");
  EXPECT_EQ(tally(run("firm", R"({"operation":"update","filter":{"field":"city","op":"eq","value":"köln"},"patch":{"city":"Ulm"}})")), "2 changed, 0 unchanged, 0 failed");
  EXPECT_EQ(tally(run("firm", fmt::format(R"({{"operation":"update","records":[{{"id":"{}","city":"X"}},{{"id":"{}","name":null}}]}})", ids[0].text(), ids[1].text()))),
            "1 changed, 0 unchanged, 1 failed");
}

TEST_F(BatchTest, DeletesAndRestores) {
  firms(5);
  EXPECT_EQ(tally(run("firm", R"({"operation":"delete","filter":{"field":"city","op":"eq","value":"Bonn"}})")), "2 changed, 0 unchanged, 0 failed");
  EXPECT_EQ(workspace.list("firm")["items"].Size(), 3u);
  EXPECT_EQ(tally(run("firm", R"({"operation":"restore","filter":{"field":"name","op":"not_empty"}})")), "2 changed, 0 unchanged, 0 failed");
  EXPECT_EQ(workspace.list("firm")["items"].Size(), 5u);
}

TEST_F(BatchTest, VisitsEachRecordOnceThoughItChangesWhatTheFilterTests) {
  const Id parent = workspace.create("firm", R"({"name":"P","city":"Köln"})");
  for (int index = 0; index < 450; ++index) workspace.create("firm", fmt::format(R"({{"name":"C{}","city":"Köln","parent":"{}"}})", index, parent.text()));
  // The parent is changed first; its children were chosen by what it was.
  const JsonDocument result = run("firm", R"({"operation":"update","filter":{"any":[{"field":"name","op":"eq","value":"P"},{"field":"parent.city","op":"eq","value":"Köln"}]},"patch":{"city":"Ulm"}})");
  EXPECT_EQ(tally(result), "451 changed, 0 unchanged, 0 failed");
}

TEST_F(BatchTest, IsUndoneAsAWhole) {
  const std::vector<Id> ids = firms(30);
  const std::string before = all("firm");
  run("firm", R"({"operation":"update","filter":{"field":"name","op":"not_empty"},"patch":{"city":"Ulm","phone":["+49 30 901820"]}})");
  const Id update = last;
  run("firm", R"({"operation":"delete","filter":{"field":"city","op":"eq","value":"Ulm"}})");
  const Id deletion = last;
  EXPECT_EQ(undo(deletion)["undone"].GetInt(), 30);
  EXPECT_EQ(undo(update)["undone"].GetInt(), 30);
  EXPECT_EQ(all("firm"), before);
  EXPECT_EQ(undo(update)["undone"].GetInt(), 0) << "once";
}

TEST_F(BatchTest, UndoLeavesAndNamesWhatWasChangedSince) {
  run("person", R"({"operation":"create","records":[{"last_name":"One"},{"last_name":"Two"},{"last_name":"Three"}]})");
  ListOptions options;
  options.sort = "id";
  const Id one = Id::parse(view(workspace.list("person", options)["items"][0]["id"])).value();
  workspace.update("person", one, R"({"first_name":"Since"})");
  const JsonDocument result = undo(last);
  EXPECT_EQ(result["undone"].GetInt(), 2);
  ASSERT_EQ(result["refused"].Size(), 1u);
  EXPECT_EQ(view(result["refused"][0]["id"]), one.text());
  EXPECT_EQ(view(result["refused"][0]["display"]), "Since One");
  EXPECT_EQ(view(result["refused"][0]["code"]), "changed_since");
  EXPECT_FALSE(workspace.get("person", one).HasMember("deleted_at"));
}

TEST_F(BatchTest, UndoTakesSeveralChangesOfOneRecordInTurn) {
  const Id group = Id::make();
  const Id id = workspace.create("person", R"({"last_name":"One"})");
  workspace.update("person", id, R"({"last_name":"Two"})", {.group = group});
  workspace.update("person", id, R"({"last_name":"Three"})", {.group = group});
  workspace.update("person", id, R"({"last_name":"Four","first_name":"F"})", {.group = group});
  EXPECT_EQ(undo(group)["undone"].GetInt(), 3);
  EXPECT_EQ(view(workspace.get("person", id)["last_name"]), "One");
  EXPECT_TRUE(workspace.get("person", id)["first_name"].IsNull());
}

TEST_F(BatchTest, OnlyItsOwnerOrAnAdministratorUndoesIt) {
  run("person", R"({"operation":"create","records":[{"last_name":"One"}]})");
  privacy::Access other = workspace.access_with({.role = "clerk"});
  other.actor = Id::make();
  EXPECT_EQ(start_undo(*workspace.records, *workspace.jobs, other, last).error().code, "forbidden");
  EXPECT_EQ(start_undo(*workspace.records, *workspace.jobs, other, Id::make()).error().code, "nothing_to_undo");
}

TEST_F(BatchTest, LeavesNoValuesBehindInItsJob) {
  run("person", R"({"operation":"create","records":[{"last_name":"Unmistakable"}]})");
  const jobs::Job job = expect_value(workspace.jobs->find("acme", last));
  EXPECT_EQ(job.payload.find("nmistakable"), std::string::npos);
  EXPECT_EQ(job.result.find("nmistakable"), std::string::npos);
  EXPECT_EQ(workspace.count(store::kSetting, store::Condition::compare_with("name", store::Comparison::starts_with, cell("scratch."))), 0);
  EXPECT_EQ(job.done, 1);
  EXPECT_EQ(job.total, 1);
}

TEST_F(BatchTest, GoesOnAfterAKillWithoutDoingAnythingTwice) {
  std::string records;
  for (int index = 0; index < 450; ++index) records += fmt::format(R"({}{{"last_name":"N{}"}})", index ? "," : "", index);
  const Id job = expect_value(start("person", fmt::format(R"({{"operation":"create","records":[{}]}})", records)));
  // The first part is done, and the program is killed before it could say so.
  const jobs::Job queued = expect_value(workspace.jobs->find("acme", job));
  expect_value(workspace.jobs->run_due("acme"));
  EXPECT_EQ(workspace.count("person"), 450);
  store::Plan plan;
  plan.update(store::Projection::make(store::kJob, {"state", "payload", "result"}), {cell("running"), cell(queued.payload), Cell{}}, {{"id", cell(job)}});
  const JsonDocument payload = expect_value(parse_json(queued.payload));
  std::string part = "[";
  ListOptions options;
  expect_value(workspace.database()->write_and_wait(std::move(plan)));
  ASSERT_FALSE(records.empty());
  // Its list is as it was when it was killed.
  std::vector<Id> ids;
  expect_value(workspace.records->each(workspace.at("person"), "", [&](const Id& id, const Row&) -> Result<> {
    ids.push_back(id);
    return {};
  }));
  for (std::size_t index = 0; index < ids.size(); ++index) part += fmt::format(R"({}{{"id":"{}","record":{{"last_name":"N{}"}}}})", index ? "," : "", ids[index].text(), index);
  expect_value(write_setting(*workspace.database(), fmt::format("scratch.{}.0", view(payload["scratch"])), part + "]"));
  workspace.reopen();
  const jobs::Job finished = workspace.finish(job);
  EXPECT_EQ(finished.state, jobs::State::done) << finished.message;
  EXPECT_EQ(workspace.count("person"), 450);
  EXPECT_EQ(expect_value(parse_json(finished.result))["failed"].GetInt(), 0);
}

TEST_F(BatchTest, RefusesWhatIsNoBatch) {
  struct Case {
    std::string json;
    const char* code;
    const char* field;
  };
  const std::string id = Id::make().text();
  const Case cases[] = {{"[]", "bad_batch", ""},
                        {"{}", "bad_batch", "operation"},
                        {R"({"operation":"purge","ids":[]})", "bad_batch", "operation"},
                        {R"({"operation":"create"})", "bad_batch", "records"},
                        {R"({"operation":"create","records":{}})", "bad_batch", "records"},
                        {R"({"operation":"create","records":[7]})", "bad_batch", "records"},
                        {R"({"operation":"delete"})", "bad_batch", "ids"},
                        {R"({"operation":"delete","ids":["x"]})", "bad_batch", "ids"},
                        {R"({"operation":"delete","ids":[],"filter":{"all":[]}})", "bad_batch", "ids"},
                        {R"({"operation":"delete","records":[]})", "bad_batch", "records"},
                        {R"({"operation":"delete","ids":[],"patch":{}})", "bad_batch", "patch"},
                        {R"({"operation":"update","ids":[]})", "bad_batch", "patch"},
                        {R"({"operation":"update","records":[{"last_name":"x"}]})", "bad_batch", "records"},
                        {fmt::format(R"({{"operation":"update","ids":["{}"],"patch":{{"nonsense":1}}}})", id), "unknown_field", "nonsense"},
                        {fmt::format(R"({{"operation":"update","ids":["{}"],"patch":{{"born":"never"}}}})", id), "invalid_date", "born"},
                        {R"({"operation":"delete","filter":{"field":"nonsense","op":"eq","value":1}})", "unknown_field", "nonsense"},
                        {R"({"operation":"delete","filter":7})", "bad_filter", "filter"},
                        {R"({"operation":"delete","ids":[],"more":1})", "bad_batch", "more"}};
  for (const Case& each : cases) {
    const auto started = start("person", each.json);
    ASSERT_FALSE(started) << each.json;
    EXPECT_EQ(started.error().code, each.code) << each.json;
    EXPECT_EQ(started.error().field, each.field) << each.json;
  }
  EXPECT_EQ(workspace.count(store::kJob), 0);
  const privacy::Access clerk = workspace.access_with({.role = "clerk", .everything = {.remove = false}});
  EXPECT_EQ(start_batch(*workspace.records, *workspace.jobs, workspace.at(clerk, "person"), expect_value(parse_json(R"({"operation":"delete","ids":[]})"))).error().code, "forbidden");
}

TEST_F(BatchTest, AMergeIsNotUndoneAsABatch) {
  const Id winner = workspace.create("person", R"({"last_name":"One"})");
  const Id loser = workspace.create("person", R"({"last_name":"Two"})");
  const JsonDocument merged = workspace.answer([&](JsonWriter& writer) { return merge(*workspace.records, workspace.at("person"), {.winner = winner, .losers = {loser}}, writer); });
  EXPECT_EQ(start_undo(*workspace.records, *workspace.jobs, workspace.access, Id::parse(view(merged["merge"])).value()).error().code, "is_merge");
}

TEST_F(BatchTest, TellsOpenPagesWithoutAFlood) {
  std::vector<Change> told;
  workspace.changes.listen([&](const Change& change) { told.push_back(change); });
  const Id id = workspace.create("firm", R"({"name":"One"})");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].id, id);
  EXPECT_EQ(told[0].operation, "create");
  workspace.update("firm", id, R"({"name":"One"})");
  EXPECT_EQ(told.size(), 1u) << "nothing differs, nothing is told";
  told.clear();
  firms(150);
  told.clear();
  run("firm", R"({"operation":"update","filter":{"field":"name","op":"not_empty"},"patch":{"city":"Ulm"}})");
  EXPECT_EQ(told.size(), 21u);
  EXPECT_EQ(std::ranges::count_if(told, [](const Change& change) { return change.id.is_nil(); }), 1);
}

TEST_F(BatchTest, BulkWritesStandEachForItself) {
  const Context context = workspace.at("person");
  Bulk bulk(*workspace.records, context);
  const auto fill = [](std::string badge) {
    return [badge](store::Reader&, Draft& draft) {
      draft.value(*draft.entity->field("badge")) = badge;
      return Result<>{};
    };
  };
  bulk.create({}, fill("A"));
  bulk.create({}, fill("A"));
  bulk.create({}, fill("B"));
  bulk.alter(Id::make(), Verb::update, {}, fill("C"));
  const auto written = bulk.run();
  ASSERT_EQ(written.size(), 4u);
  EXPECT_TRUE(written[0]);
  ASSERT_FALSE(written[1]) << "the first took it";
  EXPECT_EQ(written[1].error().code, "duplicate");
  EXPECT_TRUE(written[2]);
  EXPECT_EQ(written[3].error().code, "not_found");
  EXPECT_EQ(bulk.size(), 0u);
  EXPECT_EQ(workspace.count("person"), 2);
}

}  // namespace
}  // namespace probity::records

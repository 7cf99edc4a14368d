// Every write by what it leaves behind: record, match keys, links, people concerned, history, audit, search.
#include <thread>

#include "base/text.hpp"
#include "records/searching/search.hpp"
#include "records/test_workspace.hpp"

namespace probity::records {
namespace {

/// How much there is of everything a write may touch.
struct Traces {
  std::int64_t records = 0, keys = 0, edges = 0, concerns = 0, leaves = 0, history = 0, found = 0;
  bool operator==(const Traces&) const = default;
};
void PrintTo(const Traces& traces, std::ostream* stream) {
  *stream << fmt::format("records {} keys {} edges {} concerns {} leaves {} history {} found {}", traces.records, traces.keys, traces.edges, traces.concerns,
                         traces.leaves, traces.history, traces.found);
}
Traces operator-(const Traces& left, const Traces& right) {
  return {left.records - right.records, left.keys - right.keys, left.edges - right.edges, left.concerns - right.concerns,
          left.leaves - right.leaves, left.history - right.history, left.found - right.found};
}

class WriteTest : public testing::Test {
 protected:
  Traces traces() {
    std::int64_t records = 0;
    for (const char* table : {"person", "firm", "memo", "errand"}) records += workspace.count(table);
    const auto found = workspace.answer([&](JsonWriter& writer) { return write_search(*workspace.records, workspace.access, {.text = "quill"}, writer); });
    return {records, workspace.count(store::kMatchKey), workspace.count(store::kEdge), workspace.count(store::kConcerns), workspace.count(store::kLeaf),
            workspace.count(store::kHistory), found["items"].Size()};
  }
  /// What something leaves behind.
  template <typename Act>
  Traces left_by(Act&& act) {
    const Traces before = traces();
    act();
    return traces() - before;
  }
  Result<Written> create(std::string_view entity, std::string_view json, const CreateOptions& options = {}) {
    return workspace.records->create(workspace.at(entity), expect_value(parse_json(json)), options);
  }
  Result<Written> update(std::string_view entity, const Id& id, std::string_view json, const UpdateOptions& options = {}) {
    return workspace.records->update(workspace.at(entity), id, expect_value(parse_json(json)), options);
  }

  TestWorkspace workspace;
};

TEST_F(WriteTest, LeavesBehindExactlyWhatBelongsToIt) {
  const Id firm = workspace.create("firm", R"({"name":"Inkwell"})");
  Id person;
  EXPECT_EQ(left_by([&] {
              person = workspace.create("person", fmt::format(R"({{"first_name":"Ada","last_name":"Quill","email":["ada@example.org","a@example.org"],"firm":"{}"}})", firm.text()));
            }),
            (Traces{.records = 1, .keys = 3, .edges = 1, .leaves = 1, .history = 1, .found = 1}));
  Id memo;
  EXPECT_EQ(left_by([&] { memo = workspace.create("memo", fmt::format(R"({{"text":"About the quill","people":["{}"],"firm":"{}"}})", person.text(), firm.text())); }),
            (Traces{.records = 1, .edges = 2, .concerns = 1, .leaves = 1, .history = 1, .found = 1}));
  EXPECT_EQ(left_by([&] { workspace.update("memo", memo, R"({"people":[]})"); }),
            (Traces{.edges = -1, .leaves = 1, .history = 1})) << "that it once concerned a person is not forgotten";
  EXPECT_EQ(left_by([&] { workspace.update("person", person, R"({"email":["ada@example.org"]})"); }), (Traces{.keys = -1, .leaves = 1, .history = 1}));
  EXPECT_EQ(left_by([&] { workspace.update("person", person, R"({"first_name":"Ada"})"); }), Traces{}) << "nothing differs";
  EXPECT_EQ(left_by([&] { workspace.remove("person", person); }), (Traces{.keys = -2, .leaves = 1, .history = 1, .found = -1}));
  EXPECT_EQ(left_by([&] { expect_value(workspace.records->restore(workspace.at("person"), person)); }), (Traces{.keys = 2, .leaves = 1, .history = 1, .found = 1}));
}

TEST_F(WriteTest, RefusedWritesLeaveNothing) {
  const Id firm = workspace.create("firm", R"({"name":"Inkwell"})");
  const Id gone = workspace.create("firm", R"({"name":"Gone"})");
  workspace.remove("firm", gone);
  workspace.create("person", R"({"first_name":"Ada","last_name":"Quill","email":"quill@example.org","badge":"B1"})");
  struct Case {
    const char* entity;
    std::string json;
    const char* code;
    const char* field;
  };
  const Case cases[] = {
      {"person", "[]", "not_an_object", ""},
      {"person", "7", "not_an_object", ""},
      {"person", R"({"nickname":"Q"})", "unknown_field", "nickname"},
      {"person", R"({"_version":3})", "unknown_field", "_version"},
      {"person", R"({"id":"x"})", "unknown_field", "id"},
      {"person", R"({"score":3})", "unknown_field", "score"},  // not for the purpose asked with
      {"person", R"({"first_name":17})", "wrong_type", "first_name"},
      {"person", R"({"email":{"value":7}})", "wrong_type", "email"},
      {"person", R"({"email":"no address"})", "invalid_email", "email"},
      {"person", R"({"born":"1999-02-30"})", "invalid_date", "born"},
      {"person", R"({"firm":"nonsense"})", "invalid_id", "firm"},
      {"person", fmt::format(R"({{"firm":"{}"}})", Id::make().text()), "unknown_link", "firm"},
      {"person", fmt::format(R"({{"firm":"{}"}})", gone.text()), "unknown_link", "firm"},
      {"person", fmt::format(R"({{"friends":["{}"]}})", firm.text()), "unknown_link", "friends"},
      {"memo", fmt::format(R"({{"text":"t","about":["{}"]}})", Id::make().text()), "unknown_link", "about"},
      {"firm", "{}", "required", "name"},
      {"firm", R"({"name":"   "})", "required", "name"},
      {"person", fmt::format(R"({{"first_name":"{}"}})", std::string(61, 'x')), "too_long", "first_name"},
      {"person", R"({"last_name":"QUILL","first_name":"Ada"})", "duplicate", ""},
      {"person", R"({"email":"QUILL@example.org"})", "duplicate", ""},
      {"person", R"({"badge":"b1"})", "duplicate", ""},
  };
  for (const Case& each : cases) {
    const auto parsed = parse_json(each.json);
    ASSERT_TRUE(parsed) << each.json;
    Result<Written> written;
    EXPECT_EQ(left_by([&] { written = create(each.entity, each.json); }), Traces{}) << each.json;
    ASSERT_FALSE(written) << each.json;
    EXPECT_EQ(written.error().code, each.code) << each.json << written.error().message;
    EXPECT_EQ(written.error().field, each.field) << each.json;
    EXPECT_FALSE(written.error().message.empty());
  }
}

TEST_F(WriteTest, TellsEverythingThatIsWrongAtOnce) {
  const auto written = create("person", R"({"nickname":"Q","born":"never","first_name":[]})");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().fields.size(), 2u) << "an empty list is an empty value";
  EXPECT_EQ(written.error().fields[1].field, "born");
}

TEST_F(WriteTest, OnlyOneMayHaveWhatIsUniqueAndTheRestIsAWarning) {
  const Id first = workspace.create("person", R"({"last_name":"Quill","email":"q@example.org","badge":"B1"})");
  const auto warned = create("person", R"({"email":"Q@EXAMPLE.org","last_name":"Other"})");
  ASSERT_FALSE(warned);
  EXPECT_EQ(warned.error().kind, ErrorKind::conflict);
  const JsonDocument extras = expect_value(parse_json(warned.error().extras));
  ASSERT_EQ(extras["candidates"].Size(), 1u);
  EXPECT_EQ(view(extras["candidates"][0]["id"]), first.text());
  EXPECT_EQ(view(extras["candidates"][0]["display"]), "Quill");
  EXPECT_EQ(view(extras["candidates"][0]["reason"]), "same email");
  EXPECT_TRUE(create("person", R"({"email":"Q@EXAMPLE.org"})", {.allow_duplicate = true}));
  EXPECT_FALSE(create("person", R"({"badge":"b1"})", {.allow_duplicate = true}));
  const Id other = workspace.create("person", R"({"badge":"B2"})");
  EXPECT_FALSE(update("person", other, R"({"badge":"B1"})")) << "an update cannot take it either";
  workspace.remove("person", first);
  EXPECT_TRUE(update("person", other, R"({"badge":"B1"})")) << "what is in the bin stands in nobody's way";
  const auto restored = workspace.records->restore(workspace.at("person"), first);
  ASSERT_FALSE(restored) << "but it cannot come back beside its successor";
  EXPECT_EQ(restored.error().code, "duplicate");
}

TEST_F(WriteTest, RacesForAUniqueValueHaveOneWinner) {
  for (int round = 0; round < 10; ++round) {
    const std::string json = fmt::format(R"({{"badge":"R{}","last_name":"Race {}"}})", round, round);
    std::atomic<int> won = 0;
    std::atomic<int> lost = 0;
    {
      std::vector<std::jthread> threads;
      for (int thread = 0; thread < 4; ++thread) {
        threads.emplace_back([&] {
          const auto written = create("person", json, {.allow_duplicate = true});
          written ? ++won : ++lost;
          if (!written) {
            EXPECT_EQ(written.error().code, "duplicate");
          }
        });
      }
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(lost, 3);
  }
}

TEST_F(WriteTest, ConcurrentChangesOfOneRecordAllArrive) {
  const Id person = workspace.create("person", "{}");
  constexpr int kThreads = 4;
  constexpr int kEach = 15;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (int index = 0; index < kEach; ++index) {
          const auto written = workspace.records->alter(workspace.at("person"), person, Verb::update, {}, [&](store::Reader&, Draft& draft) {
            const meta::Field& remark = *draft.entity->field("remark");
            draft.value(remark) = fmt::format("{}{}{} ", text_of(draft.value(remark)), static_cast<char>('a' + thread), index);
            return Result<>{};
          });
          EXPECT_TRUE(written);
        }
      });
    }
  }
  const JsonDocument record = workspace.get("person", person);
  EXPECT_EQ(record["version"].GetInt64(), 1 + kThreads * kEach);
  EXPECT_EQ(std::ranges::count(view(record["remark"]), ' '), kThreads * kEach) << "none overwrote another";
  EXPECT_TRUE(expect_value(workspace.database()->verify_audit()).ok);
}

TEST_F(WriteTest, AnIdempotencyKeyCreatesOnce) {
  const CreateOptions options{.idempotency_key = "k1", .request_hash = "hash one"};
  const Written first = expect_value(create("person", R"({"last_name":"Once"})", options));
  EXPECT_FALSE(first.replayed);
  Result<Written> second;
  EXPECT_EQ(left_by([&] { second = create("person", R"({"last_name":"Once"})", options); }), Traces{});
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->replayed);
  EXPECT_EQ(second->id, first.id);
  const auto other = create("person", R"({"last_name":"Twice"})", {.idempotency_key = "k1", .request_hash = "hash two"});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "idempotency_key_reused");
  const auto elsewhere = create("firm", R"({"name":"Twice"})", options);
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error().code, "idempotency_key_reused");
}

TEST_F(WriteTest, AnIdempotencyKeyCreatesOnceHoweverManyUseItAtTheSameTime) {
  std::mutex mutex;
  std::set<Id> ids;
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        const auto written = create("person", R"({"last_name":"Once"})", {.idempotency_key = "k2", .request_hash = "h"});
        ASSERT_TRUE(written) << written.error().message;
        const std::scoped_lock lock(mutex);
        ids.insert(written->id);
      });
    }
  }
  EXPECT_EQ(ids.size(), 1u);
  EXPECT_EQ(workspace.count("person"), 1);
}

TEST_F(WriteTest, ARecordOfAnIdMadeBeforeIsCreatedOnce) {
  const Id id = Id::make();
  EXPECT_EQ(expect_value(create("person", R"({"last_name":"Once"})", {.id = id})).id, id);
  const Written again = expect_value(create("person", R"({"last_name":"Once"})", {.id = id}));
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(workspace.count("person"), 1);
}

TEST_F(WriteTest, AStaleVersionIsAnsweredWithAllThreeSides) {
  const Id person = workspace.create("person", R"({"first_name":"Ada","last_name":"Quill"})");
  workspace.update("person", person, R"({"first_name":"Adele"})");
  workspace.update("person", person, R"({"last_name":"Feather"})");
  const auto stale = update("person", person, R"({"first_name":"Adam","last_name":"Pen"})", {.expected_version = 1});
  ASSERT_FALSE(stale);
  EXPECT_EQ(stale.error().kind, ErrorKind::precondition_failed);
  EXPECT_EQ(stale.error().code, "version_conflict");
  const JsonDocument sides = expect_value(parse_json(stale.error().extras));
  EXPECT_EQ(to_json_text(sides["mine"]), R"({"first_name":"Adam","last_name":"Pen"})");
  EXPECT_EQ(to_json_text(sides["original"]), R"({"first_name":"Ada","last_name":"Quill"})");
  EXPECT_EQ(view(sides["theirs"]["first_name"]), "Adele");
  EXPECT_EQ(view(sides["theirs"]["last_name"]), "Feather");
  EXPECT_FALSE(workspace.records->remove(workspace.at("person"), person, {.expected_version = 2}));
  EXPECT_TRUE(update("person", person, R"({"first_name":"Adam"})", {.expected_version = 3}));
}

TEST_F(WriteTest, TheBinKeepsARecordFromChangesButNotFromEyes) {
  const Id person = workspace.create("person", R"({"last_name":"Quill"})");
  EXPECT_EQ(workspace.records->restore(workspace.at("person"), person).error().code, "not_in_bin");
  workspace.remove("person", person);
  EXPECT_EQ(update("person", person, R"({"last_name":"Pen"})").error().code, "in_bin");
  EXPECT_EQ(workspace.records->remove(workspace.at("person"), person).error().code, "not_found");
  EXPECT_TRUE(workspace.get("person", person).HasMember("deleted_at"));
  EXPECT_EQ(workspace.list("person")["items"].Size(), 0u);
  ListOptions bin;
  bin.bin = true;
  EXPECT_EQ(workspace.list("person", bin)["items"].Size(), 1u);
  bin.search = "qui";
  EXPECT_EQ(workspace.list("person", bin)["items"].Size(), 1u) << "the bin can be searched";
  bin.search = "pen";
  EXPECT_EQ(workspace.list("person", bin)["items"].Size(), 0u);
}

TEST_F(WriteTest, WhatWasMissingBeforeDoesNotStandInTheWay) {
  const Id firm = workspace.create("firm", R"({"name":"Inkwell"})");
  workspace.records->alter(workspace.at("firm"), firm, Verb::erase, {}, [](store::Reader&, Draft& draft) {
    draft.clear(*draft.entity->field("name"));
    return Result<>{};
  }).value();
  EXPECT_TRUE(update("firm", firm, R"({"city":"Berlin"})"));
  workspace.update("firm", firm, R"({"name":"Inkwell"})");
  EXPECT_EQ(update("firm", firm, R"({"name":null})").error().code, "required");
}

TEST_F(WriteTest, HostileTextsAreTextsLikeOthers) {
  const char* texts[] = {R"(Robert'); DROP TABLE person;--)", R"(" OR 1=1 --)", "<script>alert(1)</script>", "=HYPERLINK(\"http://x\")", "%_%", "\\", "{{7*7}}",
                         "../../etc/passwd", "ﷺ", "\xF0\x9F\x98\x80", "NULL", "' || (SELECT key FROM setting) || '"};
  for (const char* hostile : texts) {
    JsonDocument input(rapidjson::kObjectType);
    input.AddMember("last_name", text_value(hostile, input.GetAllocator()), input.GetAllocator());
    const Id id = expect_value(workspace.records->create(workspace.at("person"), input, {.allow_duplicate = true})).id;
    EXPECT_EQ(view(workspace.get("person", id)["last_name"]), trim(hostile)) << hostile;
    JsonDocument filter(rapidjson::kObjectType);
    filter.AddMember("field", "last_name", filter.GetAllocator()).AddMember("op", "eq", filter.GetAllocator());
    filter.AddMember("value", text_value(hostile, filter.GetAllocator()), filter.GetAllocator());
    ListOptions options;
    options.filter = to_json_text(filter);
    EXPECT_EQ(workspace.list("person", options)["items"].Size(), 1u) << hostile;
    options.filter.clear();
    options.search = hostile;
    EXPECT_NO_THROW(workspace.list("person", options)) << hostile;
    EXPECT_NO_THROW(workspace.answer([&](JsonWriter& writer) { return write_search(*workspace.records, workspace.access, {.text = hostile}, writer); })) << hostile;
  }
  EXPECT_EQ(workspace.count("person"), static_cast<std::int64_t>(std::size(texts)));
}

TEST_F(WriteTest, RolesAreAskedBeforeAnythingElse) {
  const Id person = workspace.create("person", R"({"last_name":"Quill","remark":"secret"})");
  privacy::Grants reader{.role = "reader", .everything = {.create = false, .update = false, .remove = false, .hidden_fields = {"remark"}, .read_only_fields = {"born"}}};
  const privacy::Access access = workspace.access_with(reader);
  const Context context = workspace.at(access, "people");
  const JsonDocument patch = expect_value(parse_json(R"({"last_name":"Pen"})"));
  EXPECT_EQ(workspace.records->create(context, patch).error().code, "forbidden");
  EXPECT_EQ(workspace.records->update(context, person, patch).error().code, "forbidden");
  EXPECT_EQ(workspace.records->remove(context, person).error().code, "forbidden");
  EXPECT_EQ(workspace.records->restore(context, person).error().code, "forbidden");
  EXPECT_EQ(workspace.records->purge(context, person).error().code, "forbidden");
  reader.everything.update = true;
  const privacy::Access writer_access = workspace.access_with(reader);
  const Context writer = workspace.at(writer_access, "person");
  EXPECT_EQ(workspace.records->update(writer, person, expect_value(parse_json(R"({"remark":"x"})"))).error().code, "unknown_field") << "hidden looks like absent";
  EXPECT_EQ(workspace.records->update(writer, person, expect_value(parse_json(R"({"born":"2000-01-01"})"))).error().code, "read_only_field");
  const privacy::Access blind = workspace.access_with({.role = "none", .everything = {.read = false}});
  EXPECT_EQ(workspace.records->enter(blind, "person").error().code, "unknown_entity");
  EXPECT_EQ(workspace.records->enter(workspace.access, "nonsense").error().code, "unknown_entity");
  privacy::Access elsewhere = workspace.access;
  elsewhere.workspace = "elsewhere";
  EXPECT_EQ(workspace.records->enter(elsewhere, "person").error().code, "no_such_workspace");
}

TEST_F(WriteTest, AnothersRecordIsLikeOneThatDoesNotExist) {
  expect_value(workspace.workspaces->create("rival", {}));
  privacy::Access rival = workspace.access;
  rival.workspace = "rival";
  const Id theirs = expect_value(workspace.records->create(workspace.at(rival, "person"), expect_value(parse_json(R"({"last_name":"R"})")))).id;
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  const auto get = [&](const Id& id) { return workspace.records->get(workspace.at("person"), id, {}, writer).error(); };
  EXPECT_EQ(get(theirs).code, get(Id::make()).code);
  EXPECT_EQ(get(theirs).message, get(Id::make()).message);
  EXPECT_EQ(update("person", theirs, "{}").error().code, "not_found");
  EXPECT_EQ(create("memo", fmt::format(R"({{"text":"t","people":["{}"]}})", theirs.text())).error().code, "unknown_link");
}

TEST_F(WriteTest, AFullDiskIsSaidAndNothingIsHalfWritten) {
  TestWorkspace small({.maximum_bytes = 1'500'000});
  const std::string filler(400'000, 'x');
  Result<Written> written;
  int count = 0;
  for (; count < 20; ++count) {
    JsonDocument input(rapidjson::kObjectType);
    input.AddMember("remark", text_value(filler, input.GetAllocator()), input.GetAllocator());
    written = small.records->create(small.at("person"), input, {.allow_duplicate = true});
    if (!written) break;
  }
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, "storage_full");
  EXPECT_EQ(written.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(small.count("person"), count);
  EXPECT_EQ(small.count(store::kHistory), count);
  EXPECT_TRUE(expect_value(small.database()->verify_audit()).ok);
}

}  // namespace
}  // namespace probity::records

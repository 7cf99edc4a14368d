#include "promises/home.hpp"

#include <climits>

#include "promises/unused_fields.hpp"
#include "records/record_json.hpp"

namespace probity::promises {
namespace {

using records::Context;

/// What ends within this time is due.
constexpr Day kSoon = 60;
constexpr std::int64_t kShownMinors = 100;

void put_date(std::string_view name, Timestamp at, JsonWriter& writer) {
  key(writer, name);
  at == 0 ? (void)writer.Null() : records::write_time(writer, at);
}

void write_promises(const Run& run, JsonWriter& writer) {
  key(writer, "promises");
  writer.StartObject();
  put_date("checked_at", run.at, writer);
  for (const State state : {State::kept, State::broken, State::waiting}) {
    key(writer, name_of(state));
    writer.Int64(run.in_state(state));
  }
  key(writer, "list");
  writer.StartArray();
  for (const Finding& finding : run.findings) {
    if (finding.evidence.state != State::broken) continue;
    writer.StartObject();
    key(writer, "id");
    put(writer, finding.id);
    key(writer, "text");
    put(writer, finding.text);
    key(writer, "evidence");
    put(writer, finding.evidence.text);
    put_date("since", finding.since, writer);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

struct Due {
  std::string what;
  std::string name;
  std::string on;
};

Result<std::vector<Due>> find_due(const Context& workspace) {
  std::vector<Due> due;
  const privacy::PolicyPointer in_force = workspace.workspace->policy();
  const Day today = day_of(now(), {});
  for (const privacy::Processor& processor : in_force->policy->processors) {
    const auto until = parse_day(processor.safeguard_until);
    if (until && *until < today + kSoon) due.push_back({"safeguard", processor.name, processor.safeguard_until});
  }
  if (const meta::Entity* entity = workspace.model().find("policy_version")) {
    const Context versions = records::by_program(workspace, *entity);
    PROBITY_TRY(each_row(versions, store::Condition::equals("state", cell("pending")), [&](const Row& row) {
      due.push_back({"policy", text_of(versions, row, "profile"), format_day(day_of(integer_of(versions, row, "since"), {}))});
      return true;
    }));
  }
  std::ranges::sort(due, {}, &Due::on);
  return due;
}

void write_due(const std::vector<Due>& due, JsonWriter& writer) {
  key(writer, "due");
  writer.StartArray();
  for (const Due& each : due) {
    writer.StartObject();
    key(writer, "what");
    put(writer, each.what);
    key(writer, "name");
    put(writer, each.name);
    key(writer, "on");
    put(writer, each.on);
    writer.EndObject();
  }
  writer.EndArray();
}

/// How many records of an entity are in each of these states.
Result<> write_states(const Context& workspace, std::string_view name, std::string_view entity, std::initializer_list<std::string_view> states, JsonWriter& writer) {
  key(writer, name);
  writer.StartObject();
  const meta::Entity* found = workspace.model().find(entity);
  for (const std::string_view state : states) {
    std::int64_t rows = 0;
    if (found) {
      PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
        PROBITY_ASSIGN(rows, reader.count(found->name, store::Condition::equals("state", cell(state))));
        return {};
      }));
    }
    key(writer, state);
    writer.Int64(rows);
  }
  writer.EndObject();
  return {};
}

void write_processors(const privacy::Policy& policy, JsonWriter& writer) {
  key(writer, "processors");
  writer.StartArray();
  for (const privacy::Processor& processor : policy.processors) {
    const auto from = parse_day(processor.notice_date);
    if (!from || *from <= day_of(now(), {})) continue;
    writer.StartObject();
    key(writer, "id");
    put(writer, processor.id);
    key(writer, "name");
    put(writer, processor.name);
    key(writer, "notice_date");
    put(writer, processor.notice_date);
    writer.EndObject();
  }
  writer.EndArray();
}

/// Their ids alone: who they are is seen for duties under the law.
Result<> write_minors(const Context& workspace, JsonWriter& writer) {
  std::int64_t count = 0;
  key(writer, "minors");
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  for (const auto& entity : workspace.model().entities()) {
    if (entity->system || entity->subject.kind != meta::Subject::Kind::self) continue;
    const auto marked = store::Condition::bits_are_set(entity->columns[meta::kSubjectState].name, privacy::kMinor);
    const store::Query query{.columns = workspace.catalog->columns(*entity, {meta::kId}), .where = marked, .order = store::Order{.column = "_id", .descending = true}, .limit = INT_MAX};
    PROBITY_TRY(workspace.database->read([&](store::Reader& reader) {
      return reader.each(query, [&](const Row& row) {
        if (++count > kShownMinors) return true;
        writer.StartObject();
        key(writer, "entity");
        put(writer, entity->name);
        key(writer, "id");
        records::write_id(writer, row.id(0));
        writer.EndObject();
        return true;
      });
    }));
  }
  writer.EndArray();
  key(writer, "count");
  writer.Int64(count);
  writer.EndObject();
  return {};
}

}  // namespace

Result<> write_home(Runs& runs, const Context& workspace, JsonWriter& writer) {
  PROBITY_ASSIGN(const RunPointer run, runs.current(workspace.workspace->slug()));
  PROBITY_ASSIGN(const std::vector<Due> due, find_due(workspace));
  PROBITY_ASSIGN(const UnusedFields unused, listed_unused_fields(*workspace.database));
  const privacy::PolicyPointer in_force = workspace.workspace->policy();
  writer.StartObject();
  write_promises(*run, writer);
  write_due(due, writer);
  PROBITY_TRY(write_states(workspace, "notices", "policy_notice", {"on_its_way", "told", "not_told"}, writer));
  PROBITY_TRY(write_states(workspace, "messages", "message", {"queued", "waiting", "failed", "refused", "not_configured"}, writer));
  write_processors(*in_force->policy, writer);
  PROBITY_TRY(write_minors(workspace, writer));
  key(writer, "unused_fields");
  writer.StartArray();
  for (const std::string& field : unused.fields) put(writer, field);
  writer.EndArray();
  const Evidence security = runs.look("security_txt.valid", workspace.workspace->slug());
  key(writer, "security_txt");
  writer.StartObject();
  key(writer, "state");
  put(writer, name_of(security.state));
  key(writer, "evidence");
  put(writer, security.text);
  writer.EndObject();
  writer.EndObject();
  return {};
}

}  // namespace probity::promises

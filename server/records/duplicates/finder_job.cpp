#include "records/duplicates/finder_job.hpp"

#include "records/record_json.hpp"

namespace probity::records {
namespace {

constexpr const char* kKind = "find_duplicates";
/// Of the jobs of all entities, so many are looked at for the newest of one.
constexpr int kJobsLookedAt = 20;

std::string result_of(const meta::Entity& entity, const std::vector<LikeGroup>& groups) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "entity");
  put(writer, entity.name);
  key(writer, "groups");
  writer.StartArray();
  for (const LikeGroup& group : groups) {
    writer.StartArray();
    writer.Int(group.rank);
    for (const Id& id : group.ids) write_id(writer, id);
    writer.EndArray();
  }
  writer.EndArray();
  writer.EndObject();
  return std::string(text(buffer));
}

std::vector<LikeGroup> groups_in(const JsonValue& result) {
  std::vector<LikeGroup> groups;
  for (const JsonValue& item : result["groups"].GetArray()) {
    LikeGroup& group = groups.emplace_back();
    group.rank = item[0].GetInt();
    for (rapidjson::SizeType index = 1; index < item.Size(); ++index) group.ids.push_back(Id::parse(view(item[index])).value_or(Id{}));
  }
  return groups;
}

bool is_of(const std::string& json, const meta::Entity& entity) {
  const auto document = parse_json(json);
  const JsonValue* name = document ? find(*document, "entity") : nullptr;
  return name && name->IsString() && view(*name) == entity.name;
}

}  // namespace

Result<std::string> run_finder(Records& records, const AccessOf& access_of, jobs::Running& running) {
  PROBITY_ASSIGN(const JsonDocument payload, parse_json(running.job().payload));
  PROBITY_ASSIGN(const privacy::Access access, read_access(payload, running.workspace(), access_of));
  PROBITY_ASSIGN(const Context context, records.enter(access, view(payload["entity"])));
  std::vector<LikeGroup> groups;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(groups, find_groups(context, reader, kMostGroups, [&] { return running.should_stop(); }));
    return {};
  }));
  const std::string result = result_of(*context.entity, groups);
  return running.should_stop() ? stopped(running, result) : result;
}

Result<FinderState> finder_state(jobs::Jobs& jobs, const Context& context) {
  FinderState state;
  PROBITY_ASSIGN(const auto list, jobs.list(context.access.workspace, kKind, kJobsLookedAt));
  for (const jobs::Job& job : list) {
    if (!is_of(job.payload, *context.entity)) continue;
    const bool under_way = job.state == jobs::State::queued || job.state == jobs::State::running;
    if (under_way && !state.looking) state.looking = job;
    if (job.state != jobs::State::done || state.found) continue;
    PROBITY_ASSIGN(const JsonDocument result, parse_json(job.result));
    state.found = groups_in(result);
  }
  return state;
}

Result<jobs::Job> start_finder(jobs::Jobs& jobs, const Context& context) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write_access(context.access, writer);
  key(writer, "entity");
  put(writer, context.entity->name);
  writer.EndObject();
  PROBITY_ASSIGN(const Id id, jobs.enqueue(context.access.workspace, kKind, std::string(text(buffer)), context.access.actor));
  return jobs.find(context.access.workspace, id);
}

}  // namespace probity::records

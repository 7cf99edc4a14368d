#include "records/undo/undo_group.hpp"

#include "records/batch/bulk.hpp"
#include "records/record_json.hpp"
#include "records/undo/take_back.hpp"
#include "records/undo/undo.hpp"
#include "records/used_since.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr std::size_t kChunk = 200;
constexpr rapidjson::SizeType kMostRefused = 1'000;

store::Condition of_group(const Id& group) { return store::Condition::equals("group_id", cell(group)); }

std::unexpected<Error> nothing_to_undo() {
  return fail(ErrorKind::conflict, "nothing_to_undo", "There is nothing to undo: no change was made under this id, or it was undone already.");
}

Result<std::vector<HistoryEntry>> entries_before(const Context& context, const Id& group, const std::optional<Id>& before, std::size_t limit) {
  std::vector<HistoryEntry> entries;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return each_history(reader, of_group(group), before, [&](HistoryEntry&& entry) {
      entries.push_back(std::move(entry));
      return entries.size() < limit;
    });
  }));
  return entries;
}

/// The state of the job: how far it came, and what it could not take back.
class Progress {
 public:
  explicit Progress(std::string_view payload) { payload_.CopyFrom(*parse_json(payload), payload_.GetAllocator()); }

  const JsonDocument& payload() const { return payload_; }
  Id group() const { return Id::parse(view(payload_["group"])).value_or(Id{}); }
  std::optional<Id> before() const { return payload_["before"].IsString() ? Id::parse(view(payload_["before"])) : std::nullopt; }
  std::int64_t undone() const { return payload_["undone"].GetInt64(); }
  std::int64_t refused() const { return payload_["refused_count"].GetInt64(); }

  void passed(const Id& entry) { payload_["before"] = text_value(entry.text(), payload_.GetAllocator()); }
  void count_undone() { payload_["undone"].SetInt64(undone() + 1); }
  void refuse(const HistoryEntry& entry, std::string_view display, const Error& error) {
    payload_["refused_count"].SetInt64(refused() + 1);
    if (payload_["refused"].Size() >= kMostRefused) return;
    auto& allocator = payload_.GetAllocator();
    JsonValue item(rapidjson::kObjectType);
    item.AddMember("entity", text_value(entry.entity, allocator), allocator);
    item.AddMember("id", text_value(entry.record.text(), allocator), allocator);
    item.AddMember("display", text_value(display, allocator), allocator);
    item.AddMember("code", text_value(error.code, allocator), allocator);
    item.AddMember("message", text_value(error.message, allocator), allocator);
    payload_["refused"].PushBack(item, allocator);
  }
  std::string result() const { return fmt::format(R"({{"undone":{},"refused":{}}})", undone(), to_json_text(payload_["refused"])); }

 private:
  JsonDocument payload_;
};

/// Entries in the order in which they can be taken back, those of one round together: what was done to a record
/// later goes before what was done to it earlier, and a record that links to another before that other.
Result<std::vector<std::vector<HistoryEntry>>> in_rounds(const Context& context, std::vector<HistoryEntry>&& entries) {
  std::vector<std::vector<HistoryEntry>> rounds;
  std::map<Id, std::size_t> round_of;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    for (HistoryEntry& entry : entries) {
      const auto before = round_of.find(entry.record);
      std::size_t round = before == round_of.end() ? 0 : before->second + 1;
      if (entry.operation == name_of(Verb::create)) {
        PROBITY_ASSIGN(const auto linking, linking_to(context, reader, entry.record));
        for (const Id& id : linking) {
          if (const auto found = round_of.find(id); found != round_of.end() && id != entry.record) round = std::max(round, found->second + 1);
        }
      }
      round_of[entry.record] = round;
      if (rounds.size() <= round) rounds.resize(round + 1);
      rounds[round].push_back(std::move(entry));
    }
    return {};
  }));
  return rounds;
}

/// Takes entries back together, of which no two are of one record.
class Together {
 public:
  Together(Records& records, const Context& workspace, Progress& progress) : records_(records), workspace_(workspace), progress_(progress), bulk_(records, workspace) {}

  Result<> add(HistoryEntry entry) {
    const meta::Entity* entity = workspace_.model().find(entry.entity);
    if (entry.undone || is_undo(entry) || !entity) return {};
    const Context& context = context_of(*entity);
    if (const auto allowed = may(context, verb_to_undo(entry)); !allowed) {
      progress_.refuse(entry, entity->label_one, allowed.error());
      return {};
    }
    bulk_.alter_at(context, entry.record, Verb::undo, {}, [&context, record = entry.record, id = entry.id](store::Reader& reader, Draft& draft) -> Result<> {
      PROBITY_ASSIGN(const HistoryEntry current, read_entry(reader, record, id));
      return take_back(context, reader, current, draft);
    });
    entries_.push_back(std::move(entry));
    return {};
  }

  Result<> run() {
    const auto written = bulk_.run();
    const std::vector<HistoryEntry> entries = std::exchange(entries_, {});
    for (std::size_t index = 0; index < written.size(); ++index) PROBITY_TRY(settle(entries[index], written[index]));
    return {};
  }

 private:
  const Context& context_of(const meta::Entity& entity) {
    const auto found = contexts_.find(&entity);
    return found != contexts_.end() ? found->second : contexts_.emplace(&entity, at_entity(workspace_, entity)).first->second;
  }

  Result<> settle(const HistoryEntry& entry, const Result<Written>& written) {
    if (written) {
      progress_.count_undone();
    } else if (written.error().kind == ErrorKind::unavailable) {
      return std::unexpected(written.error());
    } else if (written.error().code != "undone_already") {
      progress_.refuse(entry, display(entry), written.error());
    }
    return {};
  }

  std::string display(const HistoryEntry& entry) {
    const Context& context = context_of(*workspace_.model().find(entry.entity));
    const auto cells = records_.cells(context, entry.record);
    return cells ? display_of(context, CellRow(*cells)) : context.entity->label_one;
  }

  Records& records_;
  const Context& workspace_;
  Progress& progress_;
  Bulk bulk_;
  std::map<const meta::Entity*, Context> contexts_;
  std::vector<HistoryEntry> entries_;
};

}  // namespace

Result<bool> is_merge(const Context& context, const Id& group) {
  std::int64_t merges = 0;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    const auto where = store::Condition::all_of({of_group(group), store::Condition::equals("operation", cell(name_of(Verb::merge)))});
    PROBITY_ASSIGN(merges, reader.count(store::kHistory, where, 1));
    return {};
  }));
  return merges > 0;
}

Result<Id> start_undo(Records& records, jobs::Jobs& jobs, const privacy::Access& access, const Id& group) {
  PROBITY_ASSIGN(const Context context, records.enter(access));
  PROBITY_ASSIGN(const auto entries, entries_before(context, group, std::nullopt, 1));
  if (entries.empty()) return nothing_to_undo();
  PROBITY_ASSIGN(const bool merge, is_merge(context, group));
  if (merge) return fail(ErrorKind::conflict, "is_merge", "This was a merge. Undo it as a merge, so that it comes apart as a whole.");
  const bool own = entries.front().actor == access.actor;
  const bool administrator = access.grants && access.grants->administrator;
  if (!own && !administrator) {
    return fail(ErrorKind::forbidden, "forbidden", "Only the one who did this, or an administrator, can undo it.");
  }
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write_access(access, writer);
  key(writer, "group");
  write_id(writer, group);
  key(writer, "before");
  writer.Null();
  key(writer, "undone");
  writer.Int(0);
  key(writer, "refused_count");
  writer.Int(0);
  key(writer, "refused");
  writer.StartArray();
  writer.EndArray();
  writer.EndObject();
  return jobs.enqueue(access.workspace, "undo", std::string(text(buffer)), access.actor);
}

Result<std::string> run_undo(Records& records, const AccessOf& access_of, jobs::Running& running) {
  Progress progress(running.job().payload);
  PROBITY_ASSIGN(const privacy::Access access, read_access(progress.payload(), running.workspace(), access_of));
  PROBITY_ASSIGN(const Context workspace, records.enter(access));
  std::int64_t total = 0;
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(total, reader.count(store::kHistory, of_group(progress.group())));
    return {};
  }));
  for (;;) {
    PROBITY_ASSIGN(auto entries, entries_before(workspace, progress.group(), progress.before(), kChunk));
    if (entries.empty()) return progress.result();
    if (running.should_stop()) return stopped(running, progress.result());
    const Id last = entries.back().id;
    PROBITY_ASSIGN(auto rounds, in_rounds(workspace, std::move(entries)));
    Together together(records, workspace, progress);
    for (auto& round : rounds) {
      for (HistoryEntry& entry : round) PROBITY_TRY(together.add(std::move(entry)));
      PROBITY_TRY(together.run());
    }
    progress.passed(last);
    PROBITY_TRY(running.remember(to_json_text(progress.payload())));
    running.progress(progress.undone() + progress.refused(), total, progress.refused());
  }
}

}  // namespace probity::records

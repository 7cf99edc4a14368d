#include "records/undo/undo.hpp"

#include "records/duplicates/merge.hpp"
#include "records/job_access.hpp"
#include "records/record_json.hpp"
#include "records/undo/take_back.hpp"
#include "records/undo/undo_group.hpp"

namespace probity::records {
namespace {

/// Others of the same member may undo at the same time; each then takes the next.
constexpr int kRounds = 20;

std::unexpected<Error> nothing_to_undo() { return fail(ErrorKind::conflict, "nothing_to_undo", "There is nothing of yours to undo here."); }

/// The actor's last change that is still in force.
Result<HistoryEntry> last_entry(const Context& context, const std::optional<Id>& record) {
  std::optional<HistoryEntry> last;
  std::vector<store::Condition> all{store::Condition::equals("actor", cell(context.access.actor))};
  if (record) all.push_back(store::Condition::equals("record", cell(*record)));
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return each_history(reader, store::Condition::all_of(std::move(all)), std::nullopt, [&](HistoryEntry&& entry) {
      const meta::Entity* entity = context.model().find(entry.entity);
      if (entry.undone || is_undo(entry) || !entity || !is_open_to(context, *entity)) return true;
      last = std::move(entry);
      return false;
    });
  }));
  if (!last) return nothing_to_undo();
  return std::move(*last);
}

Undone undone_of(const Context& context, const HistoryEntry& entry, const Written& written) {
  return {entry.entity, entry.record, entry.operation, display_of(context, CellRow(written.cells)), 1};
}

Result<Undone> undo_merge(Records& records, const Context& context, const HistoryEntry& entry) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(unmerge(records, context.access, *entry.group, writer));
  const auto answer = parse_json(text(buffer));
  const JsonValue* record = answer ? find(*answer, "record") : nullptr;
  const JsonValue* id = record ? find(*record, "id") : nullptr;
  const JsonValue* display = record ? find(*record, "display") : nullptr;
  if (!id || !display) return internal("an unmerge answered without its record");
  return Undone{entry.entity, Id::parse(view(*id)).value_or(Id{}), std::string(name_of(Verb::merge)), std::string(view(*display)), 1};
}

Result<Undone> undo_entry(Records& records, const Context& context, const HistoryEntry& entry) {
  PROBITY_TRY(may(context, verb_to_undo(entry)));
  const auto written = records.alter(context, entry.record, Verb::undo, {}, [&](store::Reader& reader, Draft& draft) -> Result<> {
    PROBITY_ASSIGN(const HistoryEntry current, read_entry(reader, entry.record, entry.id));
    return take_back(context, reader, current, draft);
  });
  if (written) return undone_of(context, entry, *written);
  if (written.error().kind != ErrorKind::not_found) return std::unexpected(written.error());
  return fail(ErrorKind::conflict, "not_undoable", "What was deleted for good cannot be brought back.");
}

Result<Undone> undo_one(Records& records, const Context& workspace, const std::optional<Id>& record) {
  for (int round = 0; round < kRounds; ++round) {
    PROBITY_ASSIGN(const HistoryEntry entry, last_entry(workspace, record));
    const Context context = at_entity(workspace, *workspace.model().find(entry.entity));
    if (entry.group) {
      PROBITY_ASSIGN(const bool merge, is_merge(context, *entry.group));
      if (merge) return undo_merge(records, context, entry);
    }
    auto undone = entry.group ? undo_together(records, context, entry) : undo_entry(records, context, entry);
    if (undone || undone.error().code != "undone_already") return undone;
  }
  return nothing_to_undo();
}

}  // namespace

void write_undone(const Undone& undone, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "entity");
  put(writer, undone.entity);
  key(writer, "id");
  write_id(writer, undone.id);
  key(writer, "operation");
  put(writer, undone.operation);
  key(writer, "display");
  put(writer, undone.display);
  key(writer, "records");
  writer.Uint64(undone.records);
  writer.EndObject();
}

Result<Undone> undo_last(Records& records, const privacy::Access& access) {
  PROBITY_ASSIGN(const Context context, records.enter(access));
  return undo_one(records, context, std::nullopt);
}

Result<Undone> undo_last_of(Records& records, const Context& context, const Id& id) {
  PROBITY_TRY(records.cells(context, id));
  return undo_one(records, context, id);
}

}  // namespace probity::records

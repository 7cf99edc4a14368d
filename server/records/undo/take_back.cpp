#include "records/undo/take_back.hpp"

#include "base/text.hpp"
#include "records/house.hpp"
#include "records/record_json.hpp"
#include "records/subject/state.hpp"
#include "records/used_since.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr std::string_view kMergedInto = "merged_into";

std::unexpected<Error> not_undoable(std::string message) { return fail(ErrorKind::conflict, "not_undoable", std::move(message)); }

/// As the history would tell it, so that both can be compared.
std::string value_text(const meta::Field& field, const std::vector<Cell>& cells) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  write_value(field, CellRow(cells), field.first_column, writer);
  const auto value = parse_json(text(buffer));
  return value ? to_json_text(*value) : std::string();
}

bool is_nothing(const JsonValue& value) { return value.IsNull() || (value.IsArray() && value.Empty()); }

std::string told(const JsonValue& value) { return is_nothing(value) ? std::string() : to_json_text(value); }

std::string stands(const meta::Field& field, const std::vector<Cell>& cells) {
  return is_null(cells[static_cast<std::size_t>(field.first_column)]) ? std::string() : value_text(field, cells);
}

Result<> set_back(const Context& context, const FieldChange& change, Draft& draft) {
  draft.clear(*change.field);
  if (is_nothing(*change.from)) return {};
  auto read = change.field->type->read(*change.field, *change.from, *context.input, draft.cells(*change.field));
  if (read) return {};
  return not_undoable(fmt::format("What \"{}\" was before is no longer a value it can have: {}", change.field->label, read.error().message));
}

Result<> fields_back(const Context& context, const HistoryEntry& entry, Draft& draft) {
  const auto changes = parse_json(entry.changes);
  if (entry.changes.empty() || !changes) return not_undoable("What this change replaced has been erased, so it cannot be brought back.");
  std::vector<std::string> since;
  std::vector<FieldChange> back;
  for (const FieldChange& change : field_changes(*draft.entity, *changes)) {
    const std::string now = stands(*change.field, draft.after);
    if (now == told(*change.from)) continue;
    now == told(*change.to) ? back.push_back(change) : since.push_back(change.field->name);
  }
  if (!since.empty()) return changed_since(context, draft, since);
  for (const FieldChange& change : back) PROBITY_TRY(set_back(context, change, draft));
  return {};
}

/// Whether anybody did anything to the record after the entry that is still in force.
Result<bool> touched_after(store::Reader& reader, const HistoryEntry& entry) {
  bool touched = false;
  PROBITY_TRY(each_history(reader, store::Condition::equals("record", cell(entry.record)), std::nullopt, [&](HistoryEntry&& later) {
    if (later.id <= entry.id) return false;
    touched = !later.undone && !is_undo(later) && (!entry.group || later.group != entry.group);
    return !touched;
  }));
  return touched;
}

Result<> creation_back(const Context& context, store::Reader& reader, const HistoryEntry& entry, Draft& draft, const std::set<Id>& together) {
  if (!draft.live_before()) return {};
  PROBITY_ASSIGN(const bool touched, touched_after(reader, entry));
  if (touched) return changed_since(context, draft, {});
  PROBITY_TRY(check_unused(context, reader, draft, together));
  put_in_bin(context, draft);
  return {};
}

/// Takes out of the winner's state and version what the merge brought in, as far as it still stands.
void joined_back(const JsonValue& changes, Draft& draft) {
  for (const int column : {static_cast<int>(meta::kSubjectState), static_cast<int>(meta::kPolicyVersion)}) {
    const JsonValue* mark = find(changes, meta::record_columns()[static_cast<std::size_t>(column)].name);
    const JsonValue* from = mark ? find(*mark, "from") : nullptr;
    const JsonValue* to = mark ? find(*mark, "to") : nullptr;
    if (!from || !to || !from->IsInt64() || !to->IsInt64()) continue;
    Cell& cell = draft.after[static_cast<std::size_t>(column)];
    const std::int64_t brought = from->GetInt64() ^ to->GetInt64();
    const std::int64_t stands = ~(integer_of(cell) ^ to->GetInt64());
    if (column == meta::kSubjectState) cell = integer_of(cell) ^ (brought & stands);
    if (column == meta::kPolicyVersion && integer_of(cell) == to->GetInt64()) cell = from->GetInt64();
  }
}

Result<> merge_back(const Context& context, store::Reader& reader, const HistoryEntry& entry, Draft& draft) {
  const auto changes = parse_json(entry.changes);
  const bool was_merged_away = changes && find(*changes, kMergedInto);
  const bool is_person = draft.entity->subject.kind == meta::Subject::Kind::self;
  if (is_person) mark_person(draft.id, draft.also);
  if (was_merged_away) {
    if (draft.live_before()) return changed_since(context, draft, {});
    take_from_bin(draft);
  } else {
    PROBITY_TRY(fields_back(context, entry, draft));
  }
  if (changes) joined_back(*changes, draft);
  if (!is_person || draft.before[meta::kSubjectState] == draft.after[meta::kSubjectState]) return {};
  const Person person{draft.entity, draft.id, integer_of(draft.after[meta::kSubjectState])};
  return plan_spread(context, reader, std::span(&person, 1), draft.also);
}

void mark_undone(const HistoryEntry& entry, Draft& draft) {
  const Cell record = cell(entry.record);
  const Cell id = cell(entry.id);
  draft.also.require(store::kHistory, {{"record", record}, {"id", id}, {"undone", std::int64_t{0}}});
  draft.always = true;
  draft.also.update(house().history_undone, {std::int64_t{1}}, {{"record", record}, {"id", id}});
}

}  // namespace

Result<> take_back(const Context& context, store::Reader& reader, const HistoryEntry& entry, Draft& draft, const std::set<Id>& together) {
  mark_undone(entry, draft);
  if (entry.operation == name_of(Verb::create)) return creation_back(context, reader, entry, draft, together);
  if (entry.operation == name_of(Verb::merge)) return merge_back(context, reader, entry, draft);
  if (entry.operation == name_of(Verb::remove)) {
    if (!draft.live_before()) take_from_bin(draft);
    return {};
  }
  if (entry.operation == name_of(Verb::restore)) {
    if (draft.live_before()) put_in_bin(context, draft);
    return {};
  }
  if (entry.operation != name_of(Verb::update)) return not_undoable("What was deleted for good cannot be brought back.");
  if (!draft.live_before() && draft.verb != Verb::unmerge) return changed_since(context, draft, {});
  return fields_back(context, entry, draft);
}

Result<HistoryEntry> read_entry(store::Reader& reader, const Id& record, const Id& id) {
  std::optional<HistoryEntry> entry;
  const auto where = store::Condition::all_of({store::Condition::equals("record", cell(record)), store::Condition::equals("id", cell(id))});
  PROBITY_TRY(each_history(reader, where, std::nullopt, [&](HistoryEntry&& found) {
    entry = std::move(found);
    return false;
  }));
  if (!entry || entry->undone) return fail(ErrorKind::conflict, "undone_already", "This has been undone already.");
  return std::move(*entry);
}

bool is_undo(const HistoryEntry& entry) { return entry.operation == name_of(Verb::undo) || entry.operation == name_of(Verb::unmerge); }

Verb verb_to_undo(const HistoryEntry& entry) {
  if (entry.operation == name_of(Verb::create) || entry.operation == name_of(Verb::restore)) return Verb::remove;
  if (entry.operation == name_of(Verb::remove)) return Verb::restore;
  return entry.operation == name_of(Verb::merge) ? Verb::merge : Verb::update;
}

std::unexpected<Error> changed_since(const Context& context, const Draft& draft, std::span<const std::string> fields) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  const std::string display = display_of(context, CellRow(draft.before));
  writer.StartObject();
  key(writer, "record");
  writer.StartObject();
  key(writer, "entity");
  put(writer, draft.entity->name);
  key(writer, "id");
  write_id(writer, draft.id);
  key(writer, "display");
  put(writer, display);
  writer.EndObject();
  key(writer, "fields");
  writer.StartArray();
  for (const std::string& field : fields) {
    if (context.readable_field(field)) put(writer, field);
  }
  writer.EndArray();
  writer.EndObject();
  return fail(Error{.kind = ErrorKind::conflict, .code = "changed_since",
                    .message = fmt::format("{} was changed since, so this cannot be undone without losing that. Nothing was changed.", display),
                    .extras = std::string(text(buffer))});
}

}  // namespace probity::records

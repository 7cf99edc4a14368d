#include "records/draft.hpp"

#include "base/text.hpp"
#include "records/problems.hpp"

namespace probity::records {
namespace {

bool is_empty_value(const JsonValue& value) {
  return value.IsNull() || (value.IsString() && is_blank(view(value))) || (value.IsArray() && value.Empty());
}

void set_default(const Context& context, const meta::Field& field, Draft& draft) {
  if (field.default_value.empty()) return;
  // The default was checked when the model was loaded.
  (void)field.type->read_text(field, field.default_value, *context.input, draft.cells(field));
}

/// Nothing where at least one of the fields of which one is required is there, or none of them was touched.
std::optional<std::string> missing_one(const Draft& draft) {
  const CellRow row(draft.after);
  bool touched = draft.creating();
  std::vector<std::string> labels;
  for (const std::string& name : draft.entity->require_one_of) {
    const meta::Field& field = *draft.entity->field(name);
    if (!row.null(field.first_column)) return std::nullopt;
    touched = touched || draft.changed(field);
    labels.push_back(field.label);
  }
  if (labels.empty() || !touched) return std::nullopt;
  return fmt::format("A {} needs at least one of: {}.", lower_ascii(draft.entity->label_one), fmt::join(labels, ", "));
}

}  // namespace

std::string_view name_of(Verb verb) {
  switch (verb) {
    case Verb::create: return "create";
    case Verb::update: return "update";
    case Verb::remove: return "delete";
    case Verb::restore: return "restore";
    case Verb::purge: return "purge";
    case Verb::erase: return "erase";
    case Verb::merge: return "merge";
    case Verb::unmerge: return "unmerge";
    case Verb::undo: return "undo";
  }
  return "";
}

std::span<Cell> Draft::cells(const meta::Field& field) {
  return {after.data() + field.first_column, field.type->columns().size()};
}

void Draft::clear(const meta::Field& field) {
  for (Cell& cell : cells(field)) cell = {};
}

bool Draft::changed(const meta::Field& field) const {
  for (std::size_t part = 0; part < field.type->columns().size(); ++part) {
    const std::size_t column = static_cast<std::size_t>(field.first_column) + part;
    const bool was = !before.empty() && !is_null(before[column]);
    const bool is = !after.empty() && !is_null(after[column]);
    if (was != is || (was && before[column] != after[column])) return true;
  }
  return false;
}

Id seen_only_by(const Draft& draft) {
  if (!draft.entity->seen_by) return {};
  const meta::SeenBy& seen_by = *draft.entity->seen_by;
  Id member;
  for (const std::vector<Cell>* cells : {&draft.before, &draft.after}) {
    if (cells->empty()) continue;
    const CellRow row(*cells);
    if (!seen_by.unless.empty() && row.text(draft.entity->field(seen_by.unless)->first_column) == seen_by.value) return {};
    const int column = draft.entity->field(seen_by.member)->first_column;
    member = row.id(row.null(column) ? static_cast<int>(meta::kCreatedBy) : column);
  }
  return member;
}

std::array<Id, 2> owners_of(const Draft& draft) {
  const auto owner = [&](const std::vector<Cell>& cells) { return cells.empty() ? Id{} : owner_of(*draft.entity, CellRow(cells)); };
  return {owner(draft.before), owner(draft.after)};
}

bool is_stricter(const Draft& draft) {
  return !draft.before.empty() && !draft.after.empty() && privacy::is_stricter(integer_of(draft.before[meta::kSubjectState]), integer_of(draft.after[meta::kSubjectState]));
}

privacy::SubjectState state_of(const Draft& draft) { return integer_of((draft.after.empty() ? draft.before : draft.after)[meta::kSubjectState]); }

std::vector<Cell> cells_of(const meta::Entity& entity, const Row& row) {
  std::vector<Cell> cells;
  cells.reserve(entity.columns.size());
  for (std::size_t column = 0; column < entity.columns.size(); ++column) cells.push_back(row.cell(static_cast<int>(column)));
  return cells;
}

Draft start_draft(const Context& context) { return start_draft(context, Id::make()); }

Draft start_draft(const Context& context, Id id) {
  Draft draft{.entity = context.entity, .id = id, .verb = Verb::create};
  draft.after.resize(context.entity->columns.size());
  for (const meta::Field& field : context.entity->fields) set_default(context, field, draft);
  return draft;
}

Result<> apply_input(const Context& context, const JsonValue& object, Draft& draft) {
  if (!object.IsObject()) return invalid("not_an_object", "A record must be a JSON object of fields and their values.");
  Problems problems;
  for (const auto& member : object.GetObject()) {
    const std::string_view name = view(member.name);
    const meta::Field* field = context.asked_field(name);
    const bool hidden = field && !draft.before.empty() && !context.shows(*field, CellRow(draft.before));
    if (!field || hidden) {
      problems.add(std::string(name), "unknown_field", fmt::format("{} has no field \"{}\".", context.entity->label_one, first_characters(name, 100)));
      continue;
    }
    if (!context.decision->writable[static_cast<std::size_t>(field->position)]) {
      problems.add(field->name, "read_only_field", fmt::format("\"{}\" cannot be set.", field->name));
      continue;
    }
    draft.named.push_back(field->position);
    draft.clear(*field);
    if (is_empty_value(member.value)) continue;
    auto read = field->type->read(*field, member.value, *context.input, draft.cells(*field));
    if (!read) problems.add(field->name, read.error().code, read.error().message);
  }
  return std::move(problems).result();
}

Result<> apply_text(const Context& context, const meta::Field& field, std::string_view text, Draft& draft) {
  draft.named.push_back(field.position);
  draft.clear(field);
  if (is_blank(text)) return {};
  auto read = field.type->read_text(field, text, *context.input, draft.cells(field));
  if (read) return {};
  Error error = std::move(read).error();
  error.field = field.name;
  return fail(std::move(error));
}

Result<> check_draft(const Draft& draft) {
  Problems problems;
  const CellRow row(draft.after);
  for (const meta::Field& field : draft.entity->fields) {
    if (!field.required || !row.null(field.first_column)) continue;
    // What was missing before (an import, a field added since) does not stand in the way of other changes.
    const bool emptied = draft.creating() || draft.changed(field);
    if (emptied) problems.add(field.name, "required", fmt::format("\"{}\" is required.", field.label));
  }
  if (auto missing = missing_one(draft)) problems.add(draft.entity->require_one_of.front(), "required_one_of", std::move(*missing));
  return std::move(problems).result();
}

void fill_sort_columns(Draft& draft) {
  for (const meta::Field& field : draft.entity->fields) {
    if (field.type->shape() != meta::Shape::text || field.sort_column.empty() || !draft.changed(field)) continue;
    const int sort = draft.entity->column(field.sort_column);
    const int source = field.first_column + field.type->comparable_column();
    if (sort == source) continue;
    const Cell& value = draft.after[static_cast<std::size_t>(source)];
    draft.after[static_cast<std::size_t>(sort)] = is_null(value) ? Cell{} : Cell{fold(text_of(value))};
  }
}

}  // namespace probity::records

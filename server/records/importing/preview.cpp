#include "records/importing/preview.hpp"

#include "base/field_errors.hpp"
#include "base/text.hpp"
#include "records/importing/existing.hpp"
#include "records/importing/mapping.hpp"

namespace probity::records::importing {
namespace {

/// Required links are not yet in the draft; the file names them.
Result<> check_complete(const Draft& draft, const RowReader::Values& values) {
  auto complete = check_draft(draft);
  if (complete) return complete;
  Error error = complete.error();
  std::erase_if(error.fields, [&](const FieldError& missing) {
    return std::any_of(values.links.begin(), values.links.end(), [&](const auto& link) { return link.target->field->name == missing.field; });
  });
  if (error.fields.empty()) return {};
  return fail(std::move(error));
}

/// A row as it will be stored, and everything that stands in its way.
struct Foreseen {
  Draft draft;
  RowReader::Values values;
  std::string_view action = "create";  ///< or "update", "skip"
  std::vector<FieldError> problems;

  void add(const Error& error) {
    if (error.fields.empty()) problems.push_back({error.field, error.code, error.message});
    problems.insert(problems.end(), error.fields.begin(), error.fields.end());
  }
};

void foresee_existing(const Context& context, const Spec& spec, Foreseen& foreseen) {
  Existing existing;
  const auto read = context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(existing, find_existing(context, reader, spec, foreseen.values));
    return {};
  });
  if (!read) return foreseen.add(read.error());
  if (existing.problem) return foreseen.add(*existing.problem);
  foreseen.action = existing.record ? "update" : spec.mode == Mode::update ? "skip" : "create";
}

Foreseen foresee(const Context& context, const Guarding& guarding, const Spec& spec, const RowReader& reader, LinkResolver& links, const SourceRow& row) {
  Foreseen foreseen{start_draft(context, Id{}), {}, "create", {}};
  if (row.problem) {
    foreseen.add(*row.problem);
    return foreseen;
  }
  auto values = reader.read(row, nullptr);
  if (!values) {
    foreseen.add(values.error());
    return foreseen;
  }
  foreseen.values = std::move(*values);
  // Value by value, so that one that cannot be read hides no other.
  for (const RowReader::Values::Value& value : foreseen.values.values) {
    if (auto applied = RowReader::apply(context, {.values = {value}, .links = {}, .unmapped = {}}, foreseen.draft); !applied) foreseen.add(applied.error());
  }
  if (auto allowed = guarding.foresee(context, foreseen.draft); !allowed) foreseen.add(allowed.error());
  for (const auto& link : foreseen.values.links) {
    if (auto found = links.foresee(*link.target, link.text); !found) foreseen.add(found.error());
  }
  if (spec.mode != Mode::create && foreseen.problems.empty() && check_key(context, spec)) foresee_existing(context, spec, foreseen);
  if (foreseen.action == "create" && foreseen.problems.empty()) {
    if (auto complete = check_complete(foreseen.draft, foreseen.values); !complete) foreseen.add(complete.error());
  }
  return foreseen;
}

void write_preview_row(const Context& context, const Spec& spec, const Foreseen& foreseen, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "record");
  writer.StartObject();
  for (const meta::Field& field : context.entity->fields) {
    const CellRow cells(foreseen.draft.after);
    if (cells.null(field.first_column)) continue;
    key(writer, field.name);
    field.type->write(field, cells, field.first_column, writer);
  }
  for (const auto& link : foreseen.values.links) {
    std::string text = link.text;
    for (const auto& [field, said] : link.details) text += fmt::format("{}{}: {}", &said == &link.details.front().second ? " (" : ", ", lower_ascii(field->label), said);
    if (!link.details.empty()) text += ')';
    key(writer, link.target->field->name);
    put(writer, text);
  }
  writer.EndObject();
  key(writer, "action");
  put(writer, foreseen.action);
  key(writer, "note");
  const bool noted = spec.unmapped == Unmapped::note && !foreseen.values.unmapped.empty();
  noted ? put(writer, foreseen.values.unmapped) : (void)writer.Null();
  key(writer, "errors");
  write_field_errors(foreseen.problems, writer);
  writer.EndObject();
}

}  // namespace

Result<> write_preview(Records& records, const Context& context, const Spec& spec, int rows, JsonWriter& writer) {
  PROBITY_ASSIGN(RowReader reader, RowReader::make(context, spec));
  reader.find_people_with(records, context);
  PROBITY_ASSIGN(auto source, open_rows(spec.file, spec.detected.format));
  LinkResolver links(records, context, Id{});
  writer.StartObject();
  key(writer, "rows");
  writer.StartArray();
  SourceRow row;
  for (int number = 0; number < rows; ++number) {
    PROBITY_ASSIGN(bool more, source->next(row));
    if (!more) break;
    write_preview_row(context, spec, foresee(context, records.hooks().guarding(), spec, reader, links, row), writer);
  }
  writer.EndArray();
  writer.EndObject();
  return {};
}

}  // namespace probity::records::importing

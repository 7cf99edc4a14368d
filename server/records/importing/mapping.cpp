#include "records/importing/mapping.hpp"

#include "base/text.hpp"
#include "records/importing/propose.hpp"
#include "records/importing/target.hpp"
#include "records/importing/value_format.hpp"

namespace probity::records::importing {
namespace {

constexpr std::size_t kSamples = 20;
/// Looked at for how dates and numbers are written.
constexpr std::size_t kFormatRows = 1'000;
constexpr std::size_t kShownSamples = 5;
constexpr std::size_t kSampleBytes = 200;

/// Whether the columns are called as ours are in a file that the program wrote.
bool names_are_fields(const Context& context, const std::vector<Column>& columns) {
  return std::ranges::all_of(columns, [&](const Column& column) { return parse_target(context, column.name).has_value(); });
}

Result<std::vector<Column>> sample_columns(const Context& context, RowSource& source) {
  std::vector<Column> columns;
  for (const std::string& name : source.detected().columns) columns.push_back({.name = name});
  std::vector<FormatEvidence> evidence(columns.size());
  SourceRow row;
  const bool table = source.detected().format == "csv";
  for (std::size_t rows = 0; rows < (table ? kFormatRows : kSamples); ++rows) {
    PROBITY_ASSIGN(bool more, source.next(row));
    if (!more) break;
    if (row.problem) continue;
    for (std::size_t index = 0; index < row.cells.size() && index < columns.size(); ++index) {
      const std::string_view text = trim(row.cells[index]);
      if (text.empty()) continue;
      if (rows < kSamples) columns[index].samples.emplace_back(first_characters(text, kSampleBytes));
      evidence[index].add(text);
    }
  }
  // The other formats write both in one way alone.
  if (!table) return columns;
  const bool by_program = names_are_fields(context, columns);
  for (std::size_t index = 0; index < columns.size(); ++index) {
    columns[index].dates = evidence[index].dates(context.input->country);
    columns[index].numbers = evidence[index].numbers(context.input->country, by_program);
  }
  return columns;
}

/// The format that the column's own cells call for where it goes now.
void settle_format(const Context& context, Column& column) {
  column.format.clear();
  const auto target = column.target.empty() ? Result<Target>(std::unexpected(Error{})) : parse_target(context, column.target);
  const meta::Field* field = target ? read_as(*target) : nullptr;
  const auto formats = field ? formats_of(*field) : std::vector<std::string_view>();
  for (const std::string* found : {&column.dates, &column.numbers}) {
    if (std::ranges::find(formats, *found) != formats.end()) column.format = *found;
  }
}

Result<> change_format(const Context& context, std::string_view format, Column& column) {
  const auto target = parse_target(context, column.target);
  const meta::Field* field = target ? read_as(*target) : nullptr;
  const auto formats = field ? formats_of(*field) : std::vector<std::string_view>();
  if (column.format.empty() || std::ranges::find(formats, format) == formats.end()) {
    return invalid("bad_format", fmt::format("The column \"{}\" cannot be read as \"{}\".", first_characters(column.name, 100), first_characters(format, 40)), "columns");
  }
  column.format = format;
  return {};
}

Result<> change_column(const Context& context, const JsonValue& wish, Column& column) {
  if (const JsonValue* field = probity::find(wish, "field")) {
    std::string target = field->IsNull() ? std::string() : std::string(view(*field));
    if (!target.empty()) PROBITY_TRY(parse_target(context, target));
    if (target != column.target) {
      column.target = std::move(target);
      settle_format(context, column);
    }
    column.confidence = column.target.empty() ? 0 : 1;
  }
  const JsonValue* format = probity::find(wish, "format");
  return format && format->IsString() ? change_format(context, view(*format), column) : Result<>{};
}

/// {"name","field","format"}, of which one of the latter may be missing.
bool is_column_wish(const JsonValue& wish) {
  const JsonValue* name = probity::find(wish, "name");
  const JsonValue* field = probity::find(wish, "field");
  const JsonValue* format = probity::find(wish, "format");
  const auto fits = [](const JsonValue* value) { return !value || value->IsString() || value->IsNull(); };
  return name && name->IsString() && (field || format) && fits(field) && fits(format);
}

Result<> change_columns(const Context& context, const JsonValue& wishes, Spec& spec) {
  const auto wrong = [] { return invalid("wrong_type", "\"columns\" is a list of {\"name\",\"field\",\"format\"}.", "columns"); };
  if (!wishes.IsArray()) return wrong();
  for (const JsonValue& wish : wishes.GetArray()) {
    if (!is_column_wish(wish)) return wrong();
    const std::string_view name = view(*probity::find(wish, "name"));
    const auto column = std::ranges::find(spec.columns, name, &Column::name);
    if (column == spec.columns.end()) return invalid("unknown_column", fmt::format("The file has no column \"{}\".", first_characters(name, 100)), "columns");
    PROBITY_TRY(change_column(context, wish, *column));
  }
  return {};
}

/// Whether records can be found by the field.
Result<> check_comparable(const Context& context, const std::string& key) {
  const meta::Field* field = context.readable_field(key);
  const bool comparable = field && (field->type->shape() == meta::Shape::keys || field->type->shape() == meta::Shape::text || field->type->shape() == meta::Shape::exact);
  if (!comparable) return invalid("bad_key", "Choose the field by which rows find their records, such as email or reference.", "key");
  return {};
}

Result<> change_key(const Context& context, const JsonValue& wish, Spec& spec) {
  spec.key = wish.IsString() ? std::string(view(wish)) : std::string();
  if (spec.key.empty()) return {};
  return check_comparable(context, spec.key);
}

}  // namespace

Result<std::vector<Column>> propose_columns(const Context& context, RowSource& source) {
  PROBITY_ASSIGN(auto columns, sample_columns(context, source));
  propose_targets(context, columns);
  for (Column& column : columns) {
    settle_format(context, column);
    column.samples.resize(std::min(column.samples.size(), kShownSamples));
  }
  return columns;
}

Result<> change_spec(const Context& context, const JsonValue& wish, Spec& spec) {
  if (!wish.IsObject()) return invalid("wrong_type", "Expected a JSON object.");
  for (const auto& member : wish.GetObject()) {
    const std::string_view name = view(member.name);
    if (name == "columns") {
      PROBITY_TRY(change_columns(context, member.value, spec));
      continue;
    }
    if (name == "key" && (member.value.IsString() || member.value.IsNull())) {
      PROBITY_TRY(change_key(context, member.value, spec));
      continue;
    }
    const auto mode = name == "mode" && member.value.IsString() ? mode_named(view(member.value)) : std::nullopt;
    const bool unmapped = name == "unmapped" && member.value.IsString() && (view(member.value) == "note" || view(member.value) == "leave_out");
    if (!mode && !unmapped) return invalid("bad_import", fmt::format("\"{}\" cannot be set to that.", first_characters(name, 60)), std::string(first_characters(name, 60)));
    if (mode) spec.mode = *mode;
    if (unmapped) spec.unmapped = view(member.value) == "note" ? Unmapped::note : Unmapped::leave_out;
  }
  return {};
}

Result<> check_key(const Context& context, const Spec& spec) {
  if (spec.mode == Mode::create) return {};
  PROBITY_TRY(check_comparable(context, spec.key));
  const bool filled = std::any_of(spec.columns.begin(), spec.columns.end(), [&](const Column& column) { return column.target == spec.key || column.target.starts_with(spec.key + ":"); });
  if (!filled) return invalid("bad_key", fmt::format("No column goes to \"{}\", so no record can be found by it.", spec.key), "key");
  return {};
}

}  // namespace probity::records::importing

#include "records/importing/row_reader.hpp"

#include "base/text.hpp"
#include "records/formats/name_list.hpp"
#include "records/id_list.hpp"
#include "records/importing/failed_rows.hpp"
#include "records/importing/name_parts.hpp"
#include "records/importing/value_format.hpp"

namespace probity::records::importing {
namespace {

using Values = RowReader::Values;

std::string_view cell_at(const SourceRow& row, std::size_t column) {
  return column < row.cells.size() ? trim(row.cells[column]) : std::string_view();
}

std::string address_json(const SourceRow& row, std::span<const std::size_t> columns, std::span<const std::string> parts) {
  std::map<std::string, std::string> joined;
  for (std::size_t index = 0; index < columns.size(); ++index) {
    const std::string_view text = cell_at(row, columns[index]);
    if (text.empty()) continue;
    std::string& part = joined[parts[index]];
    if (!part.empty()) part += ", ";
    part += text;
  }
  if (joined.empty()) return {};
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  for (const auto& [name, text] : joined) {
    key(writer, name);
    put(writer, text);
  }
  writer.EndObject();
  return std::string(text(buffer));
}

void add_note_line(std::string_view name, std::string_view text, Values& values) {
  if (!values.unmapped.empty()) values.unmapped += '\n';
  values.unmapped += fmt::format("{}: {}", name, text);
}

/// One id, or a list of them, as the field takes it.
std::string link_json(const meta::Field& field, const std::vector<Id>& ids) {
  const bool single = field.type->name() == "user" || field.type->name() == "link";
  return single ? fmt::format("\"{}\"", ids.front().text()) : ids_json(ids);
}

/// What a cell names: one record, or several.
std::vector<std::string> names_of(const meta::Field& link, std::string_view text) {
  if (link.type->name() == "links") return formats::names_in(text);
  return text.empty() ? std::vector<std::string>() : std::vector{std::string(text)};
}

/// Several columns, or one with a label, as the list that the API takes.
Result<std::string> labelled_json(const meta::Field& field, const meta::InputContext& input, const SourceRow& row, std::span<const std::size_t> columns, std::span<const std::string> labels) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  bool any = false;
  for (std::size_t index = 0; index < columns.size(); ++index) {
    const std::string_view text = cell_at(row, columns[index]);
    if (text.empty()) continue;
    std::vector<Cell> cells(field.type->columns().size());
    PROBITY_TRY(field.type->read_text(field, text, input, cells));
    PROBITY_ASSIGN(JsonDocument items, parse_json(text_of(cells.front())));
    for (JsonValue& item : items.GetArray()) {
      if (item.IsObject() && !labels[index].empty()) {
        item.RemoveMember("label");
        item.AddMember("label", text_value(labels[index], items.GetAllocator()), items.GetAllocator());
      }
      if (item.IsObject() && any) item.RemoveMember("primary");
      if (item.IsObject() && item.HasMember("typed")) item["value"].Swap(item["typed"]);
      any = true;
      item.Accept(writer);
    }
  }
  writer.EndArray();
  return any ? std::string(probity::text(buffer)) : std::string();
}

std::unexpected<Error> in_field(const meta::Field& field, Error error) {
  error.field = field.name;
  return fail(std::move(error));
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::string_view piece : split(text, ' ')) {
    while (piece.ends_with(',')) piece.remove_suffix(1);
    if (!piece.empty()) words.emplace_back(piece);
  }
  return words;
}

/// "Ada King Lovelace" where the name's own columns say Ada, King and Lovelace: nothing is lost without it.
bool repeats_name(const meta::Entity& entity, const Values& values, std::string_view text) {
  std::vector<std::string> words;
  for (const char* part : {"honorific", "first_name", "middle_name", "last_name", "suffix"}) {
    const meta::Field* field = entity.field(part);
    const auto given = std::find_if(values.values.begin(), values.values.end(), [&](const Values::Value& value) { return field && value.field == field; });
    if (given == values.values.end()) continue;
    for (std::string& word : words_of(given->text)) words.push_back(std::move(word));
  }
  return words.size() > 1 && words == words_of(text);
}

}  // namespace

Result<RowReader> RowReader::make(const Context& context, const Spec& spec) {
  RowReader reader;
  reader.entity_ = context.entity;
  reader.input_ = context.input.get();
  const bool of_failed_rows = are_of_failed_rows(spec.columns);
  for (std::size_t index = 0; index < spec.columns.size(); ++index) {
    const Column& column = spec.columns[index];
    if (column.target.empty()) {
      if (of_failed_rows && index + 2 >= spec.columns.size()) continue;
      reader.unmapped_.emplace_back(index, column.name);
      continue;
    }
    PROBITY_ASSIGN(Target target, parse_target(context, column.target));
    const std::string part = target.kind == Target::Kind::labelled ? target.label : target.part;
    const bool joins = target.field && (target.kind == Target::Kind::address_part || target.field->type->shape() == meta::Shape::keys);
    auto same = std::find_if(reader.sources_.begin(), reader.sources_.end(), [&](const Source& source) { return joins && source.target.field == target.field; });
    if (same == reader.sources_.end()) same = reader.sources_.insert(reader.sources_.end(), Source{std::move(target), column.name, {}, {}, column.format});
    same->columns.push_back(index);
    same->parts.push_back(part);
  }
  reader.join_details();
  return reader;
}

void RowReader::join_details() {
  const auto tells_of = [](const Source& source, const Source& other) {
    return &source != &other && source.target.kind == Target::Kind::link && other.target.kind == Target::Kind::link && source.target.linked_field &&
           other.target.linked_field && source.target.field == other.target.field && source.target.field->type->name() == "link";
  };
  const auto names = [](const Source& source) { return source.target.linked_field == naming_field(*source.target.linked); };
  std::vector<Source> kept;
  for (const Source& source : sources_) {
    const auto main = std::ranges::find_if(kept, [&](const Source& other) { return tells_of(source, other); });
    if (main == kept.end()) {
      kept.push_back(source);
      continue;
    }
    Source detail = source;
    if (names(source) && !names(*main)) {
      detail.details = std::move(main->details);
      std::swap(detail, *main);
    }
    main->details.emplace_back(detail.columns.front(), detail.target.linked_field);
  }
  sources_ = std::move(kept);
}

std::pair<LinkResolver::Details, std::optional<Error>> RowReader::details_of(const Source& source, const SourceRow& row) const {
  LinkResolver::Details details;
  std::optional<Error> problem;
  for (const auto& [column, field] : source.details) {
    const std::string_view text = cell_at(row, column);
    if (text.empty()) continue;
    std::vector<Cell> cells(field->type->columns().size());
    auto read = field->type->read_text(*field, text, *input_, cells);
    if (read) details.emplace_back(field, text);
    if (!read && !problem) problem = Error{.kind = read.error().kind, .code = read.error().code, .message = fmt::format("{}: {}", field->label, read.error().message), .field = source.target.field->name};
  }
  return {std::move(details), std::move(problem)};
}

Result<> RowReader::read_link(const Source& source, const SourceRow& row, LinkResolver* resolver, Values& values) const {
  const meta::Field& field = *source.target.field;
  const std::string_view text = cell_at(row, source.columns.front());
  auto [details, problem] = details_of(source, row);
  if (problem) return fail(std::move(*problem));
  if (text.empty()) {
    for (const auto& [detail, said] : details) add_note_line(fmt::format("{} {}", field.label, lower_ascii(detail->label)), said, values);
  }
  std::vector<Id> ids;
  for (const std::string& name : names_of(field, text)) {
    if (!resolver) {
      values.links.push_back({&source.target, name, details});
      continue;
    }
    PROBITY_ASSIGN(const Id id, resolver->resolve(source.target, name));
    ids.push_back(id);
  }
  if (!ids.empty()) values.values.push_back({&field, link_json(field, ids), true});
  return {};
}

Result<> RowReader::read_source(const Source& source, const SourceRow& row, LinkResolver* resolver, Values& values) const {
  const std::string_view text = cell_at(row, source.columns.front());
  const meta::Field* field = source.target.field;
  switch (source.target.kind) {
    case Target::Kind::full_name:
      for (auto& [part, value] : name_values(*entity_, text)) values.values.push_back({part, std::move(value)});
      return {};
    case Target::Kind::address_part:
      if (std::string json = address_json(row, source.columns, source.parts); !json.empty()) values.values.push_back({field, std::move(json), true});
      return {};
    case Target::Kind::link: return read_link(source, row, resolver, values);
    default: break;
  }
  const bool several = source.columns.size() > 1 || !source.parts.front().empty();
  if (!several) {
    if (text.empty()) return {};
    auto cell = in_format(text, source.format);
    if (!cell) return in_field(*field, std::move(cell).error());
    values.values.push_back({field, std::move(*cell)});
    return {};
  }
  PROBITY_ASSIGN(std::string json, labelled_json(*field, *input_, row, source.columns, source.parts));
  if (!json.empty()) values.values.push_back({field, std::move(json), true});
  return {};
}

void RowReader::want_links(const SourceRow& row, LinkResolver& resolver) const {
  for (const Source& source : sources_) {
    if (source.target.kind != Target::Kind::link) continue;
    for (const std::string& name : names_of(*source.target.field, cell_at(row, source.columns.front()))) resolver.want(source.target, name, details_of(source, row).first);
  }
}

bool RowReader::links_to(const meta::Entity& entity) const {
  return std::ranges::any_of(sources_, [&](const Source& source) { return source.target.kind == Target::Kind::link && source.target.linked == &entity; });
}

/// Several columns may name people for one field.
Result<> RowReader::gather_people(const Source& source, const SourceRow& row, Gathered& people, Values& values) const {
  const std::string_view text = cell_at(row, source.columns.front());
  if (text.empty()) return {};
  People::Found found{.members = {}, .linked = {}, .unknown = {std::string(text)}};
  if (people_) {
    PROBITY_ASSIGN(found, people_->find(source.target, text));
  }
  const auto add = [&](const meta::Field* field, const std::vector<Id>& ids) {
    for (const Id& id : ids) {
      std::vector<Id>& all = people[field];
      if (std::ranges::find(all, id) == all.end()) all.push_back(id);
    }
  };
  add(source.target.users, found.members);
  add(source.target.field, found.linked);
  if (!found.unknown.empty()) add_note_line(source.name, fmt::format("{}", fmt::join(found.unknown, ", ")), values);
  return {};
}

Result<Values> RowReader::read(const SourceRow& row, LinkResolver* resolver) const {
  Values values;
  Gathered people;
  for (const Source& source : sources_) {
    const bool names_people = source.target.kind == Target::Kind::people;
    PROBITY_TRY(names_people ? gather_people(source, row, people, values) : read_source(source, row, resolver, values));
  }
  for (const auto& [field, ids] : people) values.values.push_back({field, link_json(*field, ids), true});
  for (const auto& [column, name] : unmapped_) {
    const std::string_view text = cell_at(row, column);
    if (!text.empty() && !repeats_name(*entity_, values, text)) add_note_line(name, text, values);
  }
  return values;
}

Result<> RowReader::apply(const Context& context, const Values& values, Draft& draft) {
  for (const Values::Value& value : values.values) {
    if (!value.json) {
      PROBITY_TRY(apply_text(context, *value.field, value.text, draft));
      continue;
    }
    PROBITY_ASSIGN(JsonDocument document, parse_json(value.text));
    draft.clear(*value.field);
    auto read = value.field->type->read(*value.field, document, *context.input, draft.cells(*value.field));
    if (!read) return in_field(*value.field, std::move(read).error());
  }
  return {};
}

}  // namespace probity::records::importing

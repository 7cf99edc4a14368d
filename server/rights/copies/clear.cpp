#include "rights/copies/clear.hpp"

#include "meta/fields/text_list.hpp"
#include "records/guarding/fields.hpp"

namespace probity::copies {
namespace {

bool is_user(const meta::Field& field) { return field.type->name() == "user" || field.type->name() == "users"; }
bool is_link(const meta::Field& field) { return field.type->name() == "link" || field.type->name() == "links"; }

void empty(const meta::Field& field, std::vector<Cell>& cells) {
  const auto columns = static_cast<std::ptrdiff_t>(field.type->columns().size());
  std::fill_n(cells.begin() + field.first_column, columns, Cell{});
}

}  // namespace

bool Clearing::names_others(const meta::Field& field, const Id& target) const {
  if (others_.is_theirs(target)) return false;
  const meta::Entity* to = context_.model().find(field.to);
  // Where the link may lead anywhere, it is told of only where it leads to something of the person's.
  return !to || to->subject.kind != meta::Subject::Kind::none;
}

std::optional<std::string_view> Clearing::clear_links(const meta::Field& field, std::vector<Cell>& cells) const {
  const CellRow row(cells);
  std::vector<std::string> left;
  bool dropped = false;
  for (const Id& target : field.type->targets(field, row, field.first_column)) {
    if (is_user(field) ? !others_.is_the_person(target) : names_others(field, target)) {
      dropped = true;
    } else {
      left.push_back(target.text());
    }
  }
  if (!dropped) return std::nullopt;
  if (left.empty() || !meta::has_many(field.type->shape())) {
    empty(field, cells);
    return is_user(field) ? kColleague : kAboutOthers;
  }
  cells[static_cast<std::size_t>(field.first_column)] = meta::text_list_cell(left);
  return is_user(field) ? kColleague : kPartly;
}

void Clearing::mask_strings(JsonValue& value, JsonAllocator& allocator) const {
  if (value.IsString()) {
    const std::string masked = without(view(value), marks_);
    if (masked != view(value)) value = text_value(masked, allocator);
  } else if (value.IsArray()) {
    for (JsonValue& each : value.GetArray()) mask_strings(each, allocator);
  } else if (value.IsObject()) {
    for (auto& member : value.GetObject()) mask_strings(member.value, allocator);
  }
}

std::optional<std::string_view> Clearing::clear_text(const meta::Field& field, std::vector<Cell>& cells) const {
  Cell& value = cells[static_cast<std::size_t>(field.first_column)];
  const std::string before(text_of(value));
  std::string after = before;
  const records::Wording wording = records::wording_of(field);
  if (wording == records::Wording::text || field.type->name() == "url") {
    after = without(before, marks_);
  } else if (wording == records::Wording::parts) {
    auto json = parse_json(before);
    if (!json) return std::nullopt;
    mask_strings(*json, json->GetAllocator());
    after = to_json_text(*json);
    if (after == to_json_text(*parse_json(before))) return std::nullopt;
  }
  if (after == before) return std::nullopt;
  value = after;
  return kPartly;
}

void Clearing::clear(Item& item) const {
  for (const meta::Field& field : item.entity().fields) {
    if (is_null(item.cells[static_cast<std::size_t>(field.first_column)])) continue;
    std::optional<std::string_view> why;
    if (field.is_credential()) {
      empty(field, item.cells);
      why = kSecret;
    } else if (item.is_somebody_else() && std::ranges::find(item.reached.links, &field) == item.reached.links.end()) {
      empty(field, item.cells);
      continue;
    } else if (is_user(field) || is_link(field)) {
      why = clear_links(field, item.cells);
    } else if (!marks_.empty()) {
      why = clear_text(field, item.cells);
    }
    if (why) item.withheld.push_back({&field, *why});
    if (!is_null(item.cells[static_cast<std::size_t>(field.first_column)])) item.shown.push_back(&field);
  }
}

std::string Clearing::cleared(const meta::Field& field, const JsonValue& value) const {
  JsonDocument copy;
  copy.CopyFrom(value, copy.GetAllocator());
  if (!is_link(field) && !is_user(field)) {
    mask_strings(copy, copy.GetAllocator());
    return to_json_text(copy);
  }
  const auto hidden = [&](const JsonValue& id) {
    const auto target = id.IsString() ? Id::parse(view(id)) : std::nullopt;
    return !target || (is_user(field) ? !others_.is_the_person(*target) : names_others(field, *target));
  };
  if (copy.IsString() && hidden(copy)) return "null";
  if (!copy.IsArray()) return to_json_text(copy);
  for (auto each = copy.Begin(); each != copy.End();) each = hidden(*each) ? copy.Erase(each) : each + 1;
  return to_json_text(copy);
}

}  // namespace probity::copies

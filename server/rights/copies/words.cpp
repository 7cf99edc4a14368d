#include "base/text.hpp"
#include "rights/copies/parts.hpp"

namespace probity::copies {
namespace {

std::string label_of_choice(const meta::Field& field, std::string_view value) {
  const auto found = std::ranges::find(field.choices, value, &meta::Choice::value);
  return found == field.choices.end() ? std::string(value) : found->label;
}

std::string name_of_record(const Portrait& portrait, const Id& id) {
  const auto found = std::ranges::find(portrait.items, id, [](const Item& item) { return item.reached.record; });
  if (id == portrait.person) return "you";
  return found == portrait.items.end() ? id.text() : fmt::format("{} \"{}\"", found->entity().label_one, found->title);
}

}  // namespace

std::string relation_in_words(const Item& item) {
  if (item.is_the_person()) return item.reached.binned ? "This is about you; it lies in the bin." : "This is about you.";
  std::string words = item.is_somebody_else()
                          ? "A record about somebody else that names you; only that is shown."
                          : item.reached.concerns_others ? "It concerns you and others; what is theirs was taken out." : "It concerns you.";
  if (item.reached.binned) words += " It lies in the bin.";
  return words;
}

std::string source_of(const Item& item) {
  const std::string_view origin = text_of(item.cells[meta::kOrigin]);
  if (origin.starts_with("import")) return "imported from a file";
  if (origin == "web") return "entered by people who work here";
  if (origin == "api") return "sent by a program that is connected";
  if (origin == "portal" || origin == "form" || origin == "consent") return "said by you";
  if (origin == "sample") return "made up as an example";
  if (origin.empty()) return "not known";
  return fmt::format("made by the program ({})", origin);
}

std::string json_in_words(const Portrait& portrait, std::string_view json) {
  const auto value = parse_json(json);
  if (!value || value->IsNull() || (value->IsArray() && value->Empty())) return "nothing";
  if (value->IsBool()) return value->GetBool() ? "yes" : "no";
  const auto plain = [&](const JsonValue& each) {
    const JsonValue* inner = each.IsObject() ? find(each, each.HasMember("value") ? "value" : "name") : &each;
    if (!inner || !inner->IsString()) return to_json_text(each);
    const auto id = Id::parse(view(*inner));
    return id ? name_of_record(portrait, *id) : std::string(view(*inner));
  };
  if (!value->IsArray()) return plain(*value);
  std::string words;
  for (const JsonValue& each : value->GetArray()) words += (words.empty() ? "" : ", ") + plain(each);
  return words;
}

std::string value_in_words(const Portrait& portrait, const meta::Field& field, const Item& item) {
  const CellRow row(item.cells);
  const std::string_view type = field.type->name();
  if (type == "choice") return label_of_choice(field, row.text(field.first_column));
  if (type == "file") return field.type->display(field, row, field.first_column);
  if (type == "link" || type == "links") {
    std::string names;
    for (const Id& id : field.type->targets(field, row, field.first_column)) names += (names.empty() ? "" : ", ") + name_of_record(portrait, id);
    return names;
  }
  return field.type->text(field, row, field.first_column);
}

}  // namespace probity::copies

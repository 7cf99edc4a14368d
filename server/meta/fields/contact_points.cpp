#include "meta/fields/contact_points.hpp"

#include <rapidjson/reader.h>

#include "base/text.hpp"
#include "meta/fields/text_list.hpp"

namespace probity::meta {
namespace {

constexpr std::size_t kLabelCharacters = 50;

/// Reads our own compact JSON without building a document.
struct StoredPoints : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, StoredPoints> {
  std::vector<ContactPoint> points;
  std::string member;

  bool StartObject() { return points.emplace_back(), true; }
  bool Key(const char* text, rapidjson::SizeType length, bool) { return member.assign(text, length), true; }
  bool String(const char* text, rapidjson::SizeType length, bool) {
    ContactPoint& point = points.back();
    if (member == "value") point.value.assign(text, length);
    if (member == "typed") point.typed.assign(text, length);
    if (member == "extension") point.extension.assign(text, length);
    if (member == "label") point.label.assign(text, length);
    return true;
  }
  bool Bool(bool value) {
    (member == "primary" ? points.back().primary : points.back().valid) = value;
    return true;
  }
};

/// "ext. 5" in parentheses belongs to the number.
bool is_extension(std::string_view text) {
  std::string folded = fold(text);
  std::string_view rest = folded;
  if (rest.starts_with("ext")) rest.remove_prefix(3);
  else if (rest.starts_with("x")) rest.remove_prefix(1);
  else return false;
  return !digits_of(rest).empty() && rest.find_first_not_of(". :0123456789") == rest.npos;
}

Result<std::string_view> text_member(const JsonValue& object, std::string_view name) {
  const JsonValue* member = find(object, name);
  if (!member || member->IsNull()) return std::string_view{};
  if (!member->IsString()) return wrong_type(fmt::format("text as {}", name));
  return view(*member);
}

Result<bool> flag_member(const JsonValue& object, std::string_view name) {
  const JsonValue* member = find(object, name);
  if (!member || member->IsNull()) return false;
  if (!member->IsBool()) return wrong_type(fmt::format("true or false as {}", name));
  return member->GetBool();
}

Result<> refuse_unknown_members(const JsonValue& object, std::span<const std::string_view> members) {
  for (const auto& member : object.GetObject()) {
    if (std::ranges::find(members, view(member.name)) != members.end()) continue;
    return invalid("unknown_member", fmt::format("{} is not known here. Use {}.", in_quotes(view(member.name)),
                                                 fmt::join(members, ", ")));
  }
  return {};
}

Result<ContactPointInput> read_contact_point(const JsonValue& item, std::span<const std::string_view> members) {
  if (item.IsString()) return ContactPointInput{.value = view(item)};
  if (!item.IsObject()) return wrong_type("text, or an object with value, label and primary");
  PROBITY_TRY(refuse_unknown_members(item, members));
  ContactPointInput input;
  PROBITY_ASSIGN(input.value, text_member(item, "value"));
  PROBITY_ASSIGN(input.typed, text_member(item, "typed"));
  PROBITY_ASSIGN(input.extension, text_member(item, "extension"));
  PROBITY_ASSIGN(input.primary, flag_member(item, "primary"));
  PROBITY_ASSIGN(const std::string_view label, text_member(item, "label"));
  PROBITY_ASSIGN(input.label, clean_line(label, kLabelCharacters));
  if (!input.label.empty() && !is_label(input.label)) {
    return invalid("invalid_label", fmt::format("{} cannot be a label. Use a word like work or home, without ( ) , ; or <>.",
                                                in_quotes(input.label)));
  }
  return input;
}

}  // namespace

Result<std::vector<ContactPointInput>> read_contact_points(const JsonValue& value,
                                                           std::span<const std::string_view> members,
                                                           std::size_t limit) {
  std::vector<ContactPointInput> inputs;
  const auto take = [&](const JsonValue& item) -> Result<> {
    PROBITY_ASSIGN(ContactPointInput input, read_contact_point(item, members));
    if (!is_blank(input.value) || !is_blank(input.typed)) inputs.push_back(std::move(input));
    return {};
  };
  if (!value.IsArray()) {
    PROBITY_TRY(take(value));
    return inputs;
  }
  if (value.Size() > limit) return too_many_items(limit);
  for (const JsonValue& item : value.GetArray()) PROBITY_TRY(take(item));
  return inputs;
}

bool is_label(std::string_view text) {
  if (text.empty() || text.find_first_of("(),;<>\n\r") != text.npos || is_extension(text)) return false;
  return std::ranges::any_of(text, [](unsigned char byte) { return byte >= 0x80 || std::isalpha(byte); });
}

std::string_view take_label(std::string_view& text) {
  if (!text.ends_with(')')) return {};
  const std::size_t open = text.rfind('(');
  if (open == text.npos || open == 0) return {};
  const std::string_view label = trim(text.substr(open + 1, text.size() - open - 2));
  if (!is_label(label) || length_in_characters(label) > kLabelCharacters) return {};
  text = trim(text.substr(0, open));
  return label;
}

std::string with_labels(const std::vector<ContactPoint>& points, std::string_view separator,
                        std::string ContactPoint::*shown) {
  std::string line;
  for (const ContactPoint& point : points) {
    if (!line.empty()) line += separator;
    line += point.*shown;
    if (!point.label.empty()) line += " (" + point.label + ")";
  }
  return line;
}

void settle_primary(std::vector<ContactPoint>& points) {
  if (points.empty()) return;
  auto chosen = std::ranges::find(points, true, &ContactPoint::primary);
  if (chosen == points.end()) chosen = points.begin();
  for (ContactPoint& point : points) point.primary = false;
  chosen->primary = true;
  std::rotate(points.begin(), chosen, chosen + 1);
}

std::vector<ContactPoint> contact_points(const Row& row, int column) {
  if (row.null(column)) return {};
  const std::string_view json = row.text(column);
  rapidjson::MemoryStream bytes(json.data(), json.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
  StoredPoints stored;
  rapidjson::Reader().Parse(stream, stored);
  return std::move(stored.points);
}

void write_contact_points(const Row& row, int column, JsonWriter& writer) {
  raw(writer, row.null(column) ? std::string_view("[]") : row.text(column), rapidjson::kArrayType);
}

void write_contact_point_schema(JsonWriter& writer, std::string_view format,
                                const std::function<void(JsonWriter&)>& more) {
  const auto member = [&writer](std::string_view name, std::string_view type) {
    key(writer, name);
    writer.StartObject();
    key(writer, "type");
    put(writer, type);
    writer.EndObject();
  };
  key(writer, "type");
  put(writer, "array");
  key(writer, "items");
  writer.StartObject();
  key(writer, "type");
  put(writer, "object");
  key(writer, "required");
  writer.StartArray();
  put(writer, "value");
  writer.EndArray();
  key(writer, "properties");
  writer.StartObject();
  key(writer, "value");
  writer.StartObject();
  key(writer, "type");
  put(writer, "string");
  if (!format.empty()) {
    key(writer, "format");
    put(writer, format);
  }
  writer.EndObject();
  key(writer, "label");
  writer.StartObject();
  key(writer, "type");
  writer.StartArray();
  put(writer, "string");
  put(writer, "null");
  writer.EndArray();
  writer.EndObject();
  member("primary", "boolean");
  more(writer);
  writer.EndObject();
  writer.EndObject();
}

}  // namespace probity::meta

// A policy written out again: as JSON to keep and to answer with, as YAML to read and edit.
#include "base/json.hpp"
#include "privacy/policy/tree.hpp"

namespace probity::privacy {
namespace {

using Kind = Shape::Kind;

bool is_bare_in_json(const Shape& shape) { return shape.kind == Kind::flag || shape.kind == Kind::integer; }

void write_json(JsonWriter& writer, const Tree& tree, const Shape& shape) {
  static const Shape anything;
  if (tree.is_map()) {
    writer.StartObject();
    for (const TreeMember& member : tree.members) {
      key(writer, member.key);
      const Shape* under = shape.under(member.key);
      write_json(writer, member.value, under ? *under : anything);
    }
    writer.EndObject();
  } else if (tree.is_list()) {
    writer.StartArray();
    for (const Tree& item : tree.items) write_json(writer, item, anything);
    writer.EndArray();
  } else if (tree.is_null()) {
    writer.Null();
  } else if (is_bare_in_json(shape)) {
    raw(writer, tree.scalar, shape.kind == Kind::flag ? rapidjson::kTrueType : rapidjson::kNumberType);
  } else {
    put(writer, tree.scalar);
  }
}

/// Every text quoted as in JSON, which YAML reads alike, but for plain words that cannot be taken for
/// anything else.
std::string yaml_text(std::string_view text) {
  const bool begins_plainly = !text.empty() && std::isalpha(static_cast<unsigned char>(text.front()));
  const bool is_plain = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ._-()/") == text.npos;
  static const std::set<std::string_view> taken{"true", "false", "null", "yes", "no", "on", "off"};
  if (begins_plainly && is_plain && !text.ends_with(' ') && !taken.contains(text)) return std::string(text);
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  put(writer, text);
  return std::string(probity::text(buffer));
}

bool is_short_list(const Tree& tree) {
  return tree.is_list() && std::ranges::all_of(tree.items, [](const Tree& item) { return item.is_scalar(); });
}

std::string flow_of(const Tree& tree) {
  std::string list;
  for (const Tree& item : tree.items) list += (list.empty() ? "" : ", ") + yaml_text(item.scalar);
  return "[" + list + "]";
}

void write_yaml(std::string& out, const Tree& tree, const Shape& shape, const std::string& indent) {
  static const Shape anything;
  for (const TreeMember& member : tree.members) {
    const Shape* under = shape.under(member.key);
    out += fmt::format("{}{}:", indent, yaml_text(member.key));
    const Tree& value = member.value;
    if (value.is_map()) {
      out += value.members.empty() ? " {}\n" : "\n";
      write_yaml(out, value, under ? *under : anything, indent + "  ");
    } else if (is_short_list(value)) {
      out += " " + flow_of(value) + "\n";
    } else if (value.is_list()) {
      out += " " + json_of(value, anything) + "\n";
    } else {
      out += " " + (under && is_bare_in_json(*under) ? value.scalar : yaml_text(value.scalar)) + "\n";
    }
  }
}

}  // namespace

std::string json_of(const Tree& tree, const Shape& shape) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  write_json(writer, tree, shape);
  return std::string(text(buffer));
}

std::string yaml_of(const Tree& tree, const Shape& shape) {
  std::string out;
  write_yaml(out, tree, shape, {});
  return out;
}

}  // namespace probity::privacy

// policies/schema.json tells editors what the loader accepts: the same keys, kinds and values.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/json.hpp"
#include "privacy/policy/shape.hpp"

namespace probity::privacy {
namespace {

using Kind = Shape::Kind;

/// Both sides as the same short lines: "purposes.*.basis: choice consent contract ...".
using Lines = std::set<std::string>;

std::string words(std::set<std::string> values) { return fmt::format("{}", fmt::join(values, " ")); }

void describe(const Shape& shape, const std::string& path, Lines& lines) {
  const std::set<std::string> values(shape.values.begin(), shape.values.end());
  switch (shape.kind) {
    case Kind::text: lines.insert(path + ": text"); break;
    case Kind::integer: lines.insert(path + ": integer"); break;
    case Kind::flag: lines.insert(path + ": flag"); break;
    case Kind::period: lines.insert(path + ": period " + words(values)); break;
    case Kind::date: lines.insert(path + ": date"); break;
    case Kind::choice: lines.insert(path + ": choice " + words(values)); break;
    case Kind::texts: lines.insert(path + ": texts " + words(values)); break;
    case Kind::checks: lines.insert(path + ": checks"); break;
    case Kind::by_name: describe(shape.inner.front(), path + ".*", lines); break;
    case Kind::object:
      for (const ShapeMember& member : shape.members) describe(member.shape, path + "." + std::string(member.name), lines);
  }
}

std::set<std::string> enumerated(const JsonValue& schema) {
  std::set<std::string> values;
  if (const JsonValue* list = find(schema, "enum")) {
    for (const JsonValue& value : list->GetArray()) values.insert(std::string(view(value)));
  }
  return values;
}

class SchemaFile {
 public:
  SchemaFile() {
    std::ifstream stream(std::filesystem::path(PROBITY_SOURCE_DIR) / "policies" / "schema.json");
    auto parsed = parse_json(std::string(std::istreambuf_iterator<char>(stream), {}));
    if (parsed) document_ = std::move(*parsed);
    else ADD_FAILURE() << parsed.error().message;
  }

  Lines lines() {
    Lines lines;
    describe(document_, "", lines);
    return lines;
  }

 private:
  /// The definitions of the schema stand for kinds: {"$ref": "#/$defs/period"}.
  void describe(const JsonValue& schema, const std::string& path, Lines& lines) {
    if (const JsonValue* reference = find(schema, "$ref")) {
      const std::string kind(view(*reference).substr(std::string_view("#/$defs/").size()));
      const bool lists_values = kind == "period" || kind == "texts";
      lines.insert(path + ": " + kind + (lists_values ? " " + words(enumerated(schema)) : ""));
    } else if (const JsonValue* properties = find(schema, "properties")) {
      EXPECT_FALSE(find(schema, "additionalProperties")->GetBool()) << path;
      for (const auto& member : properties->GetObject()) describe(member.value, path + "." + std::string(view(member.name)), lines);
    } else if (const JsonValue* each = find(schema, "additionalProperties")) {
      describe(*each, path + ".*", lines);
    } else if (const JsonValue* either = find(schema, "anyOf")) {
      describe_either(*either, path, lines);
    } else if (const JsonValue* list = find(schema, "items")) {
      lines.insert(path + ": texts " + words(enumerated(*list)));
    } else {
      lines.insert(path + ": choice " + words(enumerated(schema)));
    }
  }

  /// A period or one of some words.
  static void describe_either(const JsonValue& either, const std::string& path, Lines& lines) {
    std::set<std::string> values;
    for (const JsonValue& part : either.GetArray()) values.merge(enumerated(part));
    lines.insert(path + ": period " + words(values));
  }

  JsonDocument document_;
};

TEST(PolicySchema, KnowsTheKeysOfTheLoader) {
  Lines loader;
  describe(policy_shape(), "", loader);
  EXPECT_THAT(SchemaFile().lines(), testing::ContainerEq(loader));
}

}  // namespace
}  // namespace probity::privacy

#include "meta/field_type.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "meta/entity.hpp"
#include "meta/fields/all.hpp"

namespace probity::meta {
namespace {

TEST(FieldTypes, AreKnownByName) {
  EXPECT_EQ(field_type("email"), &email_type());
  EXPECT_EQ(field_type("emial"), nullptr);
  std::set<std::string_view> names;
  for (const FieldType* type : field_types()) EXPECT_TRUE(names.insert(type->name()).second) << type->name();
  EXPECT_EQ(names.size(), 22u);
}

TEST(FieldTypes, AreConsistent) {
  for (const FieldType* type : field_types()) {
    ASSERT_FALSE(type->columns().empty()) << type->name();
    EXPECT_TRUE(type->columns().front().suffix.empty()) << type->name();
    EXPECT_LT(type->comparable_column(), static_cast<int>(type->columns().size())) << type->name();
    const auto options = type->options();
    const bool declares_many = std::ranges::find(options, "many") != options.end();
    EXPECT_EQ(declares_many, has_many(type->shape())) << type->name();
  }
}

TEST(FieldTypes, ShowNothingAsNullOrAnEmptyList) {
  for (const FieldType* type : field_types()) {
    const std::vector<Cell> cells(type->columns().size());
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    type->write(Field{}, CellRow(cells), 0, writer);
    EXPECT_EQ(text(buffer), has_many(type->shape()) ? "[]" : "null") << type->name();
    EXPECT_EQ(type->text(Field{}, CellRow(cells), 0), "") << type->name();
    EXPECT_EQ(type->display(Field{}, CellRow(cells), 0), "") << type->name();
    EXPECT_THAT(type->keys(Field{}, CellRow(cells), 0), testing::IsEmpty()) << type->name();
    EXPECT_THAT(type->targets(Field{}, CellRow(cells), 0), testing::IsEmpty()) << type->name();
    SearchText found;
    type->search(Field{}, CellRow(cells), 0, found);
    EXPECT_EQ(found.words + found.exact, "") << type->name();
  }
}

TEST(FieldTypes, WriteASchemaThatIsJson) {
  for (const FieldType* type : field_types()) {
    Field field;
    field.choices = {{"a", "A", ""}};
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    writer.StartObject();
    type->write_schema(field, writer);
    writer.EndObject();
    EXPECT_TRUE(parse_json(text(buffer))) << type->name() << text(buffer);
  }
}

/// Editors offer what the loader takes.
TEST(FieldTypes, AreThoseOfTheEditorsSchema) {
  std::ifstream file(std::filesystem::path(PROBITY_SOURCE_DIR) / "model" / "schema.json");
  const auto schema = parse_json(std::string(std::istreambuf_iterator<char>(file), {}));
  ASSERT_TRUE(schema);
  const JsonValue& field = (*schema)["$defs"]["field"]["properties"];
  std::set<std::string_view> offered, known, keys;
  for (const JsonValue& name : field["type"]["enum"].GetArray()) offered.insert(view(name));
  for (const FieldType* type : field_types()) known.insert(type->name());
  EXPECT_EQ(offered, known);
  for (const auto& member : field.GetObject()) keys.insert(view(member.name));
  for (const FieldType* type : field_types()) {
    for (const std::string_view option : type->options()) EXPECT_THAT(keys, testing::Contains(option)) << type->name();
  }
}

TEST(Operators, HaveTheNamesOfTheApi) {
  for (const std::string_view name : {"eq", "ne", "lt", "lte", "gt", "gte", "in", "not_in", "contains", "starts_with", "empty", "not_empty"}) {
    const auto op = operator_named(name);
    ASSERT_TRUE(op) << name;
    EXPECT_EQ(name_of(*op), name);
  }
  EXPECT_FALSE(operator_named("like"));
}

TEST(Operators, FitTheShape) {
  using testing::Contains;
  using testing::ElementsAre;
  using testing::Not;
  EXPECT_THAT(operators_of(Shape::text), Contains(Operator::starts_with));
  EXPECT_THAT(operators_of(Shape::ordered), Contains(Operator::less));
  EXPECT_THAT(operators_of(Shape::ordered), Not(Contains(Operator::contains)));
  EXPECT_THAT(operators_of(Shape::exact), Not(Contains(Operator::less)));
  EXPECT_THAT(operators_of(Shape::opaque), ElementsAre(Operator::empty, Operator::not_empty));
}

TEST(SearchText, SeparatesByOneSpace) {
  SearchText found;
  found.add_words("Ada");
  found.add_words("");
  found.add_words("Lovelace");
  EXPECT_EQ(found.words, "Ada Lovelace");
}

}  // namespace
}  // namespace probity::meta

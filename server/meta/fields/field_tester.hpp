#pragma once
// Tests of field types as tables: what goes in, what comes out, what is refused and why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "meta/entity.hpp"

namespace probity::meta {

using Cells = std::vector<Cell>;

/// A field of one type and the place its values are typed in.
struct FieldTester {
  explicit FieldTester(std::string_view type_name) { field.type = field_type(type_name); }

  Field field;
  InputContext context;

  const FieldType& type() const { return *field.type; }

  Result<Cells> read(const JsonValue& value) const {
    Cells cells(type().columns().size());
    PROBITY_TRY(type().read(field, value, context, cells));
    return cells;
  }
  Result<Cells> read_json(std::string_view json) const {
    const auto value = parse_json(json);
    EXPECT_TRUE(value) << json;
    return read(*value);
  }
  Result<Cells> read_text(std::string_view text) const {
    Cells cells(type().columns().size());
    PROBITY_TRY(type().read_text(field, text, context, cells));
    return cells;
  }
  std::string shown(const Cells& cells) const {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    type().write(field, CellRow(cells), 0, writer);
    return std::string(probity::text(buffer));
  }
  std::string text(const Cells& cells) const { return type().text(field, CellRow(cells), 0); }
  std::string display(const Cells& cells) const { return type().display(field, CellRow(cells), 0); }
  std::vector<std::string> keys(const Cells& cells) const { return type().keys(field, CellRow(cells), 0); }
  SearchText search(const Cells& cells) const {
    SearchText found;
    type().search(field, CellRow(cells), 0, found);
    return found;
  }
  Result<Cell> operand(Operator op, std::string_view json) const {
    const auto value = parse_json(json);
    EXPECT_TRUE(value) << json;
    return type().operand(field, op, *value, context);
  }
  std::string schema() const {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    writer.StartObject();
    type().write_schema(field, writer);
    writer.EndObject();
    return std::string(probity::text(buffer));
  }

  /// read(write(x)) is x and read_text(text(x)) is x, in every cell.
  bool survives(const Cells& cells) const {
    const auto again = read_json(shown(cells));
    const auto from_text = read_text(text(cells));
    return again && *again == cells && from_text && *from_text == cells;
  }
};

/// What is read, and how it is shown afterwards.
struct Reads {
  std::string input;
  std::string shown;
};
/// What is refused, with its code and a part of its message.
struct Refuses {
  std::string input;
  std::string code;
  std::string message = {};
};

inline void expect_json(const FieldTester& tester, const std::vector<Reads>& table) {
  for (const auto& [input, shown] : table) {
    const auto cells = tester.read_json(input);
    ASSERT_TRUE(cells) << input << ": " << cells.error().message;
    EXPECT_EQ(tester.shown(*cells), shown) << input;
  }
}
inline void expect_text(const FieldTester& tester, const std::vector<Reads>& table) {
  for (const auto& [input, shown] : table) {
    const auto cells = tester.read_text(input);
    ASSERT_TRUE(cells) << input << ": " << cells.error().message;
    EXPECT_EQ(tester.shown(*cells), shown) << input;
  }
}
inline void expect_refusal(const Result<Cells>& cells, const Refuses& row) {
  ASSERT_FALSE(cells) << row.input;
  EXPECT_EQ(cells.error().kind, ErrorKind::invalid) << row.input;
  EXPECT_EQ(cells.error().code, row.code) << row.input;
  EXPECT_THAT(cells.error().message, testing::HasSubstr(row.message)) << row.input;
  EXPECT_TRUE(is_valid_text(cells.error().message)) << row.input;
}
inline void expect_refused_json(const FieldTester& tester, const std::vector<Refuses>& table) {
  for (const Refuses& row : table) expect_refusal(tester.read_json(row.input), row);
}
inline void expect_refused_text(const FieldTester& tester, const std::vector<Refuses>& table) {
  for (const Refuses& row : table) expect_refusal(tester.read_text(row.input), row);
}

}  // namespace probity::meta

#include "records/formats/csv_writer.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include "records/formats/csv_reader.hpp"

namespace probity::formats {
namespace {

using Table = std::vector<std::vector<std::string>>;

std::string write(const Table& table, const CsvStyle& style) {
  std::string out;
  for (const auto& row : table) append_csv_row(out, std::vector<std::string_view>(row.begin(), row.end()), style);
  return out;
}

Table read(std::string_view text, const CsvChoices& choices) {
  CsvReader reader = CsvReader::open(memory_source(text, 13), choices).value();
  Table table;
  CsvRow row;
  while (reader.next(row).value()) {
    EXPECT_FALSE(row.problem) << row.problem->message;
    table.emplace_back(row.cells.begin(), row.cells.end());
  }
  return table;
}

/// Cells made of what is hard: separators, quotes, breaks, triggers, accents, marks.
rc::Gen<std::string> hard_cell() {
  const auto piece = rc::gen::element<std::string>("a", "5", ",", ";", "\t", "|", "\"", "'", "\n", "\r", "\r\n", " ",
                                                   "=", "+", "-", "@", "é", "東", "💶", "\ufeff", "sep=", "＝", ".");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const std::vector<std::string>& pieces) {
    std::string cell;
    for (const std::string& each : pieces) cell += each;
    return cell;
  });
}

TEST(CsvWriter, FollowsRfc4180) {
  const std::string text = write({{"a", "b c", ""}, {"x,y", "say \"hi\"", "two\nlines"}, {"-5", "=1", "é"}}, {});
  EXPECT_EQ(text, "a,b c,\r\n\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n-5,=1,é\r\n");
}

TEST(CsvWriter, QuotesWhatOtherReadersWouldTrimOrTakeForSomethingElse) {
  EXPECT_EQ(write({{"sep=;"}, {" a", "b ", "'c'", "\ufeffd"}}, {}), "\"sep=;\"\r\n\" a\",\"b \",\"'c'\",\"\ufeffd\"\r\n");
}

TEST(CsvWriter, ShieldsFormulas) {
  const std::string text = write({{"=1+1", "-5", "+4930123", "@x", "-1+1", "'=1"}}, {.formula_shield = true});
  EXPECT_EQ(text, "\"'=1+1\",-5,\"'+4930123\",\"'@x\",\"'-1+1\",\"''=1\"\r\n");
  EXPECT_EQ(read(text, {.has_header = false, .formula_shield = true}),
            (Table{{"=1+1", "-5", "+4930123", "@x", "-1+1", "'=1"}}));
}

TEST(CsvWriter, ARowOfOneEmptyCellIsStillARow) {
  EXPECT_EQ(read(write({{"a"}, {""}, {"b"}}, {}), {.has_header = true}), (Table{{""}, {"b"}}));
}

TEST(CsvWriter, WhatIsWrittenReadsBackExactly) {
  EXPECT_TRUE(rc::check("read(write(table)) == table", [] {
    const auto columns = *rc::gen::inRange<std::size_t>(1, 5);
    const auto rows = *rc::gen::inRange<std::size_t>(1, 6);
    const CsvStyle style{.delimiter = *rc::gen::element(',', ';', '\t', '|'),
                         .formula_shield = *rc::gen::arbitrary<bool>()};
    const auto row = rc::gen::container<std::vector<std::string>>(columns, hard_cell());
    const Table table = *rc::gen::container<Table>(rows, row);
    const std::string text = write({std::vector<std::string>(columns, "header")}, style) + write(table, style);
    RC_ASSERT(read(text, {.delimiter = style.delimiter,
                          .quote = '"',
                          .has_header = true,
                          .formula_shield = style.formula_shield}) == table);
  }));
}

TEST(CsvWriter, OrdinaryTablesAreDetectedAsWritten) {
  EXPECT_TRUE(rc::check("read(write(table)) == table, with everything detected", [] {
    const auto style = CsvStyle{.delimiter = *rc::gen::element(',', ';', '\t', '|'), .formula_shield = true};
    const auto cell = rc::gen::element<std::string>("Müller, Anna", "O'Brien; \"Bob\"", "+49 30 123", "-5", "'=1", "",
                                                    "two\nlines", "a | b", "plain", "'quoted'");
    const auto row = rc::gen::container<std::vector<std::string>>(3, cell);
    const Table table = *rc::gen::container<Table>(4, row);
    const std::string text = write({{"Name", "Phone", "Note"}}, style) + write(table, style);
    RC_ASSERT(read(text, {.formula_shield = true}) == table);
  }));
}

}  // namespace
}  // namespace probity::formats

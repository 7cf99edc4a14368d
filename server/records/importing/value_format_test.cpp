#include "records/importing/value_format.hpp"

#include "records/importing/test_imports.hpp"

namespace probity::records::importing {
namespace {

std::string dates(std::initializer_list<const char*> cells, std::string_view country) {
  FormatEvidence evidence;
  for (const char* cell : cells) evidence.add(cell);
  return std::string(evidence.dates(country));
}
std::string numbers(std::initializer_list<const char*> cells, std::string_view country, bool by_program = false) {
  FormatEvidence evidence;
  for (const char* cell : cells) evidence.add(cell);
  return std::string(evidence.numbers(country, by_program));
}

TEST(ValueFormat, one_cell_that_can_be_read_one_way_decides_for_all) {
  EXPECT_EQ(kDayFirst, dates({"03/04/1980", "13/04/1980"}, "US"));
  EXPECT_EQ(kMonthFirst, dates({"03/04/1980", "04/13/1980 10:00"}, "DE"));
  EXPECT_EQ(kMonthFirst, dates({"03/04/1980"}, "US"));
  EXPECT_EQ(kDayFirst, dates({"03/04/1980", "1980-04-13"}, "DE"));
  EXPECT_EQ(kDayFirst, dates({"03.04.1980"}, "US"));
  EXPECT_EQ(kDayFirst, dates({"13/04/1980", "14/04/1980", "04/15/1980"}, "US")) << "most of them";
  EXPECT_EQ(kDecimalComma, numbers({"1.234", "12,5"}, "US"));
  EXPECT_EQ(kDecimalComma, numbers({"1.234", "1.234,56 €"}, "US"));
  EXPECT_EQ(kDecimalComma, numbers({"1.234.567"}, "US"));
  EXPECT_EQ(kDecimalPoint, numbers({"1,234", "0.125"}, "DE"));
  EXPECT_EQ(kDecimalPoint, numbers({"1.234"}, "US"));
  EXPECT_EQ(kDecimalComma, numbers({"1.234"}, "DE"));
  EXPECT_EQ(kDecimalComma, numbers({"1.234"}, "DE", true)) << "no program of ours writes that";
  EXPECT_EQ(kDecimalPoint, numbers({"12"}, "DE", true));
}

TEST(ValueFormat, cells_are_written_so_that_they_can_be_read_one_way_only) {
  const struct {
    const char* cell;
    std::string_view format;
    const char* written;
  } cases[] = {{"03/04/1980", kDayFirst, "03.04.1980"},      {"03/04/1980", kMonthFirst, "04.03.1980"},  {"4-13-80 2:30 PM", kMonthFirst, "13.04.80 2:30 PM"},
               {"1980-04-03", kMonthFirst, "1980-04-03"},    {"3 Apr 1980", kMonthFirst, "3 Apr 1980"},  {"1.234,56 €", kDecimalComma, "1234.56 €"},
               {"1.234", kDecimalComma, "1234"},             {"1.234", kDecimalPoint, "1.2340"},         {"-12,5", kDecimalComma, "-12.5"},
               {"1 234,5", kDecimalComma, "1 234.5"},        {"1,23,456.5", kDecimalPoint, "123456.5"},  {"(1,234)", kDecimalPoint, "(1234)"},
               {"twelve", kDecimalPoint, "twelve"},          {".5", kDecimalPoint, ".5"},                {"03/04/1980", "", "03/04/1980"}};
  for (const auto& [cell, format, written] : cases) EXPECT_EQ(written, expect_value(in_format(cell, format))) << cell;
  for (const auto& [cell, format] : {std::pair{"04/13/1980", kDayFirst}, {"13/04/1980", kMonthFirst}, {"12,5", kDecimalPoint}, {"1.234,5", kDecimalPoint}, {"12.5", kDecimalComma}}) {
    EXPECT_FALSE(in_format(cell, format)) << cell << " " << format;
  }
}

class ColumnFormatTest : public ImportsTest {
 protected:
  std::string format_of(const Spec& spec, std::string_view name) { return std::ranges::find(spec.columns, name, &Column::name)->format; }
  std::vector<std::string> birthdays() {
    std::vector<std::string> all;
    const JsonDocument list = workspace.list("contact", {.sort = "last_name"});
    for (const JsonValue& record : list["items"].GetArray()) all.push_back(record["birthday"].IsNull() ? "" : std::string(view(record["birthday"])));
    return all;
  }
};

TEST_F(ColumnFormatTest, a_column_is_read_in_one_way_and_a_later_row_that_contradicts_fails) {
  std::string content = "Last Name,Birthday\nA,03/04/1980\nB,04/13/1980\n";
  for (int row = 0; row < 1100; ++row) content += fmt::format("C{:04},1980-01-01\n", row);
  const Spec spec = prepare("contact", file("rows.csv", content + "Z,13/04/1980\n"));
  EXPECT_EQ(kMonthFirst, format_of(spec, "Birthday"));
  EXPECT_EQ("", format_of(spec, "Last Name"));
  const Tally tally = run("contact", spec);
  EXPECT_EQ(1, tally.failed);
  const auto all = birthdays();
  EXPECT_EQ("1980-03-04", all[0]);
  EXPECT_EQ("1980-04-13", all[1]);
  EXPECT_NE(std::string::npos, failed_rows("contact", spec).find("in the form month/day/year"));
}

TEST_F(ColumnFormatTest, can_be_changed_and_follows_the_target) {
  Spec spec = prepare("contact", file("rows.csv", "Last Name,Birthday\nA,03/04/1980\n"));
  EXPECT_EQ(kDayFirst, format_of(spec, "Birthday"));
  spec = change("contact", spec, R"({"columns":[{"name":"Birthday","format":"month/day/year"}]})");
  EXPECT_EQ("1980-03-04", view(preview("contact", spec)["rows"][0]["record"]["birthday"]));
  for (const char* bad : {R"({"columns":[{"name":"Birthday","format":"1,234.56"}]})", R"({"columns":[{"name":"Last Name","format":"day/month/year"}]})", R"({"columns":[{"name":"Birthday"}]})"}) {
    EXPECT_FALSE(imports->change(workspace.at("contact"), spec.id, expect_value(parse_json(bad)))) << bad;
  }
  spec = change("contact", spec, R"({"columns":[{"name":"Birthday","field":"birthday"}]})");
  EXPECT_EQ(kMonthFirst, format_of(spec, "Birthday")) << "the field is the same, so the choice stays";
  spec = change("contact", spec, R"({"columns":[{"name":"Birthday","field":"job_title"}]})");
  EXPECT_EQ("", format_of(spec, "Birthday"));
}

TEST_F(ColumnFormatTest, numbers_are_read_alike) {
  const Spec spec = prepare("product", file("rows.csv", "Name;Price\nA;1.234,56\nB;1.234\nC;12,5\n"));
  EXPECT_EQ(kDecimalComma, format_of(spec, "Price"));
  EXPECT_EQ(3, run("product", spec).created);
  const JsonDocument list = workspace.list("product", {.sort = "name"});
  const double prices[] = {1234.56, 1234, 12.5};
  for (unsigned each = 0; each < 3; ++each) EXPECT_EQ(prices[each], list["items"][each]["unit_price"]["amount"].GetDouble()) << to_json_text(list["items"][each]);
}

}  // namespace
}  // namespace probity::records::importing

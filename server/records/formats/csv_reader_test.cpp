#include "records/formats/csv_reader.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>
#include <sys/resource.h>

namespace probity::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Table = std::vector<std::vector<std::string>>;

constexpr std::size_t kSmallestPiece = 1;

struct ReadRow {
  std::vector<std::string> cells;
  std::string problem;
  Position start;
  Position end;
};

std::vector<ReadRow> rest_of(CsvReader& reader) {
  std::vector<ReadRow> rows;
  CsvRow row;
  while (reader.next(row).value()) {
    rows.push_back({{row.cells.begin(), row.cells.end()},
                    row.problem ? row.problem->code : "",
                    row.start,
                    row.end});
  }
  return rows;
}

struct ReadFile {
  CsvLayout layout;
  std::vector<ReadRow> rows;

  Table table() const {
    Table table;
    for (const ReadRow& row : rows) table.push_back(row.cells);
    return table;
  }
};

ReadFile read(std::string_view text, const CsvChoices& choices = {}, std::size_t piece = 256 * 1024) {
  auto reader = CsvReader::open(memory_source(text, piece), choices);
  EXPECT_TRUE(reader) << (reader ? "" : reader.error().message);
  if (!reader) return {};
  std::vector<ReadRow> rows = rest_of(*reader);
  return {reader->layout(), std::move(rows)};
}

std::string error_code(std::string_view text) {
  const auto reader = CsvReader::open(memory_source(text));
  return reader ? "" : reader.error().code;
}

std::string utf16(std::u16string_view text, bool big_endian, bool mark) {
  std::string bytes;
  const auto append = [&](char16_t unit) {
    const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
  };
  if (mark) append(0xfeff);
  for (const char16_t unit : text) append(unit);
  return bytes;
}

struct Same {
  const char* name;
  std::string text;
};

/// Every dialect of the same small table.
class CsvDialects : public testing::TestWithParam<Same> {};

TEST_P(CsvDialects, ReadAsTheSameTable) {
  for (const std::size_t piece : {kSmallestPiece, std::size_t{7}, std::size_t{1} << 20}) {
    const ReadFile file = read(GetParam().text, {}, piece);
    EXPECT_THAT(file.layout.columns, ElementsAre("Name", "City", "Amount"));
    EXPECT_EQ(file.table(), (Table{{"Müller", "Köln, Süd", "1"}, {"O'Brien", "two\nlines", "2"}})) << piece;
    for (const ReadRow& row : file.rows) EXPECT_EQ(row.problem, "");
  }
}

INSTANTIATE_TEST_SUITE_P(
    Csv, CsvDialects,
    testing::Values(
        Same{"comma", "Name,City,Amount\nMüller,\"Köln, Süd\",1\nO'Brien,\"two\nlines\",2\n"},
        Same{"no_last_line_break", "Name,City,Amount\nMüller,\"Köln, Süd\",1\nO'Brien,\"two\nlines\",2"},
        Same{"crlf", "Name,City,Amount\r\nMüller,\"Köln, Süd\",1\r\nO'Brien,\"two\nlines\",2\r\n"},
        Same{"cr", "Name,City,Amount\rMüller,\"Köln, Süd\",1\rO'Brien,\"two\nlines\",2\r"},
        Same{"semicolon", "Name;City;Amount\nMüller;Köln, Süd;1\nO'Brien;\"two\nlines\";2\n"},
        Same{"tab", "Name\tCity\tAmount\nMüller\tKöln, Süd\t1\nO'Brien\t\"two\nlines\"\t2\n"},
        Same{"pipe", "Name|City|Amount\nMüller|Köln, Süd|1\nO'Brien|\"two\nlines\"|2\n"},
        Same{"single_quotes", "'Name','City','Amount'\n'Müller','Köln, Süd','1'\n'O''Brien','two\nlines','2'\n"},
        Same{"all_quoted",
             "\"Name\",\"City\",\"Amount\"\n\"Müller\",\"Köln, Süd\",\"1\"\n\"O'Brien\",\"two\nlines\",\"2\"\n"},
        Same{"space_before_quotes", "Name, \"City\",Amount\nMüller, \"Köln, Süd\" ,1\nO'Brien,\"two\nlines\",2\n"},
        Same{"blank_lines", "\n\nName,City,Amount\n\nMüller,\"Köln, Süd\",1\n\r\nO'Brien,\"two\nlines\",2\n\n\n"},
        Same{"utf8_mark", "\xef\xbb\xbfName,City,Amount\nMüller,\"Köln, Süd\",1\nO'Brien,\"two\nlines\",2\n"},
        Same{"latin1",
             "Name,City,Amount\nM\xfcller,\"K\xf6ln, S\xfc"
             "d\",1\nO'Brien,\"two\nlines\",2\n"},
        Same{"excel_hint", "sep=;\r\nName;City;Amount\r\nMüller;Köln, Süd;1\r\nO'Brien;\"two\nlines\";2\r\n"},
        Same{"trailing_delimiters", "Name;City;Amount\nMüller;Köln, Süd;1;;\nO'Brien;\"two\nlines\";2;\n"},
        Same{"utf16le", utf16(u"Name,City,Amount\r\nMüller,\"Köln, Süd\",1\r\nO'Brien,\"two\nlines\",2", false, true)},
        Same{"utf16be", utf16(u"Name\tCity\tAmount\nMüller\tKöln, Süd\t1\nO'Brien\t\"two\nlines\"\t2", true, true)},
        Same{"utf16le_without_mark",
             utf16(u"Name,City,Amount\nMüller,\"Köln, Süd\",1\nO'Brien,\"two\nlines\",2", false, false)},
        Same{"utf16be_without_mark",
             utf16(u"Name,City,Amount\nMüller,\"Köln, Süd\",1\nO'Brien,\"two\nlines\",2", true, false)}),
    [](const auto& info) { return info.param.name; });

struct Unreadable {
  const char* name;
  std::string text;
  const char* code;
};

class UnreadableCsv : public testing::TestWithParam<Unreadable> {};

TEST_P(UnreadableCsv, IsAnErrorWithAMessage) {
  const auto reader = CsvReader::open(memory_source(GetParam().text));
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, GetParam().code);
  EXPECT_THAT(reader.error().message, HasSubstr("Nothing was imported"));
}

std::string columns(std::size_t count) {
  std::string header = "c";
  for (std::size_t column = 1; column < count; ++column) header += ",c";
  return header + "\n";
}

INSTANTIATE_TEST_SUITE_P(
    Csv, UnreadableCsv,
    testing::Values(Unreadable{"empty", "", "empty_file"}, Unreadable{"blank", "\n\r\n\n", "empty_file"},
                    Unreadable{"only_a_mark", "\xef\xbb\xbf", "empty_file"},
                    Unreadable{"workbook", "PK\x03\x04 and so on", "binary_file"},
                    Unreadable{"pdf", "%PDF-1.7\n", "binary_file"},
                    Unreadable{"zeros", std::string(1000, '\0'), "binary_file"},
                    Unreadable{"controls", "a,b\n\x01\x02\x03\x04\x05\x06", "binary_file"},
                    Unreadable{"ten_thousand_columns", columns(10'000), "too_many_columns"},
                    Unreadable{"one_column_too_many", columns(kMaximumColumns + 1), "too_many_columns"},
                    Unreadable{"torn_header", "\"a\"b,c\n1,2\n", "unreadable_header"}),
    [](const auto& info) { return info.param.name; });

TEST(CsvReader, TakesAsManyColumnsAsAreAllowed) { EXPECT_EQ(error_code(columns(kMaximumColumns)), ""); }

TEST(CsvReader, TellsAnExcelFileByItsName) {
  EXPECT_THAT(CsvReader::open(memory_source("PK\x03\x04")).error().message, HasSubstr("Excel"));
}

TEST(CsvReader, ReportsRaggedRowsAndGoesOn) {
  const ReadFile file = read("a,b,c\n1,2\n1,2,3,4\n1,2,3\n");
  ASSERT_EQ(file.rows.size(), 3u);
  EXPECT_THAT(file.rows[0].cells, ElementsAre("1", "2", ""));
  EXPECT_EQ(file.rows[1].problem, "row_too_long");
  EXPECT_EQ(file.rows[1].cells.back(), "3,4");
  EXPECT_EQ(file.rows[1].start.line, 3u);
  EXPECT_THAT(file.rows[2].cells, ElementsAre("1", "2", "3"));
}

TEST(CsvReader, RefusesOnlyTheRowWhoseQuotesAreTorn) {
  const ReadFile file = read("a,b\n\"Bob\" Smith,1\nx,\"y\"\"z\"\n\"say \"hi\" now\",2\nlast,3\n");
  ASSERT_EQ(file.rows.size(), 4u);
  EXPECT_EQ(file.rows[0].problem, "malformed_quotes");
  EXPECT_EQ(file.rows[0].cells[0], "Bob\" Smith");
  EXPECT_THAT(file.rows[1].cells, ElementsAre("x", "y\"z"));
  EXPECT_EQ(file.rows[2].problem, "malformed_quotes");
  EXPECT_THAT(file.rows[3].cells, ElementsAre("last", "3"));
}

TEST(CsvReader, QuotesInsideAnUnquotedCellAreText) {
  EXPECT_EQ(read("a,b\n5\" pipe,it's\n").table(), (Table{{"5\" pipe", "it's"}}));
}

TEST(CsvReader, AQuoteNeverClosedCostsOneLine) {
  const ReadFile file = read("a,b\n\"1,2\n3,4\n5,6\n");
  ASSERT_EQ(file.rows.size(), 3u);
  EXPECT_EQ(file.rows[0].problem, "unclosed_quote");
  EXPECT_THAT(file.rows[0].cells, ElementsAre("\"1", "2"));
  EXPECT_THAT(file.rows[1].cells, ElementsAre("3", "4"));
  EXPECT_THAT(file.rows[2].cells, ElementsAre("5", "6"));
  EXPECT_EQ(file.rows[2].start.line, 4u);
}

TEST(CsvReader, AQuoteClosedOnlyByTheNextQuotedRowCostsOneLine) {
  const ReadFile file = read("a,b\n\"1,2\n3,4\n5,6\n7,8\n9,10\n\"x\",y\n");
  ASSERT_EQ(file.rows.size(), 6u);
  EXPECT_EQ(file.rows[0].problem, "unclosed_quote");
  EXPECT_THAT(file.rows[1].cells, ElementsAre("3", "4"));
  EXPECT_THAT(file.rows[5].cells, ElementsAre("x", "y"));
}

TEST(CsvReader, QuotesNeverClosedInALargeFileCostOneLineEach) {
  constexpr std::size_t kRowsBetween = 60'000;
  std::string text = "a,b\n";
  for (int part = 0; part < 3; ++part) {
    text += "\"1,2\n";
    for (std::size_t row = 0; row < kRowsBetween; ++row) text += "some text,other text\n";
  }
  const ReadFile file = read(text);
  ASSERT_EQ(file.rows.size(), 3 * (kRowsBetween + 1));
  for (std::size_t row = 0; row < file.rows.size(); ++row) {
    ASSERT_EQ(file.rows[row].problem, row % (kRowsBetween + 1) == 0 ? "unclosed_quote" : "") << row;
  }
}

TEST(CsvReader, ReadsAnInvalidRowAsAProblemOfThatRow) {
  const ReadFile file = read("a,b\nä,ö\n\xff,1\n" + std::string(1000, 'x') + std::string("\nx\0y,2\nz,3\n", 11));
  ASSERT_EQ(file.rows.size(), 5u);
  EXPECT_EQ(file.layout.encoding, TextEncoding::utf8);
  EXPECT_EQ(file.rows[1].problem, "invalid_text");
  EXPECT_THAT(file.rows[1].cells, ElementsAre("ÿ", "1"));
  EXPECT_EQ(file.rows[3].problem, "invalid_text");
  EXPECT_THAT(file.rows[3].cells, ElementsAre("xy", "2"));
  EXPECT_THAT(file.rows[4].cells, ElementsAre("z", "3"));
}

TEST(CsvReader, DecidesTheEncodingByTheFirstOtherCharacterHoweverLate) {
  std::string ascii = "a,b\n";
  while (ascii.size() < 200'000) ascii += "1,2\n";
  const ReadFile latin1 = read(ascii + "M\xfcller,2\n");
  EXPECT_EQ(latin1.layout.encoding, TextEncoding::windows1252);
  EXPECT_EQ(latin1.rows.back().cells[0], "Müller");
  EXPECT_EQ(latin1.rows.back().cells[0], "Müller");
  const ReadFile utf8 = read(ascii + "Müller,2\n");
  EXPECT_EQ(utf8.layout.encoding, TextEncoding::utf8);
  EXPECT_EQ(utf8.rows.back().cells[0], "Müller");
}

TEST(CsvReader, KnowsTheDashesAndQuotesOfWindows1252) {
  EXPECT_EQ(read("a,b\n\x93Quote\x94 \x96 50 \x80,x\n").table(), (Table{{"“Quote” – 50 €", "x"}}));
}

TEST(CsvReader, AHalfSurrogatePairIsAProblemOfItsRow) {
  const ReadFile file = read(utf16(u"a,b\n1,\xd83d\n2,\U0001f4b6\n", false, true));
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[0].problem, "invalid_text");
  EXPECT_THAT(file.rows[1].cells, ElementsAre("2", "💶"));
}

TEST(CsvReader, ColumnsHaveNamesOfTheirOwn) {
  EXPECT_THAT(read(" Phone ,,Phone,Phone\n").layout.columns,
              ElementsAre("Phone", "Column 2", "Phone (2)", "Phone (3)"));
}

TEST(CsvReader, DataInTheFirstRowMeansNoHeader) {
  for (const char* text :
       {"Maria,maria@example.org\n", "Maria,202-224-3441\n", "Maria,2025-01-03\n", "Maria,https://a.b\n"}) {
    const ReadFile file = read(text);
    EXPECT_FALSE(file.layout.dialect.has_header) << text;
    EXPECT_THAT(file.layout.columns, ElementsAre("Column 1", "Column 2"));
    EXPECT_EQ(file.rows.size(), 1u);
  }
  EXPECT_TRUE(read("Name,2024,2025\nx,1,2\n").layout.dialect.has_header);
}

TEST(CsvReader, ChoicesWinOverDetection) {
  const ReadFile file = read("a;b,c\n1;2,3\n", {.delimiter = ';', .quote = '"', .has_header = false});
  EXPECT_EQ(file.table(), (Table{{"a", "b,c"}, {"1", "2,3"}}));
}

TEST(CsvReader, EuropeanDecimalsAreNoCommas) {
  const ReadFile file = read("Name;Amount\nA;1,50\nB;2,75\n");
  EXPECT_EQ(file.table(), (Table{{"A", "1,50"}, {"B", "2,75"}}));
}

TEST(CsvReader, AnyRowCanBeResumedFrom) {
  const std::u16string text = u"Name,City\r\nMüller,\"Köln\r\nSüd\"\r\n\r\n💶,x\r\nlast,row";
  const std::string files[] = {utf16(text, false, true), utf16(text, true, false),
                               "sep=;\nName;City\nM\xfcller;\"K\xf6ln\nS\xfc"
                               "d\"\n\nx;y\nlast;row",
                               "\xef\xbb\xbfName,City\nMüller,\"Köln\nSüd\"\n\n💶,x\nlast,row"};
  for (const std::string& file : files) {
    const ReadFile whole = read(file);
    ASSERT_EQ(whole.rows.size(), 3u);
    for (std::size_t first = 0; first < whole.rows.size(); ++first) {
      const Position from = whole.rows[first].start;
      CsvReader reader =
          CsvReader::resume(memory_source(std::string_view(file).substr(from.offset)), whole.layout, from);
      const std::vector<ReadRow> rest = rest_of(reader);
      ASSERT_EQ(rest.size(), whole.rows.size() - first);
      EXPECT_EQ(rest[0].cells, whole.rows[first].cells);
      EXPECT_EQ(rest.back().end, whole.rows.back().end);
    }
    EXPECT_EQ(whole.rows.back().end.offset, file.size());
  }
}

TEST(CsvReader, CountsLinesAsEditorsDo) {
  const ReadFile file = read("a,b\r\n1,\"x\r\ny\rz\n\"\r\n\r\n2,3\r\n");
  EXPECT_EQ(file.rows[0].start.line, 2u);
  EXPECT_EQ(file.rows[1].start.line, 7u);
}

/// A file that is never in memory: a header, a cell of 50 MB, a good row.
ByteSource file_with_huge_cell(std::string_view opening) {
  constexpr int kPieces = 50;
  auto piece = std::make_shared<std::string>();
  return [opening, piece, step = 0]() mutable -> Result<std::string_view> {
    if (step > kPieces + 1) return std::string_view{};
    *piece = step == 0 ? "a,b\n" + std::string(opening) : step <= kPieces ? std::string(1'000'000, 'x') : "\"\n1,2\n";
    if (step == kPieces + 1 && opening.empty()) *piece = "\n1,2\n";
    ++step;
    return std::string_view(*piece);
  };
}

/// The address sanitizer holds on to freed memory.
#ifdef __SANITIZE_ADDRESS__
constexpr long kAllowedKib = 256 * 1024;
#else
constexpr long kAllowedKib = 16 * 1024;
#endif

long peak_memory_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST(CsvReader, AHugeCellCostsItsRowAndNoMemory) {
  for (const char* opening : {"", "\""}) {
    const long before = peak_memory_kib();
    CsvReader reader = CsvReader::open(file_with_huge_cell(opening)).value();
    const std::vector<ReadRow> rows = rest_of(reader);
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].problem, "cell_too_large");
    EXPECT_EQ(rows[0].end.offset - rows[0].start.offset, 50'000'000 + 1 + 2 * std::string_view(opening).size());
    EXPECT_THAT(rows[1].cells, ElementsAre("1", "2"));
    EXPECT_LT(peak_memory_kib() - before, kAllowedKib);
  }
}

TEST(CsvReader, ACellJustSmallEnoughIsRead) {
  const ReadFile file =
      read("a,b\n" + std::string(kMaximumCellBytes, 'x') + ",1\n" + std::string(kMaximumCellBytes + 1, 'x') + ",2\n");
  EXPECT_EQ(file.rows[0].cells.at(0).size(), kMaximumCellBytes);
  EXPECT_EQ(file.rows[1].problem, "cell_too_large");
}

TEST(CsvReader, ARowOfManyLargeCellsIsRefused) {
  std::string text = columns(100);
  for (int cell = 0; cell < 100; ++cell) text += std::string(kMaximumCellBytes / 2, 'x') + (cell < 99 ? "," : "\n");
  const ReadFile file = read(text + "1\n");
  EXPECT_EQ(file.rows.at(0).problem, "row_too_large");
  EXPECT_EQ(file.rows.at(1).cells[0], "1");
}

TEST(CsvReader, AnEndlessRowOfDelimitersIsRefused) {
  const ReadFile file = read("a,b\n" + std::string(100'000, ',') + "x\n1,2\n");
  EXPECT_EQ(file.rows.at(0).problem, "row_too_long");
  EXPECT_THAT(file.rows.at(1).cells, ElementsAre("1", "2"));
}

TEST(CsvReader, ErrorsOfTheSourceComeThrough) {
  const std::string first = "a,b\n1,2\n" + std::string(100'000, '\n');
  bool is_first = true;
  CsvReader reader = CsvReader::open([&]() -> Result<std::string_view> {
                       if (std::exchange(is_first, false)) return std::string_view(first);
                       return fail(ErrorKind::unavailable, "file_unreadable", "gone");
                     }).value();
  CsvRow row;
  EXPECT_TRUE(reader.next(row).value());
  EXPECT_EQ(reader.next(row).error().code, "file_unreadable");
  EXPECT_EQ(CsvReader::open(file_source("/no/such/file")).error().code, "file_unreadable");
}

TEST(CsvReader, RandomBytesNeverBreakIt) {
  EXPECT_TRUE(rc::check("any bytes are rows, problems or an error", [] {
    const std::string alphabet = "a1,;\t|\"\"''\n\r \xfc\xc3\xbc=";
    const auto picks = *rc::gen::container<std::vector<std::uint8_t>>(rc::gen::arbitrary<std::uint8_t>());
    const bool wild = *rc::gen::arbitrary<bool>();
    std::string bytes;
    for (const std::uint8_t pick : picks) bytes += wild ? static_cast<char>(pick) : alphabet[pick % alphabet.size()];
    auto reader = CsvReader::open(memory_source(bytes, 1 + picks.size() % 5));
    if (!reader) return;
    CsvRow row;
    std::uint64_t last = reader->position().offset;
    while (reader->next(row).value()) {
      RC_ASSERT(row.problem || row.cells.size() == reader->layout().columns.size());
      RC_ASSERT(row.start.offset >= last);
      RC_ASSERT(row.end.offset > row.start.offset);
      RC_ASSERT(row.end.offset <= bytes.size());
      last = row.end.offset;
    }
  }));
}

}  // namespace
}  // namespace probity::formats

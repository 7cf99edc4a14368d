#pragma once
// CSV of any size and dialect, a row at a time, in memory that does not grow with the file. Accepted:
// delimiters , ; tab |, quotes " or ', LF, CRLF and CR, line breaks and doubled quotes inside quotes, a
// byte order mark, UTF-8, UTF-16, Windows-1252 and Latin-1, Excel's "sep=" line. All of it is detected.
//
// A row that cannot be used carries a problem and reading goes on behind it; only a file that cannot be
// read at all is an error. One thread at a time.
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "records/formats/byte_source.hpp"
#include "records/formats/csv_dialect.hpp"
#include "records/formats/csv_scanner.hpp"
#include "records/formats/staged_text.hpp"

namespace probity::formats {

/// A row is refused beyond this, before more of it is kept in memory.
inline constexpr std::size_t kMaximumRowBytes = 8 * 1024 * 1024;

/// Of a cell of a row that cannot be used.
inline constexpr std::size_t kShownCellBytes = 32 * 1024;

/// All that is needed to go on reading a file in the middle.
struct CsvLayout {
  CsvDialect dialect;
  TextEncoding encoding = TextEncoding::utf8;
  std::vector<std::string> columns;  ///< different from each other; see column_names
  Position first_row;                ///< the first row of data
  double bytes_per_row = 0;          ///< in the first 64 KiB: the file's size divided by it is an estimate
};

struct CsvRow {
  /// One for each column. A shorter row is padded with empty cells; of a longer one, empty cells at the end
  /// are dropped. Where there is a problem, what could be read, to be shown: cells over kShownCellBytes are cut,
  /// and the last one holds what is beyond the columns.
  std::vector<std::string_view> cells;
  std::size_t cells_found = 0;  ///< before padding and dropping
  Position start;  ///< the row's first byte
  Position end;    ///< the next row's; reading can be resumed there
  /// Codes: "row_too_long" (more cells than columns), "cell_too_large" (over kMaximumCellBytes),
  /// "row_too_large", "malformed_quotes", "unclosed_quote", "invalid_text" (no valid UTF-8, or NUL).
  std::optional<Error> problem;
};

class CsvReader {
 public:
  /// Reads the header and detects the rest. Error codes: "binary_file", "empty_file", "too_many_columns"
  /// (over kMaximumColumns), "unreadable_header", and those of the source.
  static Result<CsvReader> open(ByteSource source, const CsvChoices& choices = {});
  /// The same file again; `source` begins at `position`, which is a row's start or end.
  static CsvReader resume(ByteSource source, CsvLayout layout, Position position);

  /// The encoding becomes definite with the first character that is not ASCII.
  const CsvLayout& layout() const { return layout_; }
  /// Where the next row starts.
  Position position() const { return position_; }
  /// False at the end. Whatever `row` views is valid until the next call. Lines with nothing in them are
  /// no rows.
  Result<bool> next(CsvRow& row);

 private:
  /// A row's extent within the pending text.
  struct Extent {
    std::size_t content = 0;
    std::size_t consumed = 0;
    std::uint64_t lines = 0;
    bool is_unclosed = false;
  };

  CsvReader(StagedText text, CsvLayout layout, Position position);
  std::string_view pending() const { return std::string_view(buffer_).substr(begin_); }
  Result<> refill();
  Result<> read_header(const CsvChoices& choices);
  void skip_separator_hint();
  /// Nothing at the end of the file.
  Result<std::optional<Extent>> scan_row();
  bool is_over_limits() const;
  void discard_pending();
  /// A quote that is never closed would swallow the rest of the file: only its own line is given up then.
  /// What follows is scanned again, but only once: between quotes no single quote was seen, and without one
  /// no cell stays open.
  std::optional<Extent> first_line_alone();
  /// What the quotes of this row take in looks like rows of its own.
  bool is_followed_by_rows() const;
  void fill(const Extent& extent, CsvRow& row);
  void fill_cells(std::string_view raw, CsvRow& row);
  /// What can be shown of a row that cannot be used.
  void fill_remains(const Extent& extent, std::string_view raw, CsvRow& row);
  /// Keeps the beginnings of the cells that the scanner has found since, before their text goes.
  void keep_remains(std::string_view text);
  void add_remains(std::string_view content, bool has_doubled_quotes);
  std::string shown(std::string_view bytes) const;
  std::string_view decoded(std::string_view bytes);
  void decide_encoding(std::string_view raw);
  std::optional<Error> problem_of(const Extent& extent, std::string_view raw) const;
  void consume(const Extent& extent, CsvRow& row);

  StagedText text_;
  CsvLayout layout_;
  CsvScanner scanner_;
  Position position_;
  std::string buffer_;
  std::size_t begin_ = 0;  ///< of the next row, within the buffer
  bool at_end_ = false;
  std::uint64_t discarded_ = 0;    ///< bytes of the file that belong to the row and are no longer in the buffer
  std::deque<std::string> owned_;  ///< cells that differ from their bytes in the file
  std::vector<std::string> remains_;  ///< cells of a row over the limits of size, as bytes of the file
  bool last_remains_open_ = false;    ///< its cell goes on
};

}  // namespace probity::formats

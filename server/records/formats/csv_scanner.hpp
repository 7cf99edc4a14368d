#pragma once
// Finds where the cells and rows of CSV text end. It copies nothing and can stop anywhere and go on when
// more text is there.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace probity::formats {

inline constexpr std::size_t kMaximumCellBytes = 1024 * 1024;
inline constexpr std::size_t kMaximumColumns = 2'000;

/// A cell's content, without its quotes, counted from the start of the row.
struct CellSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool has_doubled_quotes = false;
};

class CsvScanner {
 public:
  CsvScanner(char delimiter, char quote) : delimiter_(delimiter), quote_(quote) {}

  void begin_row();
  /// `row` is the text from the row's first byte on, longer with each call. True when the row has ended;
  /// `at_end` says that no more text follows.
  bool scan(std::string_view row, bool at_end);
  /// From here on the row's text so far is not kept: the next call of scan gets what follows it. The cells
  /// found are forgotten, and the first of those found from then on is the rest of the open one.
  void discard();

  /// Bytes consumed of what scan was given, the line break included.
  std::size_t position() const { return position_; }
  /// Where the row's text ends, without its line break.
  std::size_t content_end() const { return content_end_; }
  /// Lines that the row takes up; 0 where nothing but the end of the file was found.
  std::uint64_t lines() const { return lines_; }
  const std::vector<CellSpan>& cells() const { return cells_; }

  /// What is there of the cell that has begun and not ended; empty between cells.
  CellSpan open_cell() const;

  /// A cell, finished or not, is over kMaximumCellBytes.
  bool has_large_cell() const;
  bool has_too_many_cells() const { return too_many_cells_; }
  /// Text stands behind a closing quote.
  bool is_malformed() const { return malformed_; }
  /// Between an opening quote and its closing one.
  bool is_inside_quotes() const { return state_ == State::quoted; }

 private:
  enum class State {
    cell_start,
    leading_space,
    unquoted,
    quoted,
    quote_in_quotes,
    after_quotes,
    carriage_return,
    ended
  };

  void step(std::string_view row);
  void step_at_cell_start(char character);
  void step_in_quotes(std::string_view row);
  void step_after_quotes(char character);
  bool end_at_separator(char character);
  void end_cell(std::size_t end);
  void end_row_at(char line_break);
  void count_line(char line_break);

  char delimiter_;
  char quote_;
  State state_ = State::cell_start;
  std::size_t position_ = 0;
  std::size_t content_end_ = 0;
  std::uint64_t lines_ = 0;
  std::vector<CellSpan> cells_;
  CellSpan cell_;
  bool previous_was_carriage_return_ = false;
  bool large_cell_ = false;
  bool too_many_cells_ = false;
  bool malformed_ = false;
  bool discarding_ = false;
};

}  // namespace probity::formats

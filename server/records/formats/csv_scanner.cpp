#include "records/formats/csv_scanner.hpp"

#include <algorithm>

namespace probity::formats {
namespace {

bool is_line_break(char character) { return character == '\n' || character == '\r'; }

}  // namespace

void CsvScanner::begin_row() {
  const CsvScanner fresh(delimiter_, quote_);
  std::vector<CellSpan> kept = std::move(cells_);
  kept.clear();
  *this = fresh;
  cells_ = std::move(kept);
}

bool CsvScanner::scan(std::string_view row, bool at_end) {
  while (position_ < row.size() && state_ != State::ended) step(row);
  if (state_ == State::ended) return true;
  if (!at_end) return false;
  if (state_ == State::carriage_return) {
    state_ = State::ended;
    return true;
  }
  // The file ends without a line break; what is inside open quotes stays so, for the reader to see.
  content_end_ = position_;
  if (state_ != State::quote_in_quotes && state_ != State::after_quotes) cell_.end = position_;
  end_cell(cell_.end);
  if (position_ > 0 || discarding_) ++lines_;
  if (!is_inside_quotes()) state_ = State::ended;
  return true;
}

void CsvScanner::step(std::string_view row) {
  switch (state_) {
    case State::cell_start:
    case State::leading_space: step_at_cell_start(row[position_]); break;
    case State::unquoted:
      while (position_ < row.size() && row[position_] != delimiter_ && !is_line_break(row[position_])) ++position_;
      if (position_ < row.size()) end_at_separator(row[position_]);
      break;
    case State::quoted: step_in_quotes(row); break;
    case State::quote_in_quotes:
    case State::after_quotes: step_after_quotes(row[position_]); break;
    case State::carriage_return:
      if (row[position_] == '\n') ++position_;
      state_ = State::ended;
      break;
    case State::ended: break;
  }
}

void CsvScanner::step_at_cell_start(char character) {
  if (character == quote_) {
    cell_.begin = ++position_;
    state_ = State::quoted;
  } else if (character == ' ' && delimiter_ != ' ') {
    ++position_;
    state_ = State::leading_space;
  } else if (!end_at_separator(character)) {
    state_ = State::unquoted;
  }
}

void CsvScanner::step_in_quotes(std::string_view row) {
  for (; position_ < row.size(); ++position_) {
    const char character = row[position_];
    if (character == quote_) {
      cell_.end = position_++;
      state_ = State::quote_in_quotes;
      previous_was_carriage_return_ = false;
      return;
    }
    if (is_line_break(character)) count_line(character);
    previous_was_carriage_return_ = character == '\r';
  }
}

void CsvScanner::step_after_quotes(char character) {
  if (character == delimiter_) {
    end_cell(cell_.end);
    ++position_;
  } else if (is_line_break(character)) {
    end_cell(cell_.end);
    end_row_at(character);
  } else if (character == quote_ && state_ == State::quote_in_quotes) {
    cell_.has_doubled_quotes = true;
    ++position_;
    state_ = State::quoted;
  } else if (character == ' ') {
    ++position_;
    state_ = State::after_quotes;
  } else {
    malformed_ = true;
    state_ = State::unquoted;
  }
}

/// Whether the character ends the cell; it is consumed then.
bool CsvScanner::end_at_separator(char character) {
  if (character == delimiter_) {
    end_cell(position_);
    ++position_;
    return true;
  }
  if (!is_line_break(character)) return false;
  end_cell(position_);
  end_row_at(character);
  return true;
}

void CsvScanner::end_cell(std::size_t end) {
  cell_.end = end;
  large_cell_ |= end - cell_.begin > kMaximumCellBytes;
  too_many_cells_ |= cells_.size() >= kMaximumColumns;
  if (!too_many_cells_) cells_.push_back(cell_);
  cell_ = CellSpan{.begin = position_ + 1};
  if (!is_inside_quotes()) state_ = State::cell_start;
}

void CsvScanner::end_row_at(char line_break) {
  content_end_ = position_++;
  ++lines_;
  state_ = line_break == '\r' ? State::carriage_return : State::ended;
}

void CsvScanner::count_line(char line_break) {
  if (line_break == '\r' || !previous_was_carriage_return_) ++lines_;
}

void CsvScanner::discard() {
  large_cell_ = large_cell_ || has_large_cell();
  discarding_ = true;
  position_ = 0;
  cells_.clear();
  cell_ = CellSpan{.has_doubled_quotes = cell_.has_doubled_quotes};
}

CellSpan CsvScanner::open_cell() const {
  const bool has_ended = state_ == State::quote_in_quotes || state_ == State::after_quotes;
  return {.begin = cell_.begin, .end = has_ended ? cell_.end : position_, .has_doubled_quotes = cell_.has_doubled_quotes};
}

bool CsvScanner::has_large_cell() const {
  return large_cell_ || (!discarding_ && position_ > cell_.begin && position_ - cell_.begin > kMaximumCellBytes);
}

}  // namespace probity::formats

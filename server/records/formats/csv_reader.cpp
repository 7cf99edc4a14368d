#include "records/formats/csv_reader.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "records/formats/formula_shield.hpp"

namespace probity::formats {
namespace {

constexpr std::size_t kSample = 64 * 1024;
constexpr int kLinesThatConvince = 3;

std::size_t line_break_length(std::string_view text) { return text.starts_with("\r\n") ? 2 : 1; }

std::string without_nul(std::string_view text) {
  std::string clean(text);
  std::erase(clean, '\0');
  return clean;
}

std::string undoubled(std::string_view content, char quote) {
  std::string value;
  value.reserve(content.size());
  for (std::size_t index = 0; index < content.size(); ++index) {
    value += content[index];
    if (content[index] == quote) ++index;
  }
  return value;
}

Error problem(std::string code, std::string message) {
  return Error{.kind = ErrorKind::invalid, .code = std::move(code), .message = std::move(message)};
}

}  // namespace

CsvReader::CsvReader(StagedText text, CsvLayout layout, Position position)
    : text_(std::move(text)),
      layout_(std::move(layout)),
      scanner_(layout_.dialect.delimiter, layout_.dialect.quote),
      position_(position) {}

Result<CsvReader> CsvReader::open(ByteSource source, const CsvChoices& choices) {
  PROBITY_ASSIGN(StagedText text, StagedText::open(std::move(source)));
  const Position start{.offset = text.byte_order_mark()};
  CsvReader reader(std::move(text), CsvLayout{}, start);
  reader.layout_.encoding = reader.text_.encoding();
  while (reader.buffer_.size() < kSample && !reader.at_end_) PROBITY_TRY(reader.refill());

  CsvChoices known = choices;
  if (const auto hint = separator_hint(reader.pending())) {
    known.delimiter = choices.delimiter.value_or(*hint);
    reader.skip_separator_hint();
  }
  const std::string_view sample = reader.pending().substr(0, kSample);
  const bool whole = reader.at_end_ && sample.size() == reader.pending().size();
  reader.layout_.dialect = detect_dialect(sample, whole, known);
  reader.scanner_ = CsvScanner(reader.layout_.dialect.delimiter, reader.layout_.dialect.quote);
  const std::size_t rows = std::max<std::size_t>(1, count_rows(sample, whole, reader.layout_.dialect));
  reader.layout_.bytes_per_row = static_cast<double>(reader.text_.source_bytes(sample)) / static_cast<double>(rows);
  PROBITY_TRY(reader.read_header(known));
  return reader;
}

CsvReader CsvReader::resume(ByteSource source, CsvLayout layout, Position position) {
  StagedText text = StagedText::resume(std::move(source), layout.encoding);
  return CsvReader(std::move(text), std::move(layout), position);
}

Result<> CsvReader::refill() {
  buffer_.erase(0, begin_);
  begin_ = 0;
  PROBITY_ASSIGN(const bool more, text_.append_to(buffer_));
  at_end_ = !more;
  return {};
}

void CsvReader::skip_separator_hint() {
  const std::size_t content = pending().find_first_of("\r\n");
  const std::size_t length = content + line_break_length(pending().substr(content));
  position_.offset += text_.source_bytes(pending().substr(0, length));
  ++position_.line;
  begin_ += length;
}

Result<> CsvReader::read_header(const CsvChoices& choices) {
  std::optional<Extent> extent;
  CsvRow row;
  do {
    PROBITY_ASSIGN(extent, scan_row());
    if (!extent) return invalid("empty_file", "The file has no rows. Nothing was imported.");
    if (extent->content == 0 && discarded_ == 0) consume(*extent, row);
  } while (extent->content == 0 && discarded_ == 0);

  if (scanner_.has_too_many_cells()) {
    return invalid("too_many_columns", fmt::format("The file has more than {} columns. Nothing was imported; leave "
                                                   "out the columns that are not needed.",
                                                   kMaximumColumns));
  }
  layout_.columns.resize(scanner_.cells().size());
  fill(*extent, row);
  if (row.problem) {
    return invalid("unreadable_header",
                   fmt::format("The first row cannot be read. {} Nothing was imported.", row.problem->message));
  }
  layout_.dialect.has_header = choices.has_header.value_or(looks_like_header(row.cells));
  if (layout_.dialect.has_header) {
    layout_.columns = column_names(row.cells);
    consume(*extent, row);
  } else {
    layout_.columns = column_names(std::vector<std::string_view>(row.cells.size()));
  }
  layout_.first_row = position_;
  return {};
}

Result<bool> CsvReader::next(CsvRow& row) {
  for (;;) {
    PROBITY_ASSIGN(const std::optional<Extent> extent, scan_row());
    if (!extent) return false;
    const bool is_row = extent->content > 0 || discarded_ > 0;
    if (is_row) fill(*extent, row);
    consume(*extent, row);
    if (is_row) return true;
  }
}

Result<std::optional<CsvReader::Extent>> CsvReader::scan_row() {
  scanner_.begin_row();
  discarded_ = 0;
  remains_.clear();
  last_remains_open_ = false;
  while (!scanner_.scan(pending(), at_end_)) {
    if (is_over_limits()) {
      if (scanner_.is_inside_quotes() && is_followed_by_rows()) {
        if (const auto line = first_line_alone()) return line;
      }
      discard_pending();
    }
    PROBITY_TRY(refill());
  }
  if (scanner_.position() == 0 && discarded_ == 0) return std::nullopt;
  const bool is_suspicious = scanner_.has_large_cell() || scanner_.is_malformed();
  if (scanner_.is_inside_quotes() || (is_suspicious && is_followed_by_rows())) {
    if (const auto line = first_line_alone()) return line;
  }
  return Extent{scanner_.content_end(), scanner_.position(), scanner_.lines(), scanner_.is_inside_quotes()};
}

bool CsvReader::is_over_limits() const {
  return discarded_ > 0 || pending().size() > kMaximumRowBytes || scanner_.has_large_cell();
}

void CsvReader::discard_pending() {
  discarded_ += text_.source_bytes(pending());
  keep_remains(pending());
  begin_ = buffer_.size();
  scanner_.discard();
}

std::optional<CsvReader::Extent> CsvReader::first_line_alone() {
  if (discarded_ > 0) return std::nullopt;
  const std::size_t content = pending().find_first_of("\r\n");
  if (content == pending().npos) return std::nullopt;
  return Extent{content, content + line_break_length(pending().substr(content)), 1, true};
}

bool CsvReader::is_followed_by_rows() const {
  if (discarded_ > 0 || layout_.columns.size() < 2) return false;
  const std::string_view row = pending().substr(0, std::min(scanner_.position(), kSample));
  const std::vector<std::string_view> lines = split(row, '\n');
  if (lines.size() < kLinesThatConvince + 2) return false;  // the first is the row's own, the last is cut off
  return std::ranges::all_of(lines.begin() + 1, lines.begin() + 1 + kLinesThatConvince, [this](std::string_view line) {
    return static_cast<std::size_t>(std::ranges::count(line, layout_.dialect.delimiter)) == layout_.columns.size() - 1;
  });
}

void CsvReader::fill(const Extent& extent, CsvRow& row) {
  owned_.clear();
  const std::string_view raw = pending().substr(0, extent.content);
  row.cells.clear();
  row.cells_found = scanner_.cells().size();
  decide_encoding(raw);
  row.problem = problem_of(extent, raw);
  row.problem ? fill_remains(extent, raw, row) : fill_cells(raw, row);
}

void CsvReader::add_remains(std::string_view content, bool has_doubled_quotes) {
  if (!std::exchange(last_remains_open_, false)) remains_.emplace_back();
  std::string& cell = remains_.back();
  content = content.substr(0, kShownCellBytes - std::min(cell.size(), kShownCellBytes));
  cell += has_doubled_quotes ? undoubled(content, layout_.dialect.quote) : std::string(content);
}

void CsvReader::keep_remains(std::string_view text) {
  for (const CellSpan& span : scanner_.cells()) add_remains(text.substr(span.begin, span.end - span.begin), span.has_doubled_quotes);
  const CellSpan open = scanner_.open_cell();
  if (remains_.size() >= kMaximumColumns || open.begin >= open.end) return;
  add_remains(text.substr(open.begin, open.end - open.begin), open.has_doubled_quotes);
  last_remains_open_ = true;
}

std::string CsvReader::shown(std::string_view bytes) const {
  // A character may have been cut in two.
  const bool is_cut = bytes.size() == kShownCellBytes;
  while (is_cut && !bytes.empty() && static_cast<unsigned char>(bytes.back()) >= 0x80) bytes.remove_suffix(1);
  const bool is_windows = layout_.encoding == TextEncoding::windows1252;
  std::string text = is_windows ? windows1252_to_utf8(without_nul(bytes)) : is_valid_text(bytes) ? std::string(bytes) : guessed_to_utf8(without_nul(bytes));
  return layout_.dialect.formula_shield ? std::string(unshield_formula(text)) : text;
}

void CsvReader::fill_remains(const Extent& extent, std::string_view raw, CsvRow& row) {
  if (extent.is_unclosed && discarded_ == 0) {
    for (const std::string_view cell : split(raw, layout_.dialect.delimiter)) add_remains(cell, false);
  } else {
    for (const CellSpan& span : scanner_.cells()) add_remains(raw.substr(span.begin, span.end - span.begin), span.has_doubled_quotes);
  }
  const std::size_t columns = layout_.columns.size();
  for (std::size_t at = columns; at < remains_.size() && remains_[columns - 1].size() < kShownCellBytes; ++at) {
    remains_[columns - 1] += layout_.dialect.delimiter + remains_[at];
  }
  remains_.resize(columns);
  for (const std::string& cell : remains_) row.cells.push_back(owned_.emplace_back(shown(cell)));
}

void CsvReader::fill_cells(std::string_view raw, CsvRow& row) {
  for (const CellSpan& span : scanner_.cells()) {
    std::string_view cell = decoded(raw.substr(span.begin, span.end - span.begin));
    if (span.has_doubled_quotes) cell = owned_.emplace_back(undoubled(cell, layout_.dialect.quote));
    row.cells.push_back(layout_.dialect.formula_shield ? unshield_formula(cell) : cell);
  }
  row.cells.resize(layout_.columns.size());
}

std::string_view CsvReader::decoded(std::string_view bytes) {
  if (layout_.encoding != TextEncoding::windows1252 || is_ascii(bytes)) return bytes;
  return owned_.emplace_back(windows1252_to_utf8(bytes));
}

void CsvReader::decide_encoding(std::string_view raw) {
  if (layout_.encoding != TextEncoding::ascii || is_ascii(raw)) return;
  layout_.encoding = is_valid_text(without_nul(raw)) ? TextEncoding::utf8 : TextEncoding::windows1252;
}

std::optional<Error> CsvReader::problem_of(const Extent& extent, std::string_view raw) const {
  if (extent.is_unclosed) {
    return problem("unclosed_quote", "A quotation mark opens a cell here and is never closed.");
  }
  if (scanner_.has_large_cell()) return problem("cell_too_large", "A cell of this row is larger than 1 MiB; of what failed only its beginning is kept.");
  if (discarded_ > 0) return problem("row_too_large", "This row is larger than 8 MiB; of what failed only the beginnings of its cells are kept.");
  if (scanner_.is_malformed()) {
    return problem("malformed_quotes",
                   "Text follows the closing quotation mark of a cell. Double quotation marks inside a quoted cell.");
  }
  const auto is_filled = [](const CellSpan& cell) { return cell.begin != cell.end; };
  const auto& cells = scanner_.cells();
  const std::size_t columns = layout_.columns.size();
  const auto surplus = cells.begin() + static_cast<std::ptrdiff_t>(std::min(columns, cells.size()));
  if (scanner_.has_too_many_cells() || std::any_of(surplus, cells.end(), is_filled)) {
    return problem("row_too_long", fmt::format("This row has more cells than the {} columns of the file.", columns));
  }
  const bool is_text = layout_.encoding == TextEncoding::windows1252 ? raw.find('\0') == raw.npos : is_valid_text(raw);
  if (!is_text) return problem("invalid_text", "This row holds bytes that stand for no characters.");
  return std::nullopt;
}

void CsvReader::consume(const Extent& extent, CsvRow& row) {
  row.start = position_;
  position_.offset += discarded_ + text_.source_bytes(pending().substr(0, extent.consumed));
  position_.line += extent.lines;
  row.end = position_;
  begin_ += extent.consumed;
}

}  // namespace probity::formats

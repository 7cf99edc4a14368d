#include "records/formats/csv_dialect.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "records/formats/csv_scanner.hpp"

namespace probity::formats {
namespace {

constexpr char kDelimiters[] = {',', ';', '\t', '|'};
constexpr char kQuotes[] = {'"', '\''};

/// What a sample looks like under one delimiter and quote.
struct Shape {
  std::size_t rows = 0;
  std::size_t columns = 0;     ///< cells of the first row
  std::size_t like_first = 0;  ///< rows with as many cells as the first
  std::size_t shorter = 0;
  std::size_t malformed = 0;
  std::size_t cells = 0;
  std::size_t quoted = 0;
  std::size_t leading_space = 0;

  double share(std::size_t of_rows) const { return static_cast<double>(of_rows) / static_cast<double>(rows); }
  /// A comma inside prose is followed by a space, a delimiter hardly ever.
  double share_of_leading_space() const { return static_cast<double>(leading_space) / static_cast<double>(cells); }
  double score() const {
    if (columns < 2) return 0;
    return share(like_first) + share(shorter) / 2 - share(malformed) - share_of_leading_space() / 4;
  }
};

void count_row(std::string_view row, const CsvScanner& scanner, char quote, Shape& shape) {
  const std::size_t cells = scanner.cells().size();
  if (shape.rows++ == 0) shape.columns = cells;
  if (cells == shape.columns) ++shape.like_first;
  if (cells < shape.columns) ++shape.shorter;
  if (scanner.is_malformed() || scanner.is_inside_quotes()) ++shape.malformed;
  shape.cells += cells;
  for (const CellSpan& cell : scanner.cells()) {
    if (cell.begin > 0 && row[cell.begin - 1] == quote) ++shape.quoted;
    if (cell.begin < cell.end && row[cell.begin] == ' ') ++shape.leading_space;
  }
}

Shape measure(std::string_view sample, bool whole, char delimiter, char quote) {
  Shape shape;
  CsvScanner scanner(delimiter, quote);
  while (!sample.empty()) {
    scanner.begin_row();
    const bool ended = scanner.scan(sample, whole);
    if (!ended && shape.rows > 0) break;  // cut off where the sample ends
    if (!ended) scanner.scan(sample, true);
    if (scanner.content_end() > 0) count_row(sample, scanner, quote, shape);
    sample.remove_prefix(scanner.position());
  }
  return shape;
}

bool is_number(std::string_view text) {
  return text.find_first_not_of("0123456789.,+-() /%€$£") == text.npos && text.find_first_of("0123456789") != text.npos;
}

bool is_year(std::string_view text) {
  return text.size() == 4 && (text.starts_with("19") || text.starts_with("20")) && digits_of(text) == text;
}

/// Also dates of any order: digits with separators.
bool looks_like_data(std::string_view cell) {
  const std::string_view text = trim(cell);
  if (text.find('@') != text.npos || text.find("://") != text.npos) return true;
  const bool has_time = text.find(':') != text.npos && digits_of(text).size() >= 8;
  return !is_year(text) && (has_time || is_number(text));
}

}  // namespace

CsvDialect detect_dialect(std::string_view sample, bool whole, const CsvChoices& choices) {
  CsvDialect best{.formula_shield = choices.formula_shield};
  double best_score = 0;
  for (const char quote : kQuotes) {
    for (const char delimiter : kDelimiters) {
      if (choices.quote.value_or(quote) != quote || choices.delimiter.value_or(delimiter) != delimiter) continue;
      const Shape shape = measure(sample, whole, delimiter, quote);
      // An apostrophe is a quote only where it clearly is one: O'Brien has it too.
      const bool is_doubtful = quote == '\'' && !choices.quote && (shape.quoted < 2 || shape.malformed > 0);
      if (shape.rows == 0 || is_doubtful) continue;
      const double bonus = quote == '\'' ? 0.001 : 0;
      if (shape.score() + bonus <= best_score) continue;
      best_score = shape.score() + bonus;
      best.delimiter = delimiter;
      best.quote = quote;
    }
  }
  best.delimiter = choices.delimiter.value_or(best.delimiter);
  best.quote = choices.quote.value_or(best.quote);
  return best;
}

std::optional<char> separator_hint(std::string_view sample) {
  constexpr std::string_view kHint = "sep=";
  if (sample.size() < kHint.size() + 2 || lower_ascii(sample.substr(0, kHint.size())) != kHint) return std::nullopt;
  const char delimiter = sample[kHint.size()];
  const char after = sample[kHint.size() + 1];
  if (std::ranges::find(kDelimiters, delimiter) == std::end(kDelimiters)) return std::nullopt;
  return after == '\r' || after == '\n' ? std::optional(delimiter) : std::nullopt;
}

bool looks_like_header(std::span<const std::string_view> cells) { return std::ranges::none_of(cells, looks_like_data); }

std::vector<std::string> column_names(std::span<const std::string_view> header) {
  std::vector<std::string> names;
  std::set<std::string, std::less<>> taken;
  std::map<std::string, int, std::less<>> copies;
  for (const std::string_view cell : header) {
    std::string base(trim(cell));
    if (base.empty()) base = fmt::format("Column {}", names.size() + 1);
    std::string name = base;
    for (int& copy = copies[base]; taken.contains(name);) name = fmt::format("{} ({})", base, ++copy + 1);
    taken.insert(name);
    names.push_back(std::move(name));
  }
  return names;
}

std::size_t count_rows(std::string_view sample, bool whole, const CsvDialect& dialect) {
  return measure(sample, whole, dialect.delimiter, dialect.quote).rows;
}

}  // namespace probity::formats

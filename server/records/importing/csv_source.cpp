#include <cmath>

#include "records/formats/csv_reader.hpp"
#include "records/importing/sources.hpp"

namespace probity::records::importing {
namespace {

class CsvSource final : public RowSource {
 public:
  CsvSource(formats::CsvReader reader, std::uintmax_t bytes) : reader_(std::move(reader)) {
    const formats::CsvLayout& layout = reader_.layout();
    detected_ = {.format = "csv", .encoding = std::string(formats::name_of(layout.encoding)), .delimiter = std::string(1, layout.dialect.delimiter), .columns = layout.columns};
    if (layout.bytes_per_row > 0) detected_.rows_estimate = rows_in(bytes, layout.bytes_per_row);
  }

  const Detected& detected() const override { return detected_; }

  Result<bool> next(SourceRow& row) override {
    PROBITY_ASSIGN(bool more, reader_.next(row_));
    if (!more) return false;
    row = {.cells = row_.cells, .start = row_.start, .end = row_.end, .problem = row_.problem};
    return true;
  }

 private:
  /// The header is no row. Rounded, because a sum of lengths divided by their mean misses whole numbers by a hair.
  static std::int64_t rows_in(std::uintmax_t bytes, double bytes_per_row) {
    const auto lines = static_cast<std::int64_t>(std::llround(static_cast<double>(bytes) / bytes_per_row));
    return std::max<std::int64_t>(0, lines - 1);
  }

  formats::CsvReader reader_;
  formats::CsvRow row_;
  Detected detected_;
};

}  // namespace

Result<std::unique_ptr<RowSource>> open_csv(const std::filesystem::path& file, std::optional<formats::Position> at) {
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(file, error);
  // Whether cells carry a formula shield cannot be told for sure; ours is exact to take off, and a file
  // without it is not changed by it.
  PROBITY_ASSIGN(auto reader, formats::CsvReader::open(formats::file_source(file), {.formula_shield = true}));
  if (at) reader = formats::CsvReader::resume(formats::file_source(file, at->offset), reader.layout(), *at);
  return std::make_unique<CsvSource>(std::move(reader), bytes);
}

}  // namespace probity::records::importing

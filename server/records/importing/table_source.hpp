#pragma once
// What the sources that are no tables by themselves share: named columns, filled row by row.
#include "records/importing/row_source.hpp"

namespace probity::records::importing {

class TableSource : public RowSource {
 public:
  const Detected& detected() const override { return detected_; }

 protected:
  TableSource(std::string format, std::string encoding, std::vector<std::string> columns, std::int64_t rows_estimate) {
    detected_ = {.format = std::move(format), .encoding = std::move(encoding), .delimiter = {}, .columns = std::move(columns), .rows_estimate = rows_estimate};
  }

  /// Hands out `values_`, which the reader of the format has filled in the order of the columns.
  void present(SourceRow& row, formats::Position start, formats::Position end, std::optional<Error> problem) {
    cells_.assign(values_.begin(), values_.end());
    row = {.cells = cells_, .start = start, .end = end, .problem = std::move(problem)};
  }

  std::vector<std::string> values_;

 private:
  Detected detected_;
  std::vector<std::string_view> cells_;
};

/// How often a line like "BEGIN:VCARD" occurs, case not counting; reads the file once.
std::int64_t count_lines(const std::filesystem::path& file, std::string_view line);

inline std::string joined(const std::vector<std::string>& parts, std::string_view separator) {
  std::string text;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

}  // namespace probity::records::importing

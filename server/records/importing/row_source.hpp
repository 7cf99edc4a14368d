#pragma once
// A file as rows of columns, whatever its format.
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "records/formats/byte_source.hpp"

namespace probity::records::importing {

/// One row; what it views is valid until the next one is read.
struct SourceRow {
  std::vector<std::string_view> cells;  ///< one for each column
  formats::Position start;
  formats::Position end;                ///< reading can be taken up again here
  std::optional<Error> problem;         ///< the row cannot be used; its cells are what could be read of it
};

/// What was found out about a file when it was first opened.
struct Detected {
  std::string format;                   ///< "csv", "vcard", "icalendar"
  std::string encoding;
  std::string delimiter;
  std::vector<std::string> columns;
  std::int64_t rows_estimate = 0;
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  virtual const Detected& detected() const = 0;
  /// False at the end.
  virtual Result<bool> next(SourceRow& row) = 0;
};

/// Opens a file from its beginning, or at the end of a row. `format` may be empty: told from the content.
Result<std::unique_ptr<RowSource>> open_rows(const std::filesystem::path& file, std::string_view format, std::optional<formats::Position> at = {});

}  // namespace probity::records::importing

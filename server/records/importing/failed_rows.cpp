#include "records/importing/failed_rows.hpp"

#include "records/formats/csv_writer.hpp"

namespace probity::records::importing {
namespace {

constexpr std::string_view kRow = "Row";
constexpr std::string_view kReason = "Reason";
constexpr std::size_t kOwnColumns = 2;

/// In words, for the person who mends the row.
std::string reason_of(const Error& error) {
  if (error.fields.empty()) return error.field.empty() ? error.message : fmt::format("{}: {}", error.field, error.message);
  std::string reason;
  for (const FieldError& field : error.fields) {
    if (!reason.empty()) reason += "; ";
    reason += fmt::format("{}: {}", field.field, field.message);
  }
  return reason;
}

}  // namespace

bool are_of_failed_rows(const std::vector<Column>& columns) {
  return columns.size() > kOwnColumns && columns[columns.size() - 2].name == kRow && columns.back().name == kReason;
}

FailedRows::FailedRows(const Spec& spec, std::filesystem::path path)
    : path_(std::move(path)), delimiter_(spec.detected.delimiter.empty() ? ',' : spec.detected.delimiter.front()) {
  for (const Column& column : spec.columns) columns_.push_back(column.name);
  if (are_of_failed_rows(spec.columns)) columns_.resize(columns_.size() - kOwnColumns);
}

void FailedRows::cut_to(std::uint64_t bytes) {
  std::filesystem::create_directories(path_.parent_path());
  if (std::filesystem::exists(path_)) std::filesystem::resize_file(path_, bytes);
}

/// The shield is what an import takes off again.
void FailedRows::write_row(const std::vector<std::string>& cells, std::string_view line, std::string_view reason) {
  std::vector<std::string_view> row(cells.begin(), cells.end());
  row.resize(columns_.size());
  row.insert(row.end(), {line, reason});
  std::string text;
  formats::append_csv_row(text, row, {.delimiter = delimiter_, .formula_shield = true});
  stream_ << text;
}

Result<std::uint64_t> FailedRows::add(const std::vector<std::string>& cells, std::uint64_t line, const Error& error, const Covered& covered) {
  if (!stream_.is_open()) {
    stream_.open(path_, std::ios::binary | std::ios::app);
    std::filesystem::permissions(path_, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    if (std::filesystem::file_size(path_) == 0) write_row(columns_, kRow, kReason);
  }
  write_row(cells, std::to_string(line), covered(reason_of(error)));
  stream_.flush();
  if (!stream_) return fail(ErrorKind::unavailable, "storage_full", "The disk is full. What was imported is kept; free some space and the import goes on.");
  return std::filesystem::file_size(path_);
}

}  // namespace probity::records::importing

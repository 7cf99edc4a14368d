#pragma once
// The formats behind open_rows().
#include "records/importing/row_source.hpp"

namespace probity::records::importing {

Result<std::unique_ptr<RowSource>> open_csv(const std::filesystem::path& file, std::optional<formats::Position> at);
Result<std::unique_ptr<RowSource>> open_vcards(const std::filesystem::path& file, std::optional<formats::Position> at);
Result<std::unique_ptr<RowSource>> open_icalendar(const std::filesystem::path& file, std::optional<formats::Position> at);

}  // namespace probity::records::importing

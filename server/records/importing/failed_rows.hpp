#pragma once
// The file of the rows that could not be imported: written as the source was, with two columns more, which an import
// of that file leaves out by itself. Mended, it can be imported again as it is.
#include <filesystem>
#include <fstream>
#include <functional>

#include "records/importing/spec.hpp"

namespace probity::records::importing {

/// Whether the columns are those of such a file: the last two are its own.
bool are_of_failed_rows(const std::vector<Column>& columns);

class FailedRows {
 public:
  FailedRows(const Spec& spec, std::filesystem::path path);

  /// What was written beyond that length, by a run that was killed, goes away.
  void cut_to(std::uint64_t bytes);
  /// The new length. `covered` gives the reason as it may be kept. Code "storage_full".
  using Covered = std::function<std::string(const std::string&)>;
  Result<std::uint64_t> add(const std::vector<std::string>& cells, std::uint64_t line, const Error& error, const Covered& covered);

 private:
  void write_row(const std::vector<std::string>& cells, std::string_view line, std::string_view reason);
  std::filesystem::path path_;
  std::vector<std::string> columns_;  ///< without those of this file
  char delimiter_;
  std::ofstream stream_;
};

}  // namespace probity::records::importing

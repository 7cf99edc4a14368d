#include "records/importing/row_source.hpp"

#include <fstream>

#include "base/text.hpp"
#include "records/importing/sources.hpp"
#include "records/importing/table_source.hpp"

namespace probity::records::importing {
namespace {

/// The format by the first characters: both card formats say so themselves.
std::string format_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string start(256, '\0');
  stream.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(stream.gcount()));
  const std::string text = lower_ascii(start);
  if (text.find("begin:vcard") != std::string::npos) return "vcard";
  if (text.find("begin:vcalendar") != std::string::npos) return "icalendar";
  return "csv";
}

}  // namespace

std::int64_t count_lines(const std::filesystem::path& file, std::string_view line) {
  std::ifstream stream(file, std::ios::binary);
  std::int64_t count = 0;
  for (std::string text; std::getline(stream, text);) {
    if (lower_ascii(trim(text)) == line) ++count;
  }
  return count;
}

Result<std::unique_ptr<RowSource>> open_rows(const std::filesystem::path& file, std::string_view format, std::optional<formats::Position> at) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    return invalid("no_such_file", fmt::format("There is no file {} that can be read.", file.string()), "file");
  }
  const std::string told = format.empty() ? format_of(file) : std::string(format);
  if (told == "csv") return open_csv(file, at);
  if (told == "vcard") return open_vcards(file, at);
  if (told == "icalendar") return open_icalendar(file, at);
  return invalid("unknown_format", "The format is csv, vcard or icalendar.", "format");
}

}  // namespace probity::records::importing

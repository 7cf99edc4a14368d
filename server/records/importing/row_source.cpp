#include "records/importing/row_source.hpp"

#include <fstream>

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/importing/sources.hpp"
#include "records/importing/table_source.hpp"

namespace probity::records::importing {
namespace {

/// As much as it takes to see what a file is; the whole of a small one.
std::string beginning_of(const std::filesystem::path& file) {
  constexpr std::size_t kLooked = 4096;
  std::ifstream stream(file, std::ios::binary);
  std::string start(kLooked, '\0');
  stream.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(stream.gcount()));
  return start;
}

/// The format by the first characters: both card formats say so themselves.
std::string format_of(std::string_view start) {
  const std::string text = lower_ascii(start.substr(0, 256));
  if (text.find("begin:vcard") != std::string::npos) return "vcard";
  if (text.find("begin:vcalendar") != std::string::npos) return "icalendar";
  return "csv";
}

bool is_json(std::string_view start) {
  if (!start.starts_with('[') && !start.starts_with('{')) return false;
  if (parse_json(start)) return true;
  // Of a longer one only the beginning is here.
  const std::string_view inside = trim(start.substr(1));
  return start.starts_with('[') ? inside.starts_with('{') || inside.starts_with('[') : inside.starts_with('"');
}

bool is_markup(std::string_view start) {
  const std::string text = lower_ascii(start.substr(0, 64));
  constexpr std::string_view kBeginnings[] = {"<!doctype", "<html", "<head", "<body", "<table", "<?xml", "<!--"};
  return std::ranges::any_of(kBeginnings, [&](std::string_view beginning) { return text.starts_with(beginning); });
}

/// What would be read as a table of one odd column otherwise.
Result<> check_table(std::string_view start) {
  constexpr std::string_view kMark = "\xef\xbb\xbf";
  if (start.starts_with(kMark)) start.remove_prefix(kMark.size());
  start = trim(start);
  const bool json = is_json(start);
  if (!json && !is_markup(start)) return {};
  return invalid("not_a_table", fmt::format("This is {}, not a table. Nothing was imported. Save or export it as CSV, vCard or iCalendar and choose that file.",
                                            json ? "a JSON file" : "a web page or an XML file"), "file");
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
  const std::string start = beginning_of(file);
  const std::string told = format.empty() ? format_of(start) : std::string(format);
  if (told == "csv") {
    PROBITY_TRY(check_table(start));
    return open_csv(file, at);
  }
  if (told == "vcard") return open_vcards(file, at);
  if (told == "icalendar") return open_icalendar(file, at);
  return invalid("unknown_format", "The format is csv, vcard or icalendar.", "format");
}

}  // namespace probity::records::importing

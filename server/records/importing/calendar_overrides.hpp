#pragma once
// Entries of a calendar that replace one occurrence of a repeated one: they belong to that entry, which may stand
// before or behind them in the file.
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "records/formats/calendar.hpp"

namespace probity::records::importing {

class CalendarOverrides {
 public:
  /// Reads the file once where it has some, and keeps at most a few ten thousand; the rest stay entries of their own.
  static Result<CalendarOverrides> read(const std::filesystem::path& file);

  /// Whether this entry is told of with another one and makes no record of its own.
  bool holds(const formats::CalendarEntry& entry) const;
  /// What replaces occurrences of this entry.
  const std::vector<formats::CalendarEntry>& of(const formats::CalendarEntry& entry) const;

 private:
  std::map<std::string, std::vector<formats::CalendarEntry>> by_uid_;
};

/// The occurrences left out and replaced, as the field `exceptions` of a meeting takes them; empty for none.
std::string exceptions_json(const formats::CalendarEntry& entry, const std::vector<formats::CalendarEntry>& overrides);

}  // namespace probity::records::importing

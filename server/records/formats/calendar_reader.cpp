#include "records/formats/calendar_reader.hpp"

#include "base/text.hpp"
#include "records/formats/calendar_builder.hpp"
#include "records/formats/calendar_rules.hpp"
#include "records/formats/content_value.hpp"

namespace probity::formats {
namespace {

/// A zone with all its history takes about 10 KB and has about ten rules. Of a larger one, or one with
/// strange rules, only the name is used.
constexpr std::size_t kMaximumZoneBytes = 32 * 1024;
constexpr int kMaximumZoneRules = 20;

/// The component's name, lower case, where the line begins (or ends) one.
std::string component_of(const std::optional<ContentLine>& line, std::string_view marker) {
  return line && line->name == marker ? lower_ascii(trim(line->value)) : std::string{};
}

Error problem(std::string code, std::string message) {
  return Error{.kind = ErrorKind::invalid, .code = std::move(code), .message = std::move(message)};
}

}  // namespace

Result<CalendarReader> CalendarReader::open(ByteSource source, std::string default_zone) {
  PROBITY_ASSIGN(StagedText text, StagedText::open(std::move(source)));
  const Position start{.offset = text.byte_order_mark()};
  return CalendarReader(ContentLineReader(std::move(text), start), std::move(default_zone));
}

Result<bool> CalendarReader::next(CalendarItem& item) {
  item = CalendarItem{};
  for (;;) {
    PROBITY_ASSIGN(const bool more, next_line());
    if (!more) break;
    const std::string component = component_of(line_, "BEGIN");
    is_calendar_ = is_calendar_ || component == "vcalendar";
    if (!is_calendar_) continue;
    if (component == "vevent" || component == "vtodo") {
      PROBITY_TRY(read_item(component == "vevent" ? CalendarKind::event : CalendarKind::task, item));
      return true;
    }
    if (component == "vtimezone") {
      PROBITY_TRY(read_zone());
    } else if (!component.empty() && component != "vcalendar") {
      PROBITY_TRY(skip_component(component));
    } else if (line_ && line_->name == "X-WR-TIMEZONE") {
      zones_.set_default(trim(line_->value));
    }
  }
  if (is_calendar_) return false;
  return invalid("no_calendar", "The file is no calendar. Nothing was imported; choose another file or format.");
}

Result<bool> CalendarReader::next_line() {
  if (std::exchange(line_is_unread_, false)) return true;
  PROBITY_ASSIGN(const bool more, lines_.next(text_));
  if (more) line_ = parse_content_line(text_);
  return more;
}

Result<> CalendarReader::read_item(CalendarKind kind, CalendarItem& item) {
  const std::string own_name = kind == CalendarKind::event ? "vevent" : "vtodo";
  std::vector<ContentLine> lines;
  std::size_t kept = 0;
  bool is_finished = false;
  item.start = lines_.start();
  while (!is_finished) {
    item.end = lines_.position();
    PROBITY_ASSIGN(const bool more, next_line());
    if (!more) break;
    if (!line_) continue;
    const std::string begun = component_of(line_, "BEGIN");
    if (begun == "vevent" || begun == "vtodo" || component_of(line_, "END") == "vcalendar") {
      line_is_unread_ = true;
      break;
    }
    is_finished = component_of(line_, "END") == own_name;
    if (is_attached_file(*line_)) {
      line_->value.clear();
    } else if (lines_.was_cut()) {
      item.problem = problem("property_too_large", "A line of this entry is larger than 1 MiB.");
    }
    kept += line_->name.size() + line_->value.size();
    if (kept > kMaximumEntryBytes) {
      item.problem = problem("entry_too_large", "This entry is larger than 4 MiB.");
    } else if (!is_finished) {
      lines.push_back(std::move(*line_));
    }
  }
  if (is_finished) {
    item.end = lines_.position();
  } else {
    item.problem = problem("unfinished_entry", "This entry has no END line: the file is cut off or damaged here.");
  }
  BuiltEntry built = build_calendar_entry(kind, lines, zones_);
  item.entry = std::move(built.entry);
  if (!item.problem) item.problem = std::move(built.problem);
  return {};
}

Result<> CalendarReader::read_zone() {
  std::string component = "BEGIN:VTIMEZONE\r\n";
  std::string name, location;
  bool is_usable = true;
  int rules = 0;
  for (bool is_finished = false; !is_finished;) {
    PROBITY_ASSIGN(const bool more, next_line());
    if (!more) return {};
    if (!line_) continue;
    is_finished = component_of(line_, "END") == "vtimezone";
    if (line_->name == "TZID") name = trim(line_->value);
    if (line_->name == "X-LIC-LOCATION") location = trim(line_->value);
    const bool is_rule = line_->name == "RRULE";
    is_usable = is_usable && component.size() + text_.size() < kMaximumZoneBytes;
    is_usable =
        is_usable && (!is_rule || (++rules <= kMaximumZoneRules && is_zone_rule(upper_ascii(trim(line_->value)))));
    std::erase(text_, '\0');
    if (is_usable) component += text_ + "\r\n";
  }
  zones_.define(name, location, is_usable ? component : std::string{});
  return {};
}

Result<> CalendarReader::skip_component(const std::string& name) {
  for (;;) {
    PROBITY_ASSIGN(const bool more, next_line());
    if (!more || component_of(line_, "END") == name) return {};
  }
}

}  // namespace probity::formats

#include "records/formats/calendar_builder.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "records/formats/calendar_rules.hpp"
#include "records/formats/content_value.hpp"

namespace probity::formats {
namespace {

constexpr std::string_view kBookkeeping[] = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"};

std::string plain_text(std::string_view escaped) {
  return std::string(trim(with_simple_breaks(unescape_text(escaped))));
}

std::string upper_text(std::string_view text) { return upper_ascii(trim(text)); }

int number_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

CalendarPerson person_of(const ContentLine& line) {
  constexpr std::string_view kNoAddress = "invalid:nomail";
  CalendarPerson person;
  const std::string address = plain_text(decoded_value(line));
  if (address != kNoAddress) person.email = trim(without_scheme(address, "mailto:"));
  person.name = trim(decoded_parameter(line.parameter("CN")));
  person.status = lower_ascii(decoded_parameter(line.parameter("PARTSTAT")));
  person.role = lower_ascii(decoded_parameter(line.parameter("ROLE")));
  return person;
}

/// When an alarm goes off, before it is known what that is counted from.
struct Trigger {
  std::string text;
  bool is_from_end = false;
};

class Builder {
 public:
  Builder(CalendarKind kind, CalendarZones& zones) : zones_(zones) { built_.entry.kind = kind; }

  BuiltEntry build(const std::vector<ContentLine>& lines) {
    int alarm_depth = 0;
    for (const ContentLine& line : lines) {
      if (line.name == "BEGIN") ++alarm_depth;
      else if (line.name == "END") --alarm_depth;
      else if (alarm_depth == 0) add(line);
      else if (line.name == "TRIGGER")
        triggers_.push_back({upper_text(line.value), line.parameter("RELATED") == "END"});
    }
    finish();
    return std::move(built_);
  }

 private:
  void add(const ContentLine& line);
  void add_text(const ContentLine& line);
  bool add_time(const ContentLine& line);
  void add_recurrence(const ContentLine& line);
  void add_exceptions(const ContentLine& line);
  void add_other(const ContentLine& line);
  void finish();
  void apply_duration();
  void apply_trigger(const Trigger& trigger);
  std::optional<CalendarTime> time_of(const ContentLine& line, std::string_view text) {
    return zones_.read(trim(text), line.parameter("TZID"));
  }
  void refuse(std::string code, std::string message) {
    if (built_.problem) return;
    built_.problem = Error{.kind = ErrorKind::invalid, .code = std::move(code), .message = std::move(message)};
  }

  CalendarZones& zones_;
  BuiltEntry built_;
  CalendarEntry& entry_ = built_.entry;
  std::string duration_;
  std::vector<Trigger> triggers_;
};

void Builder::add(const ContentLine& line) {
  const std::string& name = line.name;
  if (std::ranges::find(kBookkeeping, name) != std::end(kBookkeeping) || add_time(line)) return;
  if (name == "DURATION") duration_ = upper_text(line.value);
  else if (name == "RRULE" && entry_.recurrence.empty()) add_recurrence(line);
  else if (name == "EXDATE") add_exceptions(line);
  else if (name == "ORGANIZER") entry_.organizer = person_of(line);
  else if (name == "ATTENDEE") entry_.attendees.push_back(person_of(line));
  else if (name == "PRIORITY") entry_.priority = std::clamp(number_of(trim(line.value)), 0, 9);
  else if (name == "STATUS") entry_.status = lower_ascii(plain_text(decoded_value(line)));
  else if (is_attached_file(line)) ++entry_.binaries;
  else add_text(line);
}

void Builder::add_text(const ContentLine& line) {
  const std::string escaped = decoded_value(line);
  if (line.name == "CATEGORIES") {
    for (const std::string_view part : split_escaped(escaped, ',')) {
      if (std::string category = plain_text(part); !category.empty()) entry_.categories.push_back(std::move(category));
    }
    return;
  }
  std::string* const field = line.name == "UID"           ? &entry_.uid
                             : line.name == "SUMMARY"     ? &entry_.summary
                             : line.name == "DESCRIPTION" ? &entry_.description
                             : line.name == "LOCATION"    ? &entry_.location
                             : line.name == "URL"         ? &entry_.url
                                                          : nullptr;
  if (field && field->empty()) {
    *field = plain_text(escaped);
  } else {
    add_other(line);
  }
}

bool Builder::add_time(const ContentLine& line) {
  std::optional<CalendarTime>* const field = line.name == "DTSTART"                       ? &entry_.start
                                             : line.name == "DTEND" || line.name == "DUE" ? &entry_.end
                                             : line.name == "COMPLETED"                   ? &entry_.completed
                                             : line.name == "RECURRENCE-ID"               ? &entry_.recurrence_id
                                                                                          : nullptr;
  if (!field) return false;
  *field = time_of(line, line.value);
  if (!*field) refuse("invalid_time", fmt::format("Its {} is no date and no time.", line.name));
  return true;
}

void Builder::add_recurrence(const ContentLine& line) {
  entry_.recurrence = upper_text(decoded_value(line));
  if (!is_recurrence_rule(entry_.recurrence)) {
    refuse("invalid_recurrence", "Its rule of recurrence cannot be understood.");
  }
}

void Builder::add_exceptions(const ContentLine& line) {
  for (const std::string_view part : split(line.value, ',')) {
    if (const auto time = time_of(line, part)) {
      entry_.exceptions.push_back(*time);
    } else {
      refuse("invalid_time", "A day left out of its recurrence is no date and no time.");
    }
  }
}

void Builder::add_other(const ContentLine& line) {
  std::string text = plain_text(decoded_value(line));
  if (!text.empty()) entry_.others.push_back({decoded_parameter(line.name), std::move(text)});
}

void Builder::finish() {
  if (entry_.kind == CalendarKind::event && !entry_.start) refuse("missing_start", "It does not say when it starts.");
  apply_duration();
  for (const Trigger& trigger : triggers_) apply_trigger(trigger);
}

void Builder::apply_duration() {
  if (duration_.empty() || entry_.end || !entry_.start) return;
  const auto seconds = parse_duration_seconds(duration_);
  constexpr std::int64_t kLongest = 100ll * 366 * 86'400;
  if (!seconds || *seconds < 0 || *seconds > kLongest) {
    refuse("invalid_time", "Its DURATION is no length of time.");
    return;
  }
  entry_.end = entry_.start;
  entry_.end->day += static_cast<Day>(*seconds / 86'400);
  entry_.end->at += *seconds * kSecond;
  if (entry_.end->is_date) entry_.end->at = 0;
  else entry_.end->day = 0;
}

/// An alarm that cannot be understood is left out; the entry is worth more than it.
void Builder::apply_trigger(const Trigger& trigger) {
  const auto& base = entry_.start ? entry_.start : entry_.end;
  const auto& from = trigger.is_from_end && entry_.end ? entry_.end : base;
  if (!base || !from) return;
  const Timestamp base_at = instant_of(*base, zones_.default_zone());
  if (const auto seconds = parse_duration_seconds(trigger.text)) {
    const Timestamp from_at = instant_of(*from, zones_.default_zone());
    entry_.reminders.push_back((base_at - from_at) / kSecond - *seconds);
  } else if (const auto time = zones_.read(trigger.text, {})) {
    entry_.reminders.push_back((base_at - instant_of(*time, zones_.default_zone())) / kSecond);
  }
}

}  // namespace

bool is_attached_file(const ContentLine& line) { return line.name == "ATTACH" && !line.parameter("ENCODING").empty(); }

BuiltEntry build_calendar_entry(CalendarKind kind, const std::vector<ContentLine>& lines, CalendarZones& zones) {
  return Builder(kind, zones).build(lines);
}

}  // namespace probity::formats

#include "domains/calendar/series.hpp"

#include "base/text.hpp"
#include "records/formats/recurrence.hpp"

namespace probity::calendar {
namespace {

using formats::Recurrence;
using formats::WallSeconds;

constexpr rapidjson::SizeType kMostExceptions = 1000;
constexpr std::size_t kLongestTitle = 300;

WallSeconds wall_clock(Timestamp at, std::string_view time_zone) {
  return parse_timestamp(format_local(at, time_zone) + "Z").value_or(at) / kSecond;
}

Timestamp instant(WallSeconds wall, std::string_view time_zone) {
  return parse_timestamp(format_local(wall * kSecond, "UTC"), time_zone).value_or(wall * kSecond);
}

std::unexpected<Error> bad_exceptions(std::string message) { return invalid("invalid_exceptions", std::move(message), "exceptions"); }

/// How a series walks through time.
class Walk {
 public:
  explicit Walk(const Series& series) : series_(series), first_(wall_clock(series.start, series.time_zone)), fraction_(series.start % kSecond) {
    if (auto rule = Recurrence::parse(series.rrule, series.time_zone)) rule_ = std::move(*rule);
  }

  /// Visits what the rule makes from about `from` on (a little earlier, for what is under way then), but for what was
  /// moved or cancelled. False: not all could be visited.
  bool each(Timestamp from, const std::function<bool(const Occurrence&)>& visit) const {
    if (!rule_) return is_exception(series_.start) || (visit(occurrence(first_)), true);
    const WallSeconds early = wall_clock(std::max(from - length() - kDay, series_.start - kDay), series_.time_zone);
    return rule_->each(first_, early, [&](WallSeconds wall) {
      const Occurrence made = occurrence(wall);
      return is_exception(made.at) || visit(made);
    });
  }
  bool ends() const { return !rule_ || rule_->ends(); }

 private:
  Timestamp length() const { return series_.end - series_.start; }

  Occurrence occurrence(WallSeconds wall) const {
    const Timestamp at = instant(wall, series_.time_zone) + fraction_;
    // Days are counted on the calendar, everything else by the clock (RFC 5545, section 3.8.5.3).
    if (!series_.all_day) return {at, at + length(), at};
    const WallSeconds last = wall_clock(series_.end, series_.time_zone);
    return {at, instant(wall + (last - first_), series_.time_zone), at};
  }

  bool is_exception(Timestamp at) const {
    return std::ranges::any_of(series_.exceptions, [&](const Exception& exception) {
      return series_.all_day ? day_of(exception.at, series_.time_zone) == day_of(at, series_.time_zone) : exception.at / kSecond == at / kSecond;
    });
  }

  const Series& series_;
  WallSeconds first_;
  Timestamp fraction_;
  std::optional<Recurrence> rule_;
};

Result<Timestamp> time_member(const JsonValue& object, const char* name, const Series& series) {
  const JsonValue* value = find(object, name);
  if (!value || !value->IsString()) return bad_exceptions(fmt::format("Each exception needs \"{}\", a time.", name));
  const auto at = parse_timestamp(view(*value), series.time_zone);
  if (!at) return bad_exceptions(fmt::format("\"{}\" of an exception is no time. Write it like 2026-01-31T10:00:00Z.", name));
  return *at;
}

Result<std::string> text_member(const JsonValue& object, const char* name) {
  const JsonValue* value = find(object, name);
  if (!value || value->IsNull()) return std::string();
  if (!value->IsString() || length_in_characters(view(*value)) > kLongestTitle) return bad_exceptions(fmt::format("\"{}\" of an exception is a text of at most {} characters.", name, kLongestTitle));
  return std::string(view(*value));
}

Result<Exception> read_exception(const JsonValue& object, const Series& series) {
  if (!object.IsObject()) return bad_exceptions("Exceptions are a list of objects with \"at\" and \"cancelled\", or \"start\" and \"end\".");
  for (const auto& member : object.GetObject()) {
    constexpr std::string_view kKnown[] = {"at", "cancelled", "start", "end", "title", "location"};
    if (std::ranges::find(kKnown, view(member.name)) == std::end(kKnown)) return bad_exceptions(fmt::format("\"{}\" is unknown in an exception.", first_characters(view(member.name), 40)));
  }
  Exception exception;
  PROBITY_ASSIGN(exception.at, time_member(object, "at", series));
  const JsonValue* cancelled = find(object, "cancelled");
  if (cancelled && !cancelled->IsBool()) return bad_exceptions("\"cancelled\" of an exception is true or false.");
  exception.cancelled = cancelled && cancelled->GetBool();
  if (exception.cancelled) return exception;
  PROBITY_ASSIGN(exception.start, time_member(object, "start", series));
  exception.end = exception.start + (series.end - series.start);
  if (find(object, "end")) {
    PROBITY_ASSIGN(exception.end, time_member(object, "end", series));
  }
  if (exception.end < exception.start) return bad_exceptions("An exception ends before it starts.");
  PROBITY_ASSIGN(exception.title, text_member(object, "title"));
  PROBITY_ASSIGN(exception.location, text_member(object, "location"));
  return exception;
}

}  // namespace

std::optional<Series> series_of(const meta::Entity& meeting, const std::vector<Cell>& cells, std::string_view time_zone) {
  const auto value = [&](std::string_view field) -> const Cell& { return cells[static_cast<std::size_t>(meeting.field(field)->first_column)]; };
  if (is_null(value("start"))) return std::nullopt;
  Series series{.id = id_of(cells[meta::kId]), .start = integer_of(value("start")), .end = integer_of(value("start")), .time_zone = std::string(text_of(value("time_zone"))),
                .all_day = integer_of(value("all_day")) != 0, .rrule = std::string(text_of(value("rrule")))};
  if (!is_null(value("end"))) series.end = std::max(series.start, integer_of(value("end")));
  if (!is_time_zone(series.time_zone)) series.time_zone = is_time_zone(time_zone) ? time_zone : "UTC";
  if (is_null(value("exceptions")) || series.rrule.empty()) return series;
  if (const auto list = parse_json(text_of(value("exceptions")))) {
    if (auto exceptions = read_exceptions(*list, series)) series.exceptions = std::move(*exceptions);
  }
  return series;
}

Result<std::vector<Exception>> read_exceptions(const JsonValue& list, const Series& series) {
  if (!list.IsArray() || list.Size() > kMostExceptions) return bad_exceptions(fmt::format("Exceptions are a list of at most {} objects.", kMostExceptions));
  std::vector<Exception> exceptions;
  for (const JsonValue& object : list.GetArray()) {
    PROBITY_ASSIGN(Exception exception, read_exception(object, series));
    exceptions.push_back(std::move(exception));
  }
  return exceptions;
}

std::string exceptions_json(const std::vector<Exception>& exceptions) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  const auto put_text = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    key(writer, name);
    put(writer, value);
  };
  writer.StartArray();
  for (const Exception& exception : exceptions) {
    writer.StartObject();
    put_text("at", format_timestamp(exception.at));
    if (exception.cancelled) {
      key(writer, "cancelled");
      writer.Bool(true);
    } else {
      put_text("start", format_timestamp(exception.start));
      put_text("end", format_timestamp(exception.end));
      put_text("title", exception.title);
      put_text("location", exception.location);
    }
    writer.EndObject();
  }
  writer.EndArray();
  return std::string(text(buffer));
}

bool overlap(Timestamp start, Timestamp end, Timestamp other_start, Timestamp other_end) {
  // What has no length takes its moment.
  return start < std::max(other_end, other_start + 1) && other_start < std::max(end, start + 1);
}

std::vector<Occurrence> occurrences(const Series& series, Timestamp from, Timestamp to, std::size_t most) {
  std::vector<Occurrence> found;
  for (const Exception& exception : series.exceptions) {
    if (!exception.cancelled && overlap(exception.start, exception.end, from, to)) found.push_back({exception.start, exception.end, exception.at, &exception});
  }
  std::size_t by_rule = 0;
  Walk(series).each(from, [&](const Occurrence& made) {
    if (made.start >= to) return false;
    if (!overlap(made.start, made.end, from, to)) return true;
    found.push_back(made);
    return ++by_rule < most;
  });
  std::ranges::stable_sort(found, {}, &Occurrence::start);
  if (found.size() > most) found.resize(most);
  return found;
}

std::optional<Timestamp> next_start(const Series& series, Timestamp after) {
  std::optional<Timestamp> next;
  const auto consider = [&](Timestamp start) {
    if (start > after && (!next || start < *next)) next = start;
  };
  for (const Exception& exception : series.exceptions) {
    if (!exception.cancelled) consider(exception.start);
  }
  Walk(series).each(after, [&](const Occurrence& made) {
    consider(made.start);
    return made.start <= after;
  });
  return next;
}

bool comes_again(const Series& series) {
  int times = 0;
  Walk(series).each(series.start, [&](const Occurrence&) { return ++times < 2; });
  return times > 1;
}

Timestamp end_of(const Series& series) {
  const Walk walk(series);
  if (!walk.ends()) return kForever;
  Timestamp end = series.end;
  for (const Exception& exception : series.exceptions) end = std::max(end, exception.end);
  const bool complete = walk.each(series.start, [&](const Occurrence& made) {
    end = std::max(end, made.end);
    return true;
  });
  return complete ? end : kForever;
}

}  // namespace probity::calendar

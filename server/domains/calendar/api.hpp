#pragma once
// Time: what is in the calendar, who is booked twice, what to be reminded of, what comes again. Meetings repeat by
// a rule of iCalendar (RFC 5545) in their own zone.
#include <functional>
#include <string>
#include <string_view>

#include "jobs/jobs.hpp"
#include "records/records.hpp"

namespace probity::calendar {

using MemberName = std::function<std::string(const Id&)>;

/// The hooks that model/ names: "calendar.meeting" (rule, zone, exceptions, reminders, the warning of a double booking)
/// and "calendar.task" (reminder, the next one of a repeated task). `hooks` must stay where it is.
void add_hooks(records::Hooks& hooks, MemberName member_name);

/// {"conflicts":[{"id","display","start","end","who":[{"entity","id","display"}]}]}: meetings of the same organiser,
/// colleagues or contacts at the same time as these fields say, for whoever is still typing. `id` among the
/// fields: the meeting that is being changed. Only meetings and people that this access may see.
Result<> write_conflicts(records::Records& records, const privacy::Access& access, const JsonValue& fields, JsonWriter& writer);

/// A range of the calendar, as asked for.
struct Range {
  std::string from;    ///< a day or a time; without an offset that of the workspace
  std::string to;      ///< exclusive; a day: its beginning
  std::string member;  ///< id; empty: everybody's
};
/// {"items":[{"entity","id","display","start","end","all_day",..}],"truncated":bool}: occurrences of meetings, tasks
/// due and calls planned, by time. "bad_range" where it is empty, the wrong way round or longer than 366 days.
Result<> write_calendar(records::Records& records, const privacy::Access& access, const Range& range, JsonWriter& writer);

/// Has notifications written when reminders fall due, as long as it lives. Each is written once, in the same
/// transaction that puts down the next, whatever happens to the program in between.
class Reminders {
 public:
  /// Before Jobs::start(). Both must outlive this.
  Reminders(jobs::Jobs& jobs, records::Records& records);
  ~Reminders();
  Reminders(const Reminders&) = delete;

 private:
  records::Changes& changes_;
  std::uint64_t listener_;
};

}  // namespace probity::calendar

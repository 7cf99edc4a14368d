#include "records/exporting/record_writer.hpp"
#include "records/formats/calendar_writer.hpp"

namespace probity::records::exporting {
namespace {

using formats::CalendarEntry;
using formats::CalendarTime;

class CalendarExport final : public RecordWriter {
 public:
  explicit CalendarExport(const Context& context) : context_(context) {}
  void begin(std::string& out) override { writer_.begin(out); }
  void end(std::string& out) override { writer_.end(out); }

  Result<> append(const Row& row, std::string& out) override {
    CalendarEntry entry;
    const bool task = context_.entity->field("due") != nullptr;
    entry.kind = task ? formats::CalendarKind::task : formats::CalendarKind::event;
    entry.uid = text_of_field(row, "uid");
    if (entry.uid.empty()) entry.uid = row.id(meta::kId).text();
    entry.summary = text_of_field(row, "title");
    entry.description = text_of_field(row, "description");
    entry.location = text_of_field(row, "location");
    entry.recurrence = text_of_field(row, task ? "recurrence" : "rrule");
    entry.start = time_of(row, "start");
    entry.end = time_of(row, task ? "due" : "end");
    entry.completed = time_of(row, "done_at");
    if (text_of_field(row, "state") == "cancelled") entry.status = "cancelled";
    if (task && is_set(row, "done")) entry.status = "completed";
    if (!task && !entry.start) return {};
    writer_.append(out, entry);
    return {};
  }

 private:
  const meta::Field* field_of(const Row& row, std::string_view name) const {
    const meta::Field* field = context_.readable_field(name);
    return field && !row.null(field->first_column) ? field : nullptr;
  }
  std::string text_of_field(const Row& row, std::string_view name) const {
    const meta::Field* field = field_of(row, name);
    return field ? field->type->text(*field, row, field->first_column) : std::string();
  }
  bool is_set(const Row& row, std::string_view name) const {
    const meta::Field* field = field_of(row, name);
    return field && row.integer(field->first_column) != 0;
  }
  std::optional<CalendarTime> time_of(const Row& row, std::string_view name) const {
    const meta::Field* field = field_of(row, name);
    if (!field) return std::nullopt;
    const Timestamp at = row.integer(field->first_column) / kSecond * kSecond;
    const std::string zone = text_of_field(row, "time_zone");
    if (is_set(row, "all_day")) return CalendarTime{.is_date = true, .day = day_of(at, zone.empty() ? context_.input->time_zone : zone)};
    return CalendarTime{.at = at, .time_zone = is_time_zone(zone) ? zone : std::string()};
  }

  const Context& context_;
  formats::CalendarWriter writer_;
};

}  // namespace

std::unique_ptr<RecordWriter> icalendar_writer(const Context& context) { return std::make_unique<CalendarExport>(context); }

}  // namespace probity::records::exporting

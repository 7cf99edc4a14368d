#include "records/exporting/record_writer.hpp"
#include "records/filter.hpp"
#include "records/formats/calendar_writer.hpp"
#include "records/record_json.hpp"

namespace probity::records::exporting {
namespace {

using formats::CalendarEntry;
using formats::CalendarPerson;
using formats::CalendarTime;

constexpr std::size_t kMostKnown = 100'000;

/// Whom records lead to, as calendars name people.
class People {
 public:
  People(Records& records, const Context& context) : records_(records), context_(context) {}

  Result<CalendarPerson> member(const Id& id) {
    if (!members_) {
      PROBITY_ASSIGN(const auto colleagues, records_.colleagues(context_.workspace->slug()));
      members_.emplace();
      for (const Colleague& colleague : colleagues) members_->emplace(id_text(colleague.id), CalendarPerson{.email = colleague.email, .name = colleague.name, .status = {}, .role = {}});
    }
    const auto found = members_->find(id_text(id));
    return found == members_->end() ? CalendarPerson{} : found->second;
  }

  /// Nobody where they may not be seen.
  Result<CalendarPerson> linked(const meta::Field& link, const Id& id) {
    if (const auto known = linked_.find(id); known != linked_.end()) return known->second;
    CalendarPerson person;
    const auto at = linked_context(context_, link);
    if (!at) return person;
    PROBITY_TRY(at->database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_TRY(reader.one(at->tables->all, "_id", cell(id), [&](const Row& row) {
        if (at->sees(row) && row.null(meta::kDeletedAt)) person = {.email = email_of(*at, row), .name = display_of(*at, row), .status = {}, .role = {}};
        return false;
      }));
      return {};
    }));
    if (linked_.size() >= kMostKnown) linked_.clear();
    return linked_.emplace(id, std::move(person)).first->second;
  }

 private:
  static std::string id_text(const Id& id) { return std::string(id.raw()); }
  static std::string email_of(const Context& at, const Row& row) {
    for (const meta::Field& field : at.entity->fields) {
      if (field.type->name() == "email" && at.readable_field(field.name) && at.shows(field, row) && !row.null(field.first_column)) return field.type->display(field, row, field.first_column);
    }
    return {};
  }
  Records& records_;
  const Context& context_;
  std::optional<std::map<std::string, CalendarPerson>> members_;
  std::map<Id, CalendarPerson> linked_;
};

class CalendarExport final : public RecordWriter {
 public:
  CalendarExport(Records& records, const Context& context) : context_(context), people_(records, context) {}
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
    entry.url = text_of_field(row, "video_url");
    entry.recurrence = text_of_field(row, task ? "recurrence" : "rrule");
    entry.start = time_of(row, "start");
    entry.end = time_of(row, task ? "due" : "end");
    entry.completed = time_of(row, "done_at");
    const meta::Field* state = field_of(row, "state");
    if (state && row.text(state->first_column) == "cancelled") entry.status = "cancelled";
    if (task && is_set(row, "done")) entry.status = "completed";
    if (!task && !entry.start) return {};
    add_reminders(row, entry);
    PROBITY_TRY(add_people(row, entry));
    std::vector<CalendarEntry> overrides;
    add_exceptions(row, entry, overrides);
    writer_.append(out, entry);
    for (const CalendarEntry& other : overrides) writer_.append(out, other);
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
  std::vector<Id> ids_of(const Row& row, std::string_view name) const {
    const meta::Field* field = field_of(row, name);
    return field ? field->type->targets(*field, row, field->first_column) : std::vector<Id>{};
  }

  /// What repeats does so in a zone: its own, or the workspace's.
  std::string zone_of(const Row& row) const {
    const std::string zone = text_of_field(row, "time_zone");
    if (is_time_zone(zone)) return zone;
    return field_of(row, "rrule") || is_set(row, "all_day") ? context_.input->time_zone : std::string();
  }
  CalendarTime calendar_time(const Row& row, Timestamp at) const {
    const std::string zone = zone_of(row);
    if (is_set(row, "all_day")) return {.is_date = true, .day = day_of(at, zone)};
    return {.at = at / kSecond * kSecond, .time_zone = zone};
  }
  std::optional<CalendarTime> time_of(const Row& row, std::string_view name) const {
    const meta::Field* field = field_of(row, name);
    if (!field) return std::nullopt;
    return calendar_time(row, row.integer(field->first_column));
  }

  /// Of a meeting minutes before it starts, of a task the moment, told from when it is due.
  void add_reminders(const Row& row, CalendarEntry& entry) const {
    if (const meta::Field* reminders = field_of(row, "reminders")) {
      for (const std::string& minutes : reminders->type->keys(*reminders, row, reminders->first_column)) entry.reminders.push_back(std::stoll(minutes) * 60);
    }
    const meta::Field* reminder = field_of(row, "reminder");
    const meta::Field* due = field_of(row, "due");
    if (reminder && due) entry.reminders.push_back((row.integer(due->first_column) - row.integer(reminder->first_column)) / kSecond);
  }

  Result<> add_people(const Row& row, CalendarEntry& entry) {
    for (const Id& owner : ids_of(row, "owner")) {
      PROBITY_ASSIGN(CalendarPerson person, people_.member(owner));
      if (!person.email.empty()) entry.organizer = std::move(person);
    }
    for (const Id& colleague : ids_of(row, "attendee_users")) {
      PROBITY_ASSIGN(CalendarPerson person, people_.member(colleague));
      if (!person.email.empty()) entry.attendees.push_back(std::move(person));
    }
    const meta::Field* attendees = context_.readable_field("attendees");
    for (const Id& contact : ids_of(row, "attendees")) {
      PROBITY_ASSIGN(CalendarPerson person, people_.linked(*attendees, contact));
      if (!person.name.empty() || !person.email.empty()) entry.attendees.push_back(std::move(person));
    }
    return {};
  }

  std::optional<CalendarTime> time_member(const Row& row, const JsonValue& object, std::string_view name) const {
    const JsonValue* text = find(object, name);
    const auto at = text && text->IsString() ? parse_timestamp(view(*text), zone_of(row)) : Result<Timestamp>(std::unexpected(Error{}));
    return at ? std::optional(calendar_time(row, *at)) : std::nullopt;
  }

  /// Cancelled occurrences are left out of the entry, moved ones are entries of their own with the same UID.
  void add_exceptions(const Row& row, CalendarEntry& entry, std::vector<CalendarEntry>& overrides) const {
    const meta::Field* field = field_of(row, "exceptions");
    const auto list = field && !entry.recurrence.empty() ? parse_json(row.text(field->first_column)) : Result<JsonDocument>(std::unexpected(Error{}));
    if (!list || !list->IsArray()) return;
    for (const JsonValue& object : list->GetArray()) {
      const auto at = time_member(row, object, "at");
      if (!at) continue;
      const auto start = time_member(row, object, "start");
      if (!start) {
        entry.exceptions.push_back(*at);
        continue;
      }
      CalendarEntry other = entry;
      other.recurrence.clear();
      other.exceptions.clear();
      other.reminders.clear();
      other.recurrence_id = at;
      other.start = start;
      other.end = time_member(row, object, "end");
      const auto replace = [&](std::string_view name, std::string& text) {
        if (const JsonValue* value = find(object, name); value && value->IsString()) text = view(*value);
      };
      replace("title", other.summary);
      replace("location", other.location);
      overrides.push_back(std::move(other));
    }
  }

  const Context& context_;
  People people_;
  formats::CalendarWriter writer_;
};

}  // namespace

std::unique_ptr<RecordWriter> icalendar_writer(Records& records, const Context& context) { return std::make_unique<CalendarExport>(records, context); }

}  // namespace probity::records::exporting

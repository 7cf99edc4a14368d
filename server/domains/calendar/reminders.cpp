#include "domains/calendar/reminders.hpp"

#include "domains/calendar/api.hpp"
#include "domains/notices/api.hpp"
#include "accounts/accounts.hpp"
#include "records/beside.hpp"
#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::calendar {
namespace {

using records::Context;
using records::Draft;
using records::Records;
using store::Condition;

constexpr std::string_view kKind = "reminders";
constexpr int kAtOnce = 200;
/// Reminders of one record within a minute of each other are one.
constexpr Timestamp kBetween = kMinute - kSecond;
/// What the fill of a notification answers when there is nothing to tell of any more.
constexpr std::string_view kSettled = "settled";

const store::ProjectionPointer& reminder_columns() {
  static const auto projection = store::Projection::make(store::kReminder, {"record", "due", "entity"});
  return projection;
}
const store::ProjectionPointer& due_column() {
  static const auto projection = store::Projection::make(store::kReminder, {"due"});
  return projection;
}

const Cell& value_of(const meta::Entity& entity, const std::vector<Cell>& cells, std::string_view field) {
  return cells[static_cast<std::size_t>(entity.field(field)->first_column)];
}

bool is_meeting(const meta::Entity& entity) { return entity.name == "meeting"; }

std::optional<Timestamp> next_of_meeting(const meta::Entity& meeting, const std::vector<Cell>& cells, Timestamp after, std::string_view time_zone) {
  const std::string_view state = text_of(value_of(meeting, cells, "state"));
  const meta::Field& reminders = *meeting.field("reminders");
  const auto series = series_of(meeting, cells, time_zone);
  if (!series || (!state.empty() && state != "planned")) return std::nullopt;
  std::optional<Timestamp> next;
  for (const std::string& minutes : reminders.type->keys(reminders, CellRow(cells), reminders.first_column)) {
    const Timestamp before = std::stoll(minutes) * kMinute;
    const auto start = next_start(*series, after + before);
    if (start && (!next || *start - before < *next)) next = *start - before;
  }
  return next;
}

std::optional<Timestamp> next_of_task(const meta::Entity& task, const std::vector<Cell>& cells, Timestamp after) {
  const Cell& reminder = value_of(task, cells, "reminder");
  const bool done = integer_of(value_of(task, cells, "done")) != 0;
  if (done || is_null(reminder) || integer_of(reminder) <= after) return std::nullopt;
  return integer_of(reminder);
}

Result<std::optional<Timestamp>> put_down(store::Reader& reader, const Id& record) {
  std::optional<Timestamp> due;
  PROBITY_TRY(reader.one(due_column(), "record", cell(record), [&](const Row& row) {
    due = row.integer(0);
    return false;
  }));
  return due;
}

void plan_reminder(const meta::Entity& entity, const Id& record, std::optional<Timestamp> before, std::optional<Timestamp> after, store::Plan& plan) {
  if (before == after) return;
  if (before && after) plan.update(due_column(), {Cell{*after}}, {{"record", cell(record)}});
  if (before && !after) plan.remove(store::kReminder, {{"record", cell(record)}});
  if (!before && after) plan.insert_or_replace(reminder_columns(), {cell(record), Cell{*after}, cell(entity.name)});
}

/// A reminder that has fallen due.
struct Due {
  Id record;
  Timestamp at = 0;
  std::string entity;
};

class Bell {
 public:
  Bell(Records& records, const std::string& workspace) : records_(records), access_(accounts::program_access(workspace, "reminders")) {}

  Result<std::optional<Timestamp>> ring() {
    if (access_.workspace == records::kSystemWorkspace) return std::nullopt;
    PROBITY_ASSIGN(const Context workspace, records_.enter(access_));
    for (;;) {
      std::vector<Due> due;
      PROBITY_ASSIGN(const auto next, read_due(workspace, due));
      for (const Due& each : due) PROBITY_TRY(tell(workspace, each));
      if (due.empty()) return next;
    }
  }

 private:
  /// What is due now; else when the next is.
  Result<std::optional<Timestamp>> read_due(const Context& workspace, std::vector<Due>& due) {
    std::optional<Timestamp> next;
    const Timestamp at = now();
    PROBITY_TRY(workspace.database->read([&](store::Reader& reader) {
      const store::Query query{.columns = reminder_columns(), .where = {}, .order = store::Order{.column = "due"}, .tie_column = "record", .limit = kAtOnce};
      return reader.each(query, [&](const Row& row) {
        if (row.integer(1) > at) {
          next = row.integer(1);
          return false;
        }
        due.push_back({row.id(0), row.integer(1), std::string(row.text(2))});
        return true;
      });
    }));
    return next;
  }

  /// Writes the notifications and moves the reminder on, in one transaction that requires that it is still due.
  Result<> tell(const Context& workspace, const Due& due) {
    const meta::Entity* entity = workspace.model().find(due.entity);
    if (!entity) return drop(workspace, due);
    const Context of_record = records::by_program(workspace, *entity);
    const Context notifications = records::by_program(workspace, *workspace.model().find("notification"));
    const auto told = records_.create_by(notifications, {.allow_duplicate = true}, [&](store::Reader& reader, Draft& draft) { return fill(of_record, reader, due, draft); });
    if (told) return {};
    if (told.error().code == kSettled) return drop(workspace, due);
    return std::unexpected(told.error());
  }

  Result<> fill(const Context& of_record, store::Reader& reader, const Due& due, Draft& draft) {
    PROBITY_ASSIGN(const auto standing, put_down(reader, due.record));
    std::vector<Cell> cells;
    PROBITY_TRY(reader.one(of_record.tables->all, "_id", cell(due.record), [&](const Row& row) {
      cells = records::cells_of(*of_record.entity, row);
      return false;
    }));
    const bool live = !cells.empty() && is_null(cells[meta::kDeletedAt]);
    const std::vector<Id> members = live ? reminded(*of_record.entity, cells) : std::vector<Id>{};
    if (standing != due.at || members.empty()) return fail(ErrorKind::conflict, std::string(kSettled), "");
    const std::string text = records::display_of(of_record, CellRow(cells));
    notices::fill({members.front(), "reminder", text, due.record}, draft);
    for (std::size_t other = 1; other < members.size(); ++other) {
      PROBITY_TRY(notices::add(records_.hooks(), of_record, reader, {members[other], "reminder", text, due.record}, draft));
    }
    draft.also.require(store::kReminder, {{"record", cell(due.record)}, {"due", Cell{due.at}}});
    const auto next = next_reminder(*of_record.entity, cells, due.at + kBetween, of_record.input->time_zone);
    plan_reminder(*of_record.entity, due.record, due.at, next, draft.also);
    return {};
  }

  /// Of a record that is gone, or that somebody changed meanwhile: then there is another row in its place.
  static Result<> drop(const Context& workspace, const Due& due) {
    store::Plan plan;
    plan.remove(store::kReminder, {{"record", cell(due.record)}, {"due", Cell{due.at}}});
    PROBITY_TRY(workspace.database->write_and_wait(std::move(plan)));
    return {};
  }

  Records& records_;
  const privacy::Access access_;
};

}  // namespace

std::vector<Id> reminded(const meta::Entity& entity, const std::vector<Cell>& cells) {
  std::vector<Id> members;
  const auto add = [&](const char* name) {
    const meta::Field& field = *entity.field(name);
    for (const Id& member : field.type->targets(field, CellRow(cells), field.first_column)) {
      if (std::ranges::find(members, member) == members.end()) members.push_back(member);
    }
  };
  if (is_meeting(entity)) {
    add("owner");
    add("attendee_users");
  } else {
    add("assignee");
  }
  const Id creator = id_of(cells[meta::kCreatedBy]);
  if (members.empty() && !creator.is_nil()) members.push_back(creator);
  return members;
}

std::optional<Timestamp> next_reminder(const meta::Entity& entity, const std::vector<Cell>& cells, Timestamp after, std::string_view time_zone) {
  if (reminded(entity, cells).empty()) return std::nullopt;
  return is_meeting(entity) ? next_of_meeting(entity, cells, after, time_zone) : next_of_task(entity, cells, after);
}

Result<> keep_reminder(const Context& context, store::Reader& reader, Draft& draft) {
  std::optional<Timestamp> standing;
  if (!draft.creating()) {
    PROBITY_ASSIGN(standing, put_down(reader, draft.id));
  }
  const Timestamp told_until = standing ? std::min(*standing - 1, now()) : now();
  std::optional<Timestamp> next;
  if (draft.live_after()) next = next_reminder(*draft.entity, draft.after, told_until, context.input->time_zone);
  plan_reminder(*draft.entity, draft.id, standing, next, draft.also);
  return {};
}

Reminders::Reminders(jobs::Jobs& jobs, Records& records) : changes_(records.changes()) {
  jobs.watch(std::string(kKind), {.ring = [&records](const std::string& workspace) { return Bell(records, workspace).ring(); }});
  listener_ = changes_.listen([&jobs](const records::Change& change) {
    if (change.entity == "meeting" || change.entity == "task") jobs.look_again(change.workspace, kKind);
  });
}

Reminders::~Reminders() { changes_.forget(listener_); }

}  // namespace probity::calendar

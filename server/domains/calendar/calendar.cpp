// A range of the calendar: what happens and what is due, of all kinds, by time.
#include "domains/calendar/api.hpp"
#include "domains/calendar/series.hpp"
#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::calendar {
namespace {

using records::Context;
using store::Comparison;
using store::Condition;

constexpr Timestamp kLongestRange = 366 * kDay;
constexpr std::size_t kMostItems = 2000;
constexpr std::size_t kMostInMemory = 4 * kMostItems;
constexpr int kMostRows = static_cast<int>(kMostItems) + 1;

std::unexpected<Error> bad_range(std::string message, std::string field) { return invalid("bad_range", std::move(message), std::move(field)); }

Result<Timestamp> moment(const std::string& text, const std::string& time_zone, const char* name) {
  const auto day = parse_day(text);
  const auto at = parse_timestamp(day ? text + "T00:00" : text, time_zone);
  if (!at) return bad_range(fmt::format("\"{}\" is a day like 2026-01-31 or a time like 2026-01-31T10:00:00Z.", name), name);
  return *at;
}

struct Bounds {
  Timestamp from = 0;
  Timestamp to = 0;
  std::optional<Id> member;
};

Result<Bounds> bounds_of(const Range& range, const std::string& time_zone) {
  Bounds bounds;
  PROBITY_ASSIGN(bounds.from, moment(range.from, time_zone, "from"));
  PROBITY_ASSIGN(bounds.to, moment(range.to, time_zone, "to"));
  if (bounds.to <= bounds.from) return bad_range("\"to\" must be after \"from\".", "to");
  // An hour more: a year in which the clocks there were put back.
  if (bounds.to - bounds.from > kLongestRange + kHour) return bad_range("A range of the calendar is at most 366 days long. Ask for less at a time.", "to");
  if (range.member.empty()) return bounds;
  bounds.member = Id::parse(range.member);
  if (!bounds.member) return invalid("bad_member", "\"member\" is the id of a member.", "member");
  return bounds;
}

struct Item {
  Timestamp at = 0;
  std::string json;
};

/// The readable value of a field; null where it is empty or hidden.
const Cell& value_of(const Context& context, const std::vector<Cell>& cells, std::string_view name) {
  static const Cell nothing;
  const meta::Field* field = context.readable_field(name);
  return field ? cells[static_cast<std::size_t>(field->first_column)] : nothing;
}

void write_choice(const Context& context, const std::vector<Cell>& cells, std::string_view name, JsonWriter& writer) {
  const Cell& value = value_of(context, cells, name);
  key(writer, name);
  is_null(value) ? (void)writer.Null() : put(writer, text_of(value));
}

class Calendar {
 public:
  Calendar(store::Reader& reader, const Bounds& bounds) : reader_(reader), bounds_(bounds) {}

  Result<> add_meetings(const Context& context) {
    const Condition goes_on = Condition::compare_with("lasting_until", Comparison::greater, bounds_.from);
    // Said so, and not as "is empty", that is true of nearly all and must not be what they are found by.
    const Condition short_ones[] = {Condition::not_of(goes_on), Condition::compare_with("start", Comparison::greater, bounds_.from - kDay - 1),
                                    Condition::compare_with("start", Comparison::less, bounds_.to), takes_part(context)};
    const Condition lasting[] = {goes_on, takes_part(context)};
    const auto add = [&](const std::vector<Cell>& cells) { add_occurrences(context, cells); };
    PROBITY_TRY(each(context, {std::begin(short_ones), std::end(short_ones)}, "start", add));
    return each(context, {std::begin(lasting), std::end(lasting)}, "lasting_until", add);
  }

  /// Records that stand at one moment: tasks and calls.
  Result<> add_moments(const Context& context, const char* time, const char* member, const char* choice, std::vector<Condition> where) {
    where.push_back(Condition::compare_with(time, Comparison::greater_or_equal, bounds_.from));
    where.push_back(Condition::compare_with(time, Comparison::less, bounds_.to));
    if (bounds_.member) where.push_back(Condition::equals(member, cell(*bounds_.member)));
    return each(context, std::move(where), time, [&](const std::vector<Cell>& cells) {
      const Timestamp at = integer_of(value_of(context, cells, time));
      const std::string title = records::display_of(context, CellRow(cells));
      add(context, cells, {at, at, at}, false, title, [&](JsonWriter& writer) { write_choice(context, cells, choice, writer); });
    });
  }

  void write(JsonWriter& writer) {
    keep_first();
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    for (const Item& item : items_) raw(writer, item.json, rapidjson::kObjectType);
    writer.EndArray();
    key(writer, "truncated");
    writer.Bool(full_);
    writer.EndObject();
  }

 private:
  Condition takes_part(const Context& context) const {
    if (!bounds_.member) return {};
    const auto colleague = Condition::all_of({Condition::equals("entity", cell(context.entity->name)), Condition::equals("field", std::int64_t{context.entity->field("attendee_users")->id}),
                                              Condition::equals("key", cell(bounds_.member->text()))});
    return Condition::any_of({Condition::equals("owner", cell(*bounds_.member)), Condition::related_to("_id", store::kMatchKey, "record", colleague)});
  }

  Result<> each(const Context& context, std::vector<Condition> where, const char* order, const std::function<void(const std::vector<Cell>&)>& use) {
    where.push_back(Condition::is_null("_deleted_at"));
    where.push_back(context.seen());
    const store::Query query{.columns = context.tables->all, .where = Condition::all_of(std::move(where)), .order = store::Order{.column = order}, .limit = kMostRows};
    int rows = 0;
    PROBITY_TRY(reader_.each(query, [&](const Row& row) {
      ++rows;
      use(records::cells_of(*context.entity, row));
      return true;
    }));
    full_ |= rows == kMostRows;
    return {};
  }

  void add_occurrences(const Context& context, const std::vector<Cell>& cells) {
    const auto series = series_of(*context.entity, cells, context.input->time_zone);
    if (!series) return;
    const auto found = occurrences(*series, bounds_.from, bounds_.to, kMostItems + 1);
    for (const Occurrence& each : found) {
      const bool renamed = each.moved && !each.moved->title.empty();
      const std::string title = renamed ? each.moved->title : records::display_of(context, CellRow(cells));
      add(context, cells, each, series->all_day, title, [&](JsonWriter& writer) {
        write_choice(context, cells, "state", writer);
        key(writer, "repeats");
        writer.Bool(!series->rrule.empty());
        key(writer, "occurrence");
        records::write_time(writer, each.at);
      });
    }
  }

  template <typename More>
  void add(const Context& context, const std::vector<Cell>& cells, const Occurrence& when, bool all_day, const std::string& title, More more) {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    writer.StartObject();
    key(writer, "entity");
    put(writer, context.entity->name);
    key(writer, "id");
    records::write_id(writer, id_of(cells[meta::kId]));
    key(writer, "display");
    put(writer, title);
    key(writer, "start");
    records::write_time(writer, when.start);
    key(writer, "end");
    records::write_time(writer, when.end);
    key(writer, "all_day");
    writer.Bool(all_day);
    more(writer);
    writer.EndObject();
    items_.push_back({when.start, std::string(text(buffer))});
    if (items_.size() > kMostInMemory) keep_first();
  }

  void keep_first() {
    std::ranges::stable_sort(items_, {}, &Item::at);
    full_ |= items_.size() > kMostItems;
    items_.resize(std::min(items_.size(), kMostItems));
  }

  store::Reader& reader_;
  const Bounds& bounds_;
  std::vector<Item> items_;
  bool full_ = false;
};

/// Whether this access may see the entity and the fields by which the calendar finds its records.
bool is_open(const Context& context, std::string_view entity, std::initializer_list<std::string_view> fields) {
  const meta::Entity* found = context.model().find(entity);
  if (!found || !records::is_open_to(context, *found)) return false;
  const Context at = records::at_entity(context, *found);
  return std::ranges::all_of(fields, [&](std::string_view field) { return at.readable_field(field) != nullptr; });
}

}  // namespace

Result<> write_calendar(records::Records& records, const privacy::Access& access, const Range& range, JsonWriter& writer) {
  PROBITY_ASSIGN(const Context context, records.enter(access));
  PROBITY_ASSIGN(const Bounds bounds, bounds_of(range, context.input->time_zone));
  const auto at = [&](std::string_view entity) { return records::at_entity(context, *context.model().find(entity)); };
  return context.database->read([&](store::Reader& reader) -> Result<> {
    Calendar calendar(reader, bounds);
    if (is_open(context, "meeting", {"start", "end", "rrule", "exceptions", "owner", "attendee_users"})) PROBITY_TRY(calendar.add_meetings(at("meeting")));
    if (is_open(context, "task", {"due", "assignee"})) {
      PROBITY_TRY(calendar.add_moments(at("task"), "due", "assignee", "priority", {Condition::not_of(Condition::equals("done", std::int64_t{1}))}));
    }
    if (is_open(context, "call", {"at", "owner", "outcome"})) {
      PROBITY_TRY(calendar.add_moments(at("call"), "at", "owner", "direction", {Condition::equals("outcome", cell("planned"))}));
    }
    calendar.write(writer);
    return {};
  });
}

}  // namespace probity::calendar

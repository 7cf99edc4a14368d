#include "domains/calendar/conflicts.hpp"

#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::calendar {
namespace {

using records::Context;
using records::Draft;
using store::Condition;

constexpr Timestamp kHorizon = 183 * kDay;
constexpr std::size_t kMostOwn = 200;        ///< occurrences of the meeting looked at
constexpr std::size_t kMostOthers = 400;     ///< of each other one
constexpr int kMostCandidates = 300;         ///< meetings looked at for each way of taking part
constexpr std::size_t kMostConflicts = 20;

struct People {
  std::set<Id> members;
  std::set<Id> contacts;
};

People people_of(const meta::Entity& meeting, const std::vector<Cell>& cells) {
  People people;
  const auto add = [&](const char* name, std::set<Id>& to) {
    const meta::Field& field = *meeting.field(name);
    for (const Id& id : field.type->targets(field, CellRow(cells), field.first_column)) to.insert(id);
  };
  add("owner", people.members);
  add("attendee_users", people.members);
  add("attendees", people.contacts);
  return people;
}

std::vector<Cell> as_cells(const std::set<Id>& ids, bool text) {
  std::vector<Cell> cells;
  for (const Id& id : ids) cells.push_back(text ? cell(id.text()) : cell(id));
  return cells;
}

/// The ways in which a meeting may have one of these people, each a question of its own that an index answers.
std::vector<Condition> ways_to_take_part(const meta::Entity& meeting, const People& people) {
  std::vector<Condition> ways;
  const auto field_id = [&](const char* name) { return std::int64_t{meeting.field(name)->id}; };
  if (!people.members.empty()) {
    ways.push_back(Condition::is_in("owner", as_cells(people.members, false)));
    ways.push_back(Condition::related_to("_id", store::kMatchKey, "record",
                                         Condition::all_of({Condition::equals("entity", cell(meeting.name)), Condition::equals("field", field_id("attendee_users")),
                                                            Condition::is_in("key", as_cells(people.members, true))})));
  }
  if (!people.contacts.empty()) {
    ways.push_back(Condition::related_to("_id", store::kEdge, "from_record",
                                         Condition::all_of({Condition::equals("field", field_id("attendees")), Condition::is_in("to_record", as_cells(people.contacts, false))})));
  }
  return ways;
}

using Meetings = std::map<Id, std::vector<Cell>>;

class Search {
 public:
  Search(const Context& context, store::Reader& reader, const Draft& draft, const MemberName& member_name) : context_(context), reader_(reader), draft_(draft), member_name_(member_name) {}

  Result<std::vector<Conflict>> run(const Series& series, const People& people) {
    const Timestamp from = series.rrule.empty() ? series.start : std::max(series.start, now());
    const Timestamp to = series.rrule.empty() ? std::max(series.end, series.start + 1) : from + kHorizon;
    const auto own = occurrences(series, from, to, kMostOwn);
    std::vector<Conflict> conflicts;
    if (own.empty()) return conflicts;
    Timestamp last = 0;
    for (const Occurrence& each : own) last = std::max(last, std::max(each.end, each.start + 1));
    Meetings candidates;
    for (Condition& way : ways_to_take_part(*context_.entity, people)) PROBITY_TRY(collect(way, own.front().start, last, candidates));
    for (const auto& [id, cells] : candidates) {
      auto conflict = conflict_with(cells, own, own.front().start, last);
      if (!conflict) continue;
      PROBITY_ASSIGN(conflict->who, shared(people, people_of(*context_.entity, cells)));
      if (!conflict->who.empty()) conflicts.push_back(std::move(*conflict));
    }
    std::ranges::sort(conflicts, {}, [](const Conflict& each) { return std::pair(each.start, each.meeting); });
    if (conflicts.size() > kMostConflicts) conflicts.resize(kMostConflicts);
    return conflicts;
  }

 private:
  /// Short ones that start in the range or just before it, and those that last.
  Result<> collect(const Condition& way, Timestamp from, Timestamp to, Meetings& found) {
    const Condition common = Condition::not_of(Condition::equals("state", cell("cancelled")));
    const Condition live = Condition::is_null("_deleted_at");
    const Condition goes_on = Condition::compare_with("lasting_until", store::Comparison::greater, from);
    // Said so, and not as "is empty", that is true of nearly all and must not be what they are found by.
    const Condition short_ones[] = {live, Condition::not_of(goes_on), Condition::compare_with("start", store::Comparison::greater, from - kDay),
                                    Condition::compare_with("start", store::Comparison::less, to), way, common, context_.seen()};
    const Condition lasting[] = {live, goes_on, way, common, context_.seen()};
    PROBITY_TRY(read({std::begin(short_ones), std::end(short_ones)}, "start", found));
    return read({std::begin(lasting), std::end(lasting)}, "lasting_until", found);
  }

  Result<> read(std::vector<Condition> all, const char* order, Meetings& found) {
    const store::Query query{.columns = context_.tables->all, .where = Condition::all_of(std::move(all)), .order = store::Order{.column = order}, .limit = kMostCandidates};
    return reader_.each(query, [&](const Row& row) {
      if (row.id(meta::kId) != draft_.id) found.emplace(row.id(meta::kId), records::cells_of(*context_.entity, row));
      return true;
    });
  }

  std::optional<Conflict> conflict_with(const std::vector<Cell>& cells, const std::vector<Occurrence>& own, Timestamp from, Timestamp to) const {
    const auto series = series_of(*context_.entity, cells, context_.input->time_zone);
    if (!series) return std::nullopt;
    for (const Occurrence& other : occurrences(*series, from, to, kMostOthers)) {
      const bool clashes = std::ranges::any_of(own, [&](const Occurrence& each) { return overlap(each.start, each.end, other.start, other.end); });
      if (clashes) return Conflict{.meeting = series->id, .display = records::display_of(context_, CellRow(cells)), .start = other.start, .end = other.end, .who = {}};
    }
    return std::nullopt;
  }

  Result<std::vector<Person>> shared(const People& mine, const People& theirs) {
    std::vector<Person> who;
    for (const Id& id : mine.members) {
      if (theirs.members.contains(id)) who.push_back({"member", id, member_name_ ? member_name_(id) : std::string()});
    }
    const meta::Entity& contacts = *context_.model().find("contact");
    const Context at = records::at_entity(context_, contacts);
    for (const Id& id : mine.contacts) {
      if (!theirs.contacts.contains(id) || !records::is_open_to(context_, contacts)) continue;
      PROBITY_TRY(reader_.one(at.tables->all, "_id", cell(id), [&](const Row& row) {
        if (at.sees(row) && row.null(meta::kDeletedAt)) who.push_back({"contact", id, records::display_of(at, row)});
        return false;
      }));
    }
    return who;
  }

  const Context& context_;
  store::Reader& reader_;
  const Draft& draft_;
  const MemberName& member_name_;
};

/// A role that may not read when people meet, or with whom, is told nothing.
bool may_know(const Context& context) {
  return std::ranges::all_of(std::array{"start", "end", "owner", "attendees", "attendee_users"}, [&](const char* field) { return context.readable_field(field) != nullptr; });
}

}  // namespace

Result<std::vector<Conflict>> find_conflicts(const Context& meetings, store::Reader& reader, const Draft& draft, const MemberName& member_name) {
  if (!draft.live_after() || !may_know(meetings) || text_of(draft.after[static_cast<std::size_t>(draft.entity->field("state")->first_column)]) == "cancelled") return std::vector<Conflict>{};
  const auto series = series_of(*draft.entity, draft.after, meetings.input->time_zone);
  if (!series) return std::vector<Conflict>{};
  return Search(meetings, reader, draft, member_name).run(*series, people_of(*draft.entity, draft.after));
}

void write_list(const std::vector<Conflict>& conflicts, JsonWriter& writer) {
  key(writer, "conflicts");
  writer.StartArray();
  for (const Conflict& conflict : conflicts) {
    writer.StartObject();
    key(writer, "id");
    records::write_id(writer, conflict.meeting);
    key(writer, "display");
    put(writer, conflict.display);
    key(writer, "start");
    records::write_time(writer, conflict.start);
    key(writer, "end");
    records::write_time(writer, conflict.end);
    key(writer, "who");
    writer.StartArray();
    for (const Person& person : conflict.who) {
      writer.StartObject();
      key(writer, "entity");
      put(writer, person.entity);
      key(writer, "id");
      records::write_id(writer, person.id);
      key(writer, "display");
      put(writer, person.display);
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
  }
  writer.EndArray();
}

Result<> write_conflicts(records::Records& records, const privacy::Access& access, const JsonValue& fields, JsonWriter& writer) {
  PROBITY_ASSIGN(const Context meetings, records.enter(access, "meeting"));
  if (!fields.IsObject()) return invalid("not_an_object", "The fields of the meeting must be a JSON object.");
  Draft draft = records::start_draft(meetings);
  JsonDocument typed;
  typed.CopyFrom(fields, typed.GetAllocator());
  if (const JsonValue* id = find(fields, "id"); id && !id->IsNull()) {
    const auto known = id->IsString() ? Id::parse(view(*id)) : std::nullopt;
    if (!known) return invalid("wrong_type", "\"id\" is the id of the meeting that is being changed.", "id");
    PROBITY_ASSIGN(draft.after, records.cells(meetings, *known));
    draft.id = *known;
  }
  typed.RemoveMember("id");
  PROBITY_TRY(records::apply_input(meetings, typed, draft));
  const MemberName member_name = [&](const Id& member) { return records.member_name(member); };
  std::vector<Conflict> conflicts;
  PROBITY_TRY(meetings.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(conflicts, find_conflicts(meetings, reader, draft, member_name));
    return {};
  }));
  writer.StartObject();
  write_list(conflicts, writer);
  writer.EndObject();
  return {};
}

}  // namespace probity::calendar

// Who looked at a record, for whoever may ask.
#include "base/time.hpp"
#include "records/house.hpp"
#include "records/reading/reading.hpp"
#include "records/record_json.hpp"
#include "records/subject/marks.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

struct Seen {
  Id record;
  std::string entity;
  Id actor;
  Day day = 0;
  std::int64_t times = 0;
  Timestamp last_at = 0;
};

Result<> add_looks(store::Reader& reader, const Id& record, std::vector<Seen>& seen) {
  const store::Query query{.columns = house().reading, .where = store::Condition::equals("record", cell(record)), .order = {}, .tie_column = "actor", .limit = INT_MAX};
  return reader.each(query, [&](const Row& row) {
    seen.push_back({row.id(0), std::string(row.text(3)), row.id(2), static_cast<Day>(row.integer(1)), row.integer(4), row.integer(5)});
    return true;
  });
}

void write(const Records& records, const Seen& look, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "member");
  writer.StartObject();
  key(writer, "id");
  write_id(writer, look.actor);
  key(writer, "name");
  put(writer, records.member_name(look.actor));
  writer.EndObject();
  key(writer, "entity");
  put(writer, look.entity);
  key(writer, "id");
  write_id(writer, look.record);
  key(writer, "day");
  put(writer, format_day(look.day));
  key(writer, "times");
  writer.Int64(look.times);
  key(writer, "last_at");
  write_time(writer, look.last_at);
  writer.EndObject();
}

}  // namespace

Result<> write_looks(Records& records, const Context& context, const Id& id, int limit, JsonWriter& writer) {
  PROBITY_TRY(records.cells(context, id));
  std::vector<Seen> seen;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(add_looks(reader, id, seen));
    if (context.entity->subject.kind != meta::Subject::Kind::self) return {};
    PROBITY_ASSIGN(const auto rows, concerning(reader, id, std::nullopt, INT_MAX));
    for (const Concerning& row : rows) {
      if (row.record != id) PROBITY_TRY(add_looks(reader, row.record, seen));
    }
    return {};
  }));
  std::ranges::stable_sort(seen, std::greater{}, &Seen::last_at);
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  for (const Seen& look : std::span(seen).first(std::min(seen.size(), static_cast<std::size_t>(limit)))) write(records, look, writer);
  writer.EndArray();
  key(writer, "more");
  writer.Bool(seen.size() > static_cast<std::size_t>(limit));
  writer.EndObject();
  return {};
}

}  // namespace probity::records

#include "records/house.hpp"

#include "store/tables.hpp"

namespace probity::records {

const House& house() {
  using store::Projection;
  static const House projections{
      .match_key = Projection::make(store::kMatchKey, {"entity", "field", "key", "record"}),
      .edge = Projection::make(store::kEdge, {"to_record", "at", "from_record", "field", "from_entity", "to_entity"}),
      .concerns = Projection::make(store::kConcerns, {"person", "entity", "record"}),
      .history = Projection::make(store::kHistory, {"record", "id", "entity", "at", "actor", "operation", "origin",
                                                    "group_id", "changes", "salt", "address", "undone"}),
      .idempotency = Projection::make(store::kIdempotency, {"key", "actor", "request_hash", "status", "entity", "record", "at"}),
      .setting = Projection::make(store::kSetting, {"name", "value"}),
      .reading = Projection::make(store::kReading, {"record", "day", "actor", "entity", "times", "last_at"}),
      .concerned_person = Projection::make(store::kConcerns, {"person"}),
      .history_undone = Projection::make(store::kHistory, {"undone"}),
      .history_values = Projection::make(store::kHistory, {"changes", "salt", "address"})};
  return projections;
}

}  // namespace probity::records

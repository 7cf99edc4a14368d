#pragma once
// Several records of one thing as one record's values, and where they differ.
#include "records/duplicates/merge.hpp"

namespace probity::records {

struct Conflict {
  const meta::Field* field;
  struct Value {
    Id id;
    std::string json;
  };
  std::vector<Value> values;  ///< of the records that have one, winner first
  Id taken;
};

/// Makes `winner.after` the united record; see merge.hpp for what wins. Fields without a difference give no
/// conflict. Errors: a united list that is too long for its field.
Result<std::vector<Conflict>> unite(const Context& context, Draft& winner, std::span<const Draft> losers, const MergeRequest& request);

/// {"record":{..},"conflicts":[..],"merge":id or null}, without what this access may not read.
void write_united(const Context& context, const std::vector<Cell>& record, const std::vector<Conflict>& conflicts,
                  const std::optional<Id>& merge, JsonWriter& writer);

}  // namespace probity::records

#include "records/duplicates.hpp"

#include "records/house.hpp"
#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr int kMostCandidates = 10;

/// Keys that tell of a duplicate and that the draft did not have before.
std::vector<MatchKey> telling_keys(const Draft& draft) {
  std::vector<MatchKey> telling;
  const MatchKeys before = draft.live_before() ? match_keys(*draft.entity, CellRow(draft.before)) : MatchKeys{};
  for (const MatchKey& key : match_keys(*draft.entity, CellRow(draft.after))) {
    if (uniqueness_of(*draft.entity, key) != meta::Unique::no && !before.contains(key)) telling.push_back(key);
  }
  return telling;
}

store::Condition same_key(const Draft& draft, const MatchKey& key) {
  return store::Condition::all_of({store::Condition::equals("entity", cell(draft.entity->name)),
                                   store::Condition::equals("field", key.field), store::Condition::equals("key", cell(key.key))});
}

}  // namespace

Result<std::vector<Candidate>> find_candidates(const Context& context, store::Reader& reader, const Draft& draft) {
  std::vector<Candidate> candidates;
  std::set<Id> seen{draft.id};
  for (const MatchKey& key : telling_keys(draft)) {
    std::vector<Id> ids;
    store::Query query{.columns = house().match_key, .where = same_key(draft, key), .order = {}, .tie_column = "record", .limit = kMostCandidates};
    PROBITY_TRY(reader.each(query, [&](const Row& row) {
      ids.push_back(row.id(3));
      return true;
    }));
    for (const Id& id : ids) {
      if (candidates.size() == kMostCandidates || !seen.insert(id).second) continue;
      PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
        if ((row.integer(meta::kSubjectState) & context.decision->forbidden_state) != 0) return false;
        candidates.push_back({id, display_of(*draft.entity, ColumnMap::full(), row), reason_of(*draft.entity, key),
                              uniqueness_of(*draft.entity, key) == meta::Unique::refuse});
        return false;
      }));
    }
  }
  return candidates;
}

void write_candidates(const std::vector<Candidate>& candidates, JsonWriter& writer) {
  writer.StartArray();
  for (const Candidate& candidate : candidates) {
    writer.StartObject();
    key(writer, "id");
    write_id(writer, candidate.id);
    key(writer, "display");
    put(writer, candidate.display);
    key(writer, "reason");
    put(writer, candidate.reason);
    writer.EndObject();
  }
  writer.EndArray();
}

void require_keys_free(const Draft& draft, store::Plan& plan) {
  for (const MatchKey& key : telling_keys(draft)) {
    plan.require_absent(store::kMatchKey, {{"entity", cell(draft.entity->name)}, {"field", key.field}, {"key", cell(key.key)}});
  }
}

}  // namespace probity::records

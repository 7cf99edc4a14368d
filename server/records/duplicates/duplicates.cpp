#include "records/duplicates/duplicates.hpp"

#include "records/house.hpp"
#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

constexpr std::size_t kMostCandidates = 10;

/// Keys that tell of a duplicate and that the draft did not have before.
std::vector<MatchKey> telling_keys(const Draft& draft, meta::Unique least) {
  std::vector<MatchKey> telling;
  const MatchKeys before = draft.live_before() ? match_keys(*draft.entity, CellRow(draft.before)) : MatchKeys{};
  for (const MatchKey& key : match_keys(*draft.entity, CellRow(draft.after))) {
    if (uniqueness_of(*draft.entity, key) >= least && !before.contains(key)) telling.push_back(key);
  }
  return telling;
}

struct Holders {
  std::vector<Id> others;  ///< oldest first
  bool free = true;
};

/// Whether the row shows what the key is made of.
bool shows_key(const Context& context, const MatchKey& key, const Row& row) {
  if (context.decision->shown_since.empty()) return true;
  return std::ranges::all_of(context.entity->fields, [&](const meta::Field& field) {
    const auto& rules = context.entity->duplicate_when;
    const bool in_key = key.field >= 0 ? field.id == key.field : std::ranges::find(rules[static_cast<std::size_t>(-key.field - 1)], field.name) != rules[static_cast<std::size_t>(-key.field - 1)].end();
    return !in_key || context.shows(field, row);
  });
}

/// The records that have a key, but for the draft's own.
Result<Holders> holders_of(store::Reader& reader, const Draft& draft, const MatchKey& key) {
  Holders holders;
  const store::Condition same = store::Condition::all_of({store::Condition::equals("entity", cell(draft.entity->name)),
                                                          store::Condition::equals("field", key.field),
                                                          store::Condition::equals("key", cell(key.key))});
  store::Query query{.columns = house().match_key, .where = same, .order = {}, .tie_column = "record", .limit = static_cast<int>(kMostCandidates + draft.same_as.size()) + 1};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    const Id holder = row.id(3);
    if (holder == draft.id) return true;
    holders.free = false;
    if (std::ranges::find(draft.same_as, holder) == draft.same_as.end()) holders.others.push_back(holder);
    return true;
  }));
  return holders;
}

Result<Candidate> candidate_of(const Context& context, store::Reader& reader, const Id& id, const MatchKey& key) {
  Candidate candidate{.reason = reason_of(*context.entity, key), .refused = uniqueness_of(*context.entity, key) == meta::Unique::refuse};
  PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
    if (!context.sees(row) || !shows_key(context, key, row)) return false;
    candidate.id = id;
    candidate.display = display_of(context, row);
    return false;
  }));
  return candidate;
}

}  // namespace

Result<Candidates> find_candidates(const Context& context, store::Reader& reader, const Draft& draft, meta::Unique least) {
  Candidates candidates;
  std::set<Id> seen;
  for (const MatchKey& key : telling_keys(draft, least)) {
    PROBITY_ASSIGN(const Holders holders, holders_of(reader, draft, key));
    if (holders.free) candidates.free.push_back(key);
    for (const Id& id : holders.others) {
      if (candidates.found.size() == kMostCandidates || !seen.insert(id).second) continue;
      PROBITY_ASSIGN(Candidate candidate, candidate_of(context, reader, id, key));
      if (!candidate.id.is_nil() || candidate.refused) candidates.found.push_back(std::move(candidate));
    }
  }
  return candidates;
}

Result<> write_candidates_while_typing(const Context& context, const JsonValue& fields, JsonWriter& writer) {
  if (!fields.IsObject()) return invalid("not_an_object", "A record must be a JSON object of fields and their values.");
  const JsonValue* own = find(fields, "id");
  Draft draft = start_draft(context, own && own->IsString() ? Id::parse(view(*own)).value_or(Id{}) : Id{});
  for (const auto& member : fields.GetObject()) {
    if (view(member.name) == "id") continue;
    JsonDocument one(rapidjson::kObjectType);
    one.AddMember(JsonValue(member.name, one.GetAllocator()), JsonValue(member.value, one.GetAllocator()), one.GetAllocator());
    const auto applied = apply_input(context, one, draft);
    if (!applied && applied.error().code == "unknown_field") return applied;
  }
  Candidates candidates;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(candidates, find_candidates(context, reader, draft, meta::Unique::warn));
    return {};
  }));
  writer.StartObject();
  key(writer, "candidates");
  write_candidates(candidates.found, writer);
  writer.EndObject();
  return {};
}

void write_candidates(const std::vector<Candidate>& candidates, JsonWriter& writer) {
  writer.StartArray();
  for (const Candidate& candidate : candidates) {
    if (candidate.id.is_nil()) continue;
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

void require_keys_free(const meta::Entity& entity, const std::vector<MatchKey>& keys, store::Plan& plan) {
  for (const MatchKey& key : keys) {
    plan.require_absent(store::kMatchKey, {{"entity", cell(entity.name)}, {"field", key.field}, {"key", cell(key.key)}});
  }
}

}  // namespace probity::records

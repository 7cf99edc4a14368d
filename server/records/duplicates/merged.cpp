// What was merged into what, as the history tells it.
#include "records/duplicates/merge.hpp"
#include "records/undo/history.hpp"

namespace probity::records {
namespace {

store::Condition merges_of(const Id& record) {
  return store::Condition::all_of({store::Condition::equals("record", cell(record)), store::Condition::equals("operation", cell(name_of(Verb::merge)))});
}

/// The value of a mark in the changes of a merge; null where it has none.
const JsonValue* marked(const JsonValue& changes, std::string_view mark) {
  const JsonValue* change = find(changes, mark);
  return change ? find(*change, "to") : nullptr;
}

}  // namespace

Result<std::vector<Id>> merged_into(store::Reader& reader, const Id& winner) {
  std::vector<Id> all;
  std::vector<Id> to_do{winner};
  while (!to_do.empty()) {
    const Id id = to_do.back();
    to_do.pop_back();
    PROBITY_TRY(each_history(reader, merges_of(id), std::nullopt, [&](HistoryEntry&& entry) {
      const auto changes = parse_json(entry.changes);
      const JsonValue* losers = changes ? marked(*changes, "merged_from") : nullptr;
      if (entry.undone || !losers || !losers->IsArray()) return true;
      for (const JsonValue& loser : losers->GetArray()) {
        const Id merged = Id::parse(view(loser)).value_or(Id{});
        if (std::ranges::find(all, merged) != all.end() || merged == winner) continue;
        all.push_back(merged);
        to_do.push_back(merged);
      }
      return true;
    }));
  }
  return all;
}

Result<std::optional<Id>> winner_over(store::Reader& reader, const Id& loser) {
  std::optional<Id> winner;
  PROBITY_TRY(each_history(reader, merges_of(loser), std::nullopt, [&](HistoryEntry&& entry) {
    const auto changes = parse_json(entry.changes);
    const JsonValue* mark = changes ? marked(*changes, "merged_into") : nullptr;
    if (entry.undone || !mark || !mark->IsString()) return true;
    winner = Id::parse(view(*mark));
    return false;
  }));
  return winner;
}

}  // namespace probity::records

#include "records/change.hpp"
#include "records/duplicates/merge.hpp"
#include "records/record_json.hpp"
#include "records/subject/same_person.hpp"
#include "records/undo/take_back.hpp"

namespace probity::records {
namespace {

constexpr std::size_t kLinksAtOnce = 1'000;
constexpr int kAttempts = 40;

/// What a merge did that is still in force, newest first.
struct MergeEntries {
  std::optional<HistoryEntry> winner;
  std::vector<HistoryEntry> losers;
  std::vector<HistoryEntry> links;
};

bool tells_of(const HistoryEntry& entry, std::string_view mark) {
  const auto changes = parse_json(entry.changes);
  return changes && find(*changes, mark);
}

Result<MergeEntries> read_entries(store::Reader& reader, const Id& merge) {
  MergeEntries entries;
  PROBITY_TRY(each_history(reader, store::Condition::equals("group_id", cell(merge)), std::nullopt, [&](HistoryEntry&& entry) {
    if (entry.undone) return true;
    if (entry.operation != name_of(Verb::merge)) {
      entries.links.push_back(std::move(entry));
    } else if (tells_of(entry, "merged_from")) {
      entries.winner = std::move(entry);
    } else {
      entries.losers.push_back(std::move(entry));
    }
    return true;
  }));
  if (entries.winner) return entries;
  return fail(ErrorKind::not_found, "not_found", "There is no such merge, or it was undone already.");
}

/// A record that keeps its link because somebody changed it since; told of only where it may be seen.
struct Left {
  bool seen;
  const meta::Entity* entity;
  Id id;
  std::string display;
};

struct Unmerging {
  Draft winner;
  std::vector<Draft> others;
  std::vector<Left> left;
  store::Plan plan;
};

class Unmerge {
 public:
  Unmerge(Records& records, const Context& context, const Id& merge) : records_(records), context_(context), merge_(merge) {}

  Result<Unmerging> run() {
    for (int attempt = 0; attempt < kAttempts;) {
      Unmerging step;
      bool links_only = false;
      PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
        PROBITY_ASSIGN(MergeEntries entries, read_entries(reader, merge_));
        std::erase_if(entries.links, [&](const HistoryEntry& entry) { return kept_.contains(entry.record); });
        links_only = entries.links.size() > kLinksAtOnce;
        if (links_only) entries.links.resize(kLinksAtOnce);
        PROBITY_TRY(links_back(reader, entries.links, step));
        return links_only ? Result<>{} : records_back(reader, entries, step);
      }));
      PROBITY_ASSIGN(const auto outcome, context_.database->write_and_wait(std::move(step.plan)));
      if (!outcome.committed) {
        ++attempt;
        continue;
      }
      tell(step);
      for (Left& left : step.left) {
        kept_.insert(left.id);
        left_.push_back(std::move(left));
      }
      if (links_only) continue;
      step.left = std::move(left_);
      return step;
    }
    return fail(ErrorKind::conflict, "busy", "These records are being changed by others right now. The merge stands; try again.");
  }

 private:
  Result<> records_back(store::Reader& reader, const MergeEntries& entries, Unmerging& step) {
    PROBITY_ASSIGN(step.winner, draft_back(reader, *entries.winner));
    std::vector<Id> all{step.winner.id};
    for (const HistoryEntry& entry : entries.losers) all.push_back(entry.record);
    step.winner.same_as = all;
    if (context_.entity->subject.kind == meta::Subject::Kind::self) {
      PROBITY_TRY(part_persons(records_.hooks(), context_, reader, all, entries.winner->at, step.winner));
    }
    PROBITY_TRY(add(context_, reader, step.winner, step.plan));
    for (const HistoryEntry& entry : entries.losers) {
      PROBITY_ASSIGN(Draft loser, draft_back(reader, entry));
      loser.same_as = all;
      PROBITY_TRY(add(context_, reader, loser, step.plan));
      step.others.push_back(std::move(loser));
    }
    return {};
  }

  Result<Draft> draft_back(store::Reader& reader, const HistoryEntry& entry) {
    PROBITY_ASSIGN(auto draft, read_draft(context_, reader, entry.record, Verb::unmerge));
    if (!draft) return missing(reader, entry.record);
    PROBITY_TRY(take_back(context_, reader, entry, *draft));
    return std::move(*draft);
  }

  std::unexpected<Error> missing(store::Reader& reader, const Id& record) const {
    bool there = false;
    PROBITY_TRY(reader.one(context_.tables->identity, "_id", cell(record), [&](const Row&) {
      there = true;
      return false;
    }));
    if (!there) return fail(ErrorKind::conflict, "not_undoable", "One of the merged records was deleted for good, so the merge cannot be undone.");
    return fail(ErrorKind::conflict, "not_undoable", "One of the merged records may not be used now, so the merge cannot be undone. Ask an administrator.");
  }

  Result<> links_back(store::Reader& reader, std::span<const HistoryEntry> entries, Unmerging& step) {
    std::vector<Id> order;
    std::map<Id, std::vector<const HistoryEntry*>> by_record;
    for (const HistoryEntry& entry : entries) {
      auto& of_record = by_record[entry.record];
      if (of_record.empty()) order.push_back(entry.record);
      of_record.push_back(&entry);
    }
    for (const Id& record : order) PROBITY_TRY(link_back(reader, by_record[record], step));
    return {};
  }

  Result<> link_back(store::Reader& reader, const std::vector<const HistoryEntry*>& entries, Unmerging& step) {
    const meta::Entity* entity = context_.model().find(entries.front()->entity);
    if (!entity) return {};
    const Context context = by_program(context_, *entity);
    PROBITY_ASSIGN(auto draft, read_draft(context, reader, entries.front()->record, Verb::unmerge));
    if (!draft) return {};
    for (const HistoryEntry* entry : entries) {
      const auto back = take_back(context, reader, *entry, *draft);
      if (back) continue;
      if (back.error().code != "changed_since") return back;
      leave(*entity, *draft, step);
      return {};
    }
    PROBITY_TRY(add(context, reader, *draft, step.plan));
    step.others.push_back(std::move(*draft));
    return {};
  }

  void leave(const meta::Entity& entity, const Draft& draft, Unmerging& step) const {
    const Context there = at_entity(context_, entity);
    const CellRow row(draft.before);
    step.left.push_back({is_open_to(context_, entity) && there.sees(row), &entity, draft.id, display_of(there, row)});
  }

  Result<> add(const Context& context, store::Reader& reader, Draft& draft, store::Plan& plan) {
    PROBITY_TRY(add_change(context, records_.hooks(), reader, draft, {}, plan));
    return {};
  }

  void tell(const Unmerging& step) const {
    const auto tell_of = [&](const Draft& draft) {
      if (draft.entity) records_.changes().tell({context_.workspace->slug(), draft.entity->name, draft.id, std::string(name_of(draft.verb)), Id{}, state_of(draft)});
    };
    tell_of(step.winner);
    std::ranges::for_each(step.others, tell_of);
  }

  Records& records_;
  const Context& context_;
  const Id& merge_;
  std::vector<Left> left_;
  std::set<Id> kept_;
};

void write_unmerged(const Context& context, const Unmerging& unmerged, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "record");
  write_record(*context.entity, everything_readable(context), CellRow(unmerged.winner.after), writer);
  key(writer, "restored");
  writer.StartArray();
  for (const Draft& draft : unmerged.others) {
    if (!draft.live_before() && draft.live_after()) write_id(writer, draft.id);
  }
  writer.EndArray();
  key(writer, "left");
  writer.StartArray();
  for (const Left& left : unmerged.left) {
    if (!left.seen) continue;
    writer.StartObject();
    key(writer, "entity");
    put(writer, left.entity->name);
    key(writer, "id");
    write_id(writer, left.id);
    key(writer, "display");
    put(writer, left.display);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

}  // namespace

Result<> unmerge(Records& records, const privacy::Access& access, const Id& merge, JsonWriter& writer) {
  PROBITY_ASSIGN(const Context workspace, records.enter(access));
  std::optional<MergeEntries> entries;
  PROBITY_TRY(workspace.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(entries, read_entries(reader, merge));
    return {};
  }));
  const meta::Entity* entity = workspace.model().find(entries->winner->entity);
  if (!entity || !is_open_to(workspace, *entity)) return fail(ErrorKind::not_found, "not_found", "There is no such merge, or it was undone already.");
  const Context context = at_entity(workspace, *entity);
  PROBITY_TRY(may(context, Verb::unmerge));
  PROBITY_ASSIGN(const Unmerging unmerged, Unmerge(records, context, merge).run());
  write_unmerged(context, unmerged, writer);
  return {};
}

}  // namespace probity::records

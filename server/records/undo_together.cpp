#include "records/change.hpp"
#include "records/record_json.hpp"
#include "records/undo/take_back.hpp"
#include "records/undo/undo_group.hpp"

namespace probity::records {
namespace {

constexpr std::size_t kMostTogether = 500;
constexpr int kAttempts = 20;

std::unexpected<Error> part_of_group(const Id& group, std::string_view why) {
  return fail(Error{.kind = ErrorKind::conflict, .code = "part_of_group",
                    .message = fmt::format("Your last change was one of many made together, {}. Nothing was changed. Undo the import or the job that made them.", why),
                    .extras = fmt::format(R"({{"group":"{}"}})", group.text())});
}

/// What the group did that is still in force, newest first; "part_of_group" where it cannot go in one write.
Result<std::vector<HistoryEntry>> own_entries(const Context& context, store::Reader& reader, const Id& group) {
  std::vector<HistoryEntry> entries;
  bool others = false;
  PROBITY_TRY(each_history(reader, store::Condition::equals("group_id", cell(group)), std::nullopt, [&](HistoryEntry&& entry) {
    if (entry.undone || is_undo(entry)) return true;
    others = others || entry.actor != context.access.actor;
    entries.push_back(std::move(entry));
    return !others && entries.size() <= kMostTogether;
  }));
  if (others) return part_of_group(group, "some of them by others");
  if (entries.size() > kMostTogether) return part_of_group(group, "too many to undo at once");
  if (entries.empty()) return fail(ErrorKind::conflict, "undone_already", "This has been undone already.");
  return entries;
}

class UndoTogether {
 public:
  UndoTogether(Records& records, const Context& workspace, const Id& group) : records_(records), workspace_(workspace), group_(group) {}

  Result<> run() {
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      drafts_.clear();
      store::Plan plan;
      PROBITY_TRY(workspace_.database->read([&](store::Reader& reader) { return plan_all(reader, plan); }));
      PROBITY_ASSIGN(const auto outcome, workspace_.database->write_and_wait(std::move(plan)));
      if (!outcome.committed) continue;
      for (const Draft& draft : drafts_) records_.changes().tell({workspace_.workspace->slug(), draft.entity->name, draft.id, std::string(name_of(draft.verb)), Id{}, state_of(draft)});
      return {};
    }
    return fail(ErrorKind::conflict, "busy", "These records are being changed by others right now. Nothing was undone; try again.");
  }
  const std::vector<Draft>& drafts() const { return drafts_; }

 private:
  Result<> plan_all(store::Reader& reader, store::Plan& plan) {
    PROBITY_ASSIGN(const auto entries, own_entries(workspace_, reader, group_));
    std::map<Id, std::vector<const HistoryEntry*>> by_record;
    std::vector<Id> order;
    std::set<Id> together;
    for (const HistoryEntry& entry : entries) {
      if (together.insert(entry.record).second) order.push_back(entry.record);
      by_record[entry.record].push_back(&entry);
    }
    for (const Id& record : order) PROBITY_TRY(plan_record(reader, by_record[record], together, plan));
    return {};
  }

  Result<> plan_record(store::Reader& reader, const std::vector<const HistoryEntry*>& entries, const std::set<Id>& together, store::Plan& plan) {
    const HistoryEntry& newest = *entries.front();
    const meta::Entity* entity = workspace_.model().find(newest.entity);
    if (!entity || !is_open_to(workspace_, *entity)) return fail(ErrorKind::conflict, "not_undoable", "Part of this change is no longer yours to see, so it cannot be undone.");
    const Context context = at_entity(workspace_, *entity);
    PROBITY_ASSIGN(auto draft, read_draft(context, reader, newest.record, Verb::undo));
    if (!draft) return fail(ErrorKind::conflict, "not_undoable", "What was deleted for good cannot be brought back.");
    for (const HistoryEntry* entry : entries) {
      PROBITY_TRY(may(context, verb_to_undo(*entry)));
      PROBITY_TRY(take_back(context, reader, *entry, *draft, together));
    }
    PROBITY_TRY(add_change(context, records_.hooks(), reader, *draft, {}, plan));
    drafts_.push_back(std::move(*draft));
    return {};
  }

  Records& records_;
  const Context& workspace_;
  Id group_;
  std::vector<Draft> drafts_;
};

}  // namespace

Result<Undone> undo_together(Records& records, const Context& context, const HistoryEntry& asked) {
  UndoTogether undo(records, context, *asked.group);
  PROBITY_TRY(undo.run());
  const auto draft = std::ranges::find(undo.drafts(), asked.record, &Draft::id);
  const std::string display = draft == undo.drafts().end() ? std::string() : display_of(context, CellRow(draft->after));
  return Undone{.entity = asked.entity, .id = asked.record, .operation = asked.operation, .display = display, .records = undo.drafts().size()};
}

Result<> undo_whole(Records& records, const privacy::Access& access, const Id& group) {
  PROBITY_ASSIGN(const Context context, records.enter(access));
  return UndoTogether(records, context, group).run();
}

}  // namespace probity::records

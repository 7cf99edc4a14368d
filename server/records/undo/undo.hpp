#pragma once
// Taking back what was done. An undo is a write like any other: checked, audited, told to open pages. It
// marks what it takes back as undone in the history, both in one transaction, so nothing is taken back twice.
//
// It refuses what was changed since (conflict "changed_since", extras {"record":{"entity","id","display"},
// "fields":[..]}): a field that no longer has the value the change gave it, a created record that was
// changed later, a deleted one that was restored. A created record that live
// records link to by now is refused too ("used_since"). Changes of other fields by others do not stand in
// the way and stay. "not_undoable": its values were erased, or it was a purge.
#include "jobs/jobs.hpp"
#include "records/records.hpp"

namespace probity::records {

struct Undone {
  std::string entity;
  Id id;
  std::string operation;  ///< of the change that was taken back
  std::string display;
  std::size_t records = 1;  ///< that were taken back together, this one among them
};
/// {"entity","id","operation","display","records"}.
void write_undone(const Undone& undone, JsonWriter& writer);

/// The actor's last change anywhere that is not undone yet; again and again goes further back. What was done
/// together (a merge, a conversion, a batch) is taken back as a whole or not at all. "nothing_to_undo"
/// (conflict); "part_of_group" (conflict, extras {"group":id}) where the whole is more than 500 changes or not
/// all one's own: start_undo() takes those back.
Result<Undone> undo_last(Records& records, const privacy::Access& access);
/// The same for the actor's last change of one record.
Result<Undone> undo_last_of(Records& records, const Context& context, const Id& id);

/// Takes back all that this actor did under one group, in one write.
Result<> undo_whole(Records& records, const privacy::Access& access, const Id& group);

/// Queues a job of kind "undo" that takes back everything with that group (a batch, an import: its job's
/// id), newest first. Its result: {"undone":n,"refused":[{"entity","id","display","code","message"}]}, the
/// first 1,000. Taken up again after a kill. Only the one who did it, or an administrator ("forbidden").
/// "nothing_to_undo" where there is no such group; "is_merge" where unmerge() is the way.
Result<Id> start_undo(Records& records, jobs::Jobs& jobs, const privacy::Access& access, const Id& group);

}  // namespace probity::records

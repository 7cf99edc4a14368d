#pragma once
// One write on its way: planned against a view of the database, to be written if the view still holds.
#include "records/hooks.hpp"
#include "records/records.hpp"

namespace probity::records {

struct Planned {
  Draft draft;
  store::Plan plan;
  /// There is nothing to write: `draft.before` is how the record stands, or it stands as it was created
  /// before by the same request.
  bool settled = false;
  bool replayed = false;
};

/// A new record, filled, checked and planned. `id` is what it gets where the options name none.
Result<Planned> plan_creation(const Context& context, const Hooks& hooks, store::Reader& reader, const Id& id,
                              const CreateOptions& options, const Records::Alter& fill);

/// A change of one record, from how it stands to what `change` makes of it.
Result<Planned> plan_change(const Context& context, const Hooks& hooks, store::Reader& reader, const Id& id, Verb verb,
                            const UpdateOptions& options, const Records::Alter& change);

/// Puts what one plan requires and does behind what another does.
void take(store::Plan& plan, store::Plan&& more);

/// The record as it stands, to be changed; nothing where this access sees none.
Result<std::optional<Draft>> read_draft(const Context& context, store::Reader& reader, const Id& id, Verb verb);

/// "version_conflict" (precondition_failed) where the caller expects another version; tells what was
/// wanted (`patch`, may be null), what is there, and what was there.
Result<> check_version(const Context& context, store::Reader& reader, const Draft& draft, const UpdateOptions& options, const JsonValue* patch);

/// "duplicate" (conflict, extras {"candidates":[..]}) where the draft looks like another record; with `allow`
/// only where there may be no second one. What was found free is required to be so still.
Result<> refuse_duplicates(const Context& context, store::Reader& reader, const Draft& draft, bool allow, store::Plan& plan);

/// Runs hooks and checks over a changed draft and adds it to a plan, beside whatever is there already.
/// False where it changes nothing. For several records that change together or not at all.
Result<bool> add_change(const Context& context, const Hooks& hooks, store::Reader& reader, Draft& draft,
                        const UpdateOptions& options, store::Plan& plan);

}  // namespace probity::records

#pragma once
// What stands against the people a record concerns (privacy/subject_state.hpp), kept right in every row: a person's
// own row has their state, and a row that concerns people has what stands against any of them.
//
// Two ways lead to it. A write works the state of its record out from the people it concerns and requires that
// theirs are still the same. A change of a person's state changes, in one transaction, their row and up to kSpreadAtOnce
// rows that concern them, and leaves a mark; what is done later, or was written meanwhile, follows from the mark
// (see Subjects), which survives the program. Where several records are of one human being (same_person.hpp), a
// change of one's state changes all of them.
#include <functional>
#include <span>

#include "jobs/jobs.hpp"
#include "privacy/subject_state.hpp"
#include "records/records.hpp"
#include "records/subject/facts.hpp"

namespace probity::records {

inline constexpr int kSpreadAtOnce = 1'000;

struct Person {
  const meta::Entity* entity = nullptr;
  Id id;
  privacy::SubjectState state = 0;
};

/// A person of this database by id, those in the bin included; null entity where there is none.
Result<Person> find_person(const Context& context, store::Reader& reader, const Id& id);

/// Everybody a record concerns, as it was resolved when the record was written.
Result<std::set<Id>> people_of(store::Reader& reader, const Id& record);

using ChangeState = std::function<privacy::SubjectState(privacy::SubjectState)>;

/// Adds to a plan: every record of the person gets what `change` makes of its state, and so does what concerns them.
/// For facts that are written in the same transaction (a restriction, a consent). They are asked again soon after.
/// "not_found" where there is no such person.
Result<> plan_state(const Context& context, store::Reader& reader, const Id& person, const ChangeState& change, store::Plan& plan);

/// The same of these records alone, whichever others are of the same human being. "not_found" where none is a person's.
Result<> plan_states(const Context& context, store::Reader& reader, std::span<const Id> records, const ChangeState& change, store::Plan& plan);

/// The same alone and at once; tells open pages. Any context of the workspace will do: what may be done was decided before.
Result<> set_state(Records& records, const Context& context, const Id& person, const ChangeState& change);

/// The operation of the change that open pages are told of where a person's state changed.
inline constexpr std::string_view kStateChanged = "subject_state";
/// To be called after a plan with plan_state() was written. `stricter` as in Change.
Result<> tell_state(Records& records, const Context& context, const Id& person, bool stricter = true);

/// The person's own row gets that state; requires that it stands as `person` says, and sets it there.
void plan_person(const Context& context, Person& person, privacy::SubjectState state, store::Plan& plan);

/// Of plan_state() the part for other rows: they are changed as if these people had those states, which are written by
/// whoever calls.
Result<> plan_spread(const Context& context, store::Reader& reader, std::span<const Person> people, store::Plan& plan);

/// Has the person's state settled again from the facts, soon.
void mark_person(const Id& person, store::Plan& plan);

/// Works off the marks: at once after a change, and at the start what a killed program left.
class Subjects {
 public:
  /// Before the jobs start.
  Subjects(Records& records, jobs::Jobs& jobs);
  ~Subjects();
  void add_facts(Facts facts) { records_.hooks().facts().add(std::move(facts)); }
  /// Works off every mark of a workspace.
  Result<> settle(const std::string& workspace);

 private:
  Result<> settle(const Context& context, const Id& person, const Cell& mark);
  Result<> settle_rows(const Context& context, const Id& person);

  Records& records_;
  jobs::Jobs& jobs_;
  std::uint64_t listener_ = 0;
};

}  // namespace probity::records

#pragma once
// What stands against the people a record concerns (privacy/subject_state.hpp), kept right in every row: a person's
// own row has their state, and a row that concerns people has what stands against any of them.
//
// Two ways lead to it. A write works the state of its record out from the people it concerns and requires that
// theirs are still the same. A change of a person's state changes, in one transaction, their row and up to kSpreadAtOnce
// rows that concern them, and leaves a mark; what is done later, or was written meanwhile, follows from the mark
// (see Subjects), which survives the program.
#include <functional>
#include <span>

#include "jobs/jobs.hpp"
#include "privacy/subject_state.hpp"
#include "records/records.hpp"

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

/// Adds to a plan: the person's row gets what `change` makes of its state, and so does what concerns them. For facts
/// that are written in the same transaction (a restriction, a consent). Nothing where the state stays.
/// "not_found" where there is no such person.
Result<> plan_state(const Context& context, store::Reader& reader, const Id& person, const ChangeState& change, store::Plan& plan);

/// The same alone and at once; tells open pages. Any context of the workspace will do: what may be done was decided before.
Result<> set_state(Records& records, const Context& context, const Id& person, const ChangeState& change);

/// The operation of the change that open pages are told of where a person's state changed.
inline constexpr std::string_view kStateChanged = "subject_state";
/// To be called after a plan with plan_state() was written.
Result<> tell_state(Records& records, const Context& context, const Id& person);

/// Of plan_state() the part for other rows: they are changed as if the person had that state, which is written by
/// whoever calls.
Result<> plan_spread(const Context& context, store::Reader& reader, const Person& person, store::Plan& plan);

/// Has the person's state settled again from the facts, soon.
void mark_person(const Id& person, store::Plan& plan);

/// Works off the marks: at once after a change, and at the start what a killed program left.
class Subjects {
 public:
  /// What the facts of one kind (restrictions, consents) say of a person: bits of `bits` only.
  struct Facts {
    privacy::SubjectState bits = 0;
    std::function<Result<privacy::SubjectState>(const Context&, store::Reader&, const Id& person)> state;
  };
  /// Before the jobs start.
  Subjects(Records& records, jobs::Jobs& jobs);
  ~Subjects();
  /// Where several kinds say something of a bit, one that sets it is enough. Bits that no facts tell of stay.
  void add_facts(Facts facts) { facts_.push_back(std::move(facts)); }
  /// Works off every mark of a workspace.
  Result<> settle(const std::string& workspace);

 private:
  Result<> settle(const Context& context, const Id& person, const Cell& mark);
  Result<privacy::SubjectState> state_from_facts(const Context& context, store::Reader& reader, const Person& person) const;

  Records& records_;
  jobs::Jobs& jobs_;
  std::vector<Facts> facts_;
  std::uint64_t listener_ = 0;
};

}  // namespace probity::records

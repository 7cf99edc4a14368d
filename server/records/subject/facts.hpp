#pragma once
// What a person's state is made of: facts, each kind kept by the room that knows it.
#include <functional>
#include <vector>

#include "privacy/subject_state.hpp"
#include "records/context.hpp"

namespace probity::records {

/// What the facts of one kind (restrictions, consents, ages) say of a person: bits of `bits` only. `state` speaks of the
/// human being: it is asked once for all of their records (see same_person.hpp).
struct Facts {
  enum class Says {
    stands,   ///< the bits stand; one kind that sets a bit is enough
    excuses,  ///< the bits do not stand, whoever sets them
  };
  privacy::SubjectState bits = 0;
  std::function<Result<privacy::SubjectState>(const Context&, store::Reader&, const Id& person)> state;
  Says says = Says::stands;
};

class SubjectFacts {
 public:
  /// Before the jobs start.
  void add(Facts facts) { facts_.push_back(std::move(facts)); }
  /// The state of one of the person's records, from how it stands: bits that no facts tell of stay.
  Result<privacy::SubjectState> state(const Context& context, store::Reader& reader, const Id& person, privacy::SubjectState before) const;
  /// The same but for what their ages say, in place of which stands `minor_by_age`: for a write that changes it.
  Result<privacy::SubjectState> state(const Context& context, store::Reader& reader, const Id& person, privacy::SubjectState before, bool minor_by_age) const;

 private:
  std::vector<Facts> facts_;
};

}  // namespace probity::records

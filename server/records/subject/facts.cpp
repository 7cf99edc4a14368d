#include "records/subject/facts.hpp"

#include "records/ages.hpp"

namespace probity::records {

Result<privacy::SubjectState> SubjectFacts::state(const Context& context, store::Reader& reader, const Id& person, privacy::SubjectState before) const {
  PROBITY_ASSIGN(const bool minor, is_minor_by_age(context, reader, person));
  return state(context, reader, person, before, minor);
}

Result<privacy::SubjectState> SubjectFacts::state(const Context& context, store::Reader& reader, const Id& person, privacy::SubjectState before, bool minor_by_age) const {
  privacy::SubjectState spoken_of = privacy::kMinor;
  privacy::SubjectState stands = minor_by_age ? privacy::kMinor : privacy::SubjectState{0};
  privacy::SubjectState excused = 0;
  for (const Facts& facts : facts_) {
    PROBITY_ASSIGN(const privacy::SubjectState said, facts.state(context, reader, person));
    const bool excuses = facts.says == Facts::Says::excuses;
    (excuses ? excused : stands) |= said & facts.bits;
    if (!excuses) spoken_of |= facts.bits;
  }
  return (before & ~spoken_of) | (stands & ~excused);
}

}  // namespace probity::records

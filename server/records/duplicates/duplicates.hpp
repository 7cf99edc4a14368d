#pragma once
// Records that look like the same thing.
#include <string>
#include <vector>

#include "records/draft.hpp"
#include "records/keys.hpp"

namespace probity::records {

struct Candidate {
  Id id;                 ///< nil: a record this access may not see
  std::string display;
  std::string reason;    ///< "same email"
  bool refused = false;  ///< the field allows no second record of this value
};

struct Candidates {
  std::vector<Candidate> found;  ///< live records, at most ten, the draft's own left out
  std::vector<MatchKey> free;    ///< new keys of the draft that no record has
};

/// Looks for records that share a telling key which the draft did not have before. `least` leaves out keys
/// that tell less: warn for any hint, refuse for those of which there may be only one.
Result<Candidates> find_candidates(const Context& context, store::Reader& reader, const Draft& draft, meta::Unique least);

/// {"candidates":[..]} for a record as far as it is typed: missing fields and values that are not (yet) right
/// tell nothing; unknown fields are errors. "id" among the members is the record being edited.
Result<> write_candidates_while_typing(const Context& context, const JsonValue& fields, JsonWriter& writer);

/// [{"id","display","reason"}].
void write_candidates(const std::vector<Candidate>& candidates, JsonWriter& writer);

/// Nobody may take these keys before the plan is written.
void require_keys_free(const meta::Entity& entity, const std::vector<MatchKey>& keys, store::Plan& plan);

}  // namespace probity::records

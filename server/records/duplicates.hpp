#pragma once
// Records that look like the same thing.
#include <string>
#include <vector>

#include "records/draft.hpp"
#include "records/keys.hpp"

namespace probity::records {

struct Candidate {
  Id id;
  std::string display;
  std::string reason;  ///< "same email"
  bool refused = false;  ///< the field allows no second record of this value
};

/// Live records that share a telling key with the draft, at most ten, itself left out.
Result<std::vector<Candidate>> find_candidates(const Context& context, store::Reader& reader, const Draft& draft);

/// {"candidates":[..]} for a record as far as it is typed: unknown fields and wrong values are errors, missing
/// ones are not. "id" among the members is the record that is being edited; it is no candidate.
Result<> write_candidates_while_typing(const Context& context, const JsonValue& fields, JsonWriter& writer);

/// [{"id","display","reason"}].
void write_candidates(const std::vector<Candidate>& candidates, JsonWriter& writer);

/// Nobody may take these keys before the plan is written.
void require_keys_free(const Draft& draft, store::Plan& plan);

}  // namespace probity::records

#pragma once
// Under which version of the policy a record stands. It is written when the record is made, and raised here
// alone: once everybody it concerns was told of the newer one.
#include <functional>

#include "records/records.hpp"

namespace probity::records {

/// Whether that person was told of everything newer than version `from`, up to the one rows are raised to.
using WasTold = std::function<Result<bool>(store::Reader&, const Id& person, std::int64_t from)>;

struct RaisedPage {
  std::int64_t raised = 0;
  Id last;            ///< go on after it
  bool more = false;
};

/// Raises live records of the context's entity that stand under an older version, the next few hundred after
/// `after`, in one transaction; those that concern nobody are raised too. Neither their own version nor what
/// they say changes. To be called again until there are no more; after a kill, from the start.
Result<RaisedPage> raise_policy_version(const Context& context, std::int64_t version, const Id& after, const WasTold& was_told);

}  // namespace probity::records

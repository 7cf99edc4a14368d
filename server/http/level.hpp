#pragma once
// What a call is about: the workspace that it names, or under /api/v1/operator/ the accounts, which are the affair of who
// runs the installation.
#include "http/call.hpp"

namespace probity::http {

/// The caller at that level. "operator_only" (forbidden) for anybody else's call under /api/v1/operator/.
Result<privacy::Access> at_level(const Call& call);
/// The same for a duty under the law, whatever purpose the call names.
Result<privacy::Access> at_level_by_law(const Call& call);

}  // namespace probity::http

#include "http/level.hpp"

#include "accounts/operator.hpp"

namespace probity::http {

Result<privacy::Access> at_level(const Call& call) {
  privacy::Access access = *call.access;
  if (!call.route->path.starts_with("/api/v1/operator/")) return access;
  PROBITY_ASSIGN(const auto runs_it, accounts::operator_member(call.application.records));
  if (!runs_it || *runs_it != access.actor) {
    return fail(ErrorKind::forbidden, "operator_only", "Only who set up this installation deals with its accounts: their policy, the mail to them, their requests, their breaches. Nothing was changed.");
  }
  access.workspace = records::kSystemWorkspace;
  return access;
}

Result<privacy::Access> at_level_by_law(const Call& call) {
  PROBITY_ASSIGN(privacy::Access access, at_level(call));
  access.purpose = privacy::kLegalObligation;
  return access;
}

}  // namespace probity::http

#include "accounts/operator.hpp"

#include "accounts/directory.hpp"
#include "accounts/roles.hpp"

namespace probity::accounts {

Result<std::optional<Id>> operator_member(records::Records& records) {
  const privacy::Access access = program_access(records::kSystemWorkspace, "program");
  PROBITY_ASSIGN(const records::Context context, enter_system(records, access, "membership"));
  std::optional<Id> longest;
  // Oldest first.
  PROBITY_TRY(records.each(context, fmt::format(R"({{"field":"role","op":"eq","value":"{}"}})", kOwner), [&](const Id&, const Row& row) -> Result<> {
    if (!longest) longest = id_of(*context.entity, "member", row);
    return {};
  }));
  return longest;
}

}  // namespace probity::accounts

// From where a workspace lets its members and tokens in.
#include "accounts/implementation.hpp"

namespace probity::accounts {

Result<> Accounts::check_address(std::string_view workspace, bool by_token, std::string_view address) {
  PROBITY_ASSIGN(const bool allowed, implementation_->addresses.allows(workspace, by_token, address));
  if (allowed) return {};
  return fail(ErrorKind::forbidden, "address_not_allowed", "This workspace lets people and programs in from listed networks only, and you come from another one. Nothing was changed; ask its administrator.");
}

Result<AddressRules> Accounts::address_rules(std::string_view workspace) { return implementation_->addresses.rules(workspace); }

Result<> Accounts::set_address_rules(std::string_view workspace, const AddressRules& rules, std::string_view own_address) {
  Implementation& own = *implementation_;
  PROBITY_ASSIGN(const auto place, own.active_workspace(workspace));
  if (!own_address.empty() && !is_within(rules.members, own_address)) {
    return fail(ErrorKind::conflict, "would_lock_you_out", "The list of members' networks leaves out the address you come from now. Nothing was changed; add it first.");
  }
  return own.addresses.set(place.info.id, rules);
}

}  // namespace probity::accounts

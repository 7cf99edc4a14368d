#include "privacy/access.hpp"

#include "privacy/policy/policy.hpp"

namespace probity::privacy {

const EntityGrant& Grants::of(std::string_view entity) const {
  auto found = entities.find(entity);
  return found == entities.end() ? everything : found->second;
}

bool Grants::may_use_for(std::string_view purpose) const {
  if (!purposes.empty()) return purposes.contains(purpose);
  return administrator || purpose != kLegalObligation;
}

std::shared_ptr<const Grants> Grants::make(Grants grants) {
  static std::atomic<std::uint64_t> last{0};
  grants.serial = ++last;
  return std::make_shared<const Grants>(std::move(grants));
}

}  // namespace probity::privacy

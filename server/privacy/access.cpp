#include "privacy/access.hpp"

namespace probity::privacy {

const EntityGrant& Grants::of(std::string_view entity) const {
  auto found = entities.find(entity);
  return found == entities.end() ? everything : found->second;
}

std::shared_ptr<const Grants> Grants::make(Grants grants) {
  static std::atomic<std::uint64_t> last{0};
  grants.serial = ++last;
  return std::make_shared<const Grants>(std::move(grants));
}

}  // namespace probity::privacy

#include "privacy/decision.hpp"

namespace probity::privacy {
namespace {

/// Enough for every role and purpose of a busy installation; beyond it the cache starts afresh.
constexpr std::size_t kCacheLimit = 4096;

/// Both must let it: what the model says the field is for, and what the policy says the purpose may use.
bool serves(const meta::Field& field, std::string_view purpose, const Policy& policy) {
  if (field.category == "none") return true;
  return policy.allows(purpose, field.category) && std::find(field.purposes.begin(), field.purposes.end(), purpose) != field.purposes.end();
}

Decision compile(const EntityGrant& grant, std::string_view purpose, const Policy& policy, const meta::Entity& entity) {
  Decision decision{.may_read = grant.read,
                    .may_create = grant.create,
                    .may_update = grant.update,
                    .may_remove = grant.remove,
                    .may_export = grant.export_all,
                    .only_own = entity.seen_by.has_value()};
  decision.every_field_readable = true;
  for (const meta::Field& field : entity.fields) {
    const bool readable = serves(field, purpose, policy) && !grant.hidden_fields.contains(field.name);
    decision.readable.push_back(readable);
    decision.writable.push_back(readable && !field.read_only && !grant.read_only_fields.contains(field.name));
    decision.every_field_readable &= readable;
  }
  return decision;
}

}  // namespace

std::size_t Decisions::KeyHash::operator()(const Key& key) const {
  std::size_t hash = std::hash<std::string>{}(key.purpose);
  hash = hash * 31 + key.grants;
  hash = hash * 31 + key.policy;
  hash = hash * 31 + key.model;
  return hash * 31 + std::hash<const void*>{}(key.entity);
}

std::shared_ptr<const Decision> Decisions::decide(const Access& access, const PolicyInForce& policy, const meta::Model& model,
                                                  const meta::Entity& entity) {
  static const Decision nothing{};
  if (!access.grants) return std::shared_ptr<const Decision>(&nothing, [](const Decision*) {});
  Key key{access.grants->serial, policy.serial, model.version(), &entity, access.purpose};
  std::lock_guard lock(mutex_);
  auto found = cache_.find(key);
  if (found != cache_.end()) return found->second;
  if (cache_.size() >= kCacheLimit) cache_.clear();
  auto decision = std::make_shared<const Decision>(compile(access.grants->of(entity.name), access.purpose, *policy.policy, entity));
  cache_.emplace(std::move(key), decision);
  return decision;
}

}  // namespace probity::privacy

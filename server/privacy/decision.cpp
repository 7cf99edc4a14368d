#include "privacy/decision.hpp"

namespace probity::privacy {
namespace {

/// Enough for every role and purpose of a busy installation; beyond it the cache starts afresh.
constexpr std::size_t kCacheLimit = 4096;

/// In the model, instead of a field that says whose a record is.
constexpr std::string_view kEverybody = "everybody";

bool is_personal(const meta::Field& field) { return field.category != "none"; }

/// Both must let it: what the model says the field is for, and what the policy says the purpose may use.
bool serves(const meta::Field& field, const Purpose& purpose) {
  if (!is_personal(field)) return true;
  if (!purpose.covers(field.category)) return false;
  return purpose.name == kLegalObligation || std::ranges::find(field.purposes, purpose.name) != field.purposes.end();
}

Decision nothing_of(const meta::Entity& entity) {
  return {.readable = std::vector<bool>(entity.fields.size(), false), .writable = std::vector<bool>(entity.fields.size(), false), .since_version = kNoVersion};
}

class Compiler {
 public:
  Compiler(const Grants& grants, const Purpose& purpose, const PolicyInForce& policy, const meta::Entity& entity)
      : grants_(grants), grant_(grants.of(entity.name)), purpose_(purpose), policy_(policy), entity_(entity) {}

  Decision compile() {
    decision_ = {.may_read = grant_.read, .may_create = grant_.create, .may_update = grant_.update, .may_remove = grant_.remove,
                 .may_export = grant_.export_all, .may_bulk = grant_.bulk, .privates = grants_.privates, .every_field_readable = true, .only_own = entity_.seen_by.has_value()};
    // What the model says is everybody's is read by everybody whose role reads any of it.
    if (entity_.owned_by == kEverybody && grant_.read) decision_.may_read = Reach::all;
    for (const meta::Field& field : entity_.fields) add(field);
    add_versions();
    if (entity_.subject.kind != meta::Subject::Kind::none) add_state();
    return std::move(decision_);
  }

 private:
  void add(const meta::Field& field) {
    const bool bounded = !grants_.fields_for.empty() && std::ranges::find(field.purposes, grants_.fields_for) == field.purposes.end();
    const bool served = serves(field, purpose_) && !bounded;
    const bool readable = served && !grant_.hidden_fields.contains(field.name);
    decision_.readable.push_back(readable);
    decision_.writable.push_back(readable && !field.read_only && !grant_.read_only_fields.contains(field.name));
    decision_.every_field_readable &= readable;
    const bool known = std::ranges::find(decision_.refused, field.category) != decision_.refused.end();
    if (is_personal(field) && !purpose_.covers(field.category) && !known) decision_.refused.push_back(field.category);
  }

  /// A purpose to which nothing personal of an entity is open sees none of its rows: that somebody is in them
  /// is personal as well.
  void add_versions() {
    std::int64_t first = kNoVersion;
    bool personal = false;
    std::vector<std::int64_t> since;
    for (const meta::Field& field : entity_.fields) {
      const std::int64_t version = is_personal(field) ? policy_.first_version_of(purpose_.name, field.category) : 1;
      since.push_back(version);
      personal |= is_personal(field);
      if (is_personal(field) && serves(field, purpose_)) first = std::min(first, version);
    }
    if (std::ranges::any_of(since, [](std::int64_t version) { return version > 1; })) decision_.shown_since = std::move(since);
    if (!personal || entity_.subject.kind == meta::Subject::Kind::none) return;
    decision_.since_version = first;
  }

  void add_state() {
    decision_.forbidden_state = kErasing;
    if (purpose_.name != kLegalObligation) decision_.forbidden_state |= kRestricted | kMinor | objected_to(purpose_.id);
    if (purpose_.basis == Basis::consent) decision_.required_state = agreed_to(purpose_.id);
  }

  const Grants& grants_;
  const EntityGrant& grant_;
  const Purpose& purpose_;
  const PolicyInForce& policy_;
  const meta::Entity& entity_;
  Decision decision_;
};

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
  if (!access.grants) return std::make_shared<const Decision>(nothing_of(entity));
  Key key{access.grants->serial, policy.serial, model.version(), &entity, access.purpose};
  std::lock_guard lock(mutex_);
  auto found = cache_.find(key);
  if (found != cache_.end()) return found->second;
  if (cache_.size() >= kCacheLimit) cache_.clear();
  const Purpose* purpose = access.grants->may_use_for(access.purpose) ? policy.policy->purpose(access.purpose) : nullptr;
  auto decision = std::make_shared<const Decision>(purpose ? Compiler(*access.grants, *purpose, policy, entity).compile() : nothing_of(entity));
  cache_.emplace(std::move(key), decision);
  return decision;
}

}  // namespace probity::privacy

#include "records/keys.hpp"

#include "base/text.hpp"

namespace probity::records {
namespace {

constexpr char kSeparator = '\x1f';

/// The key of a rule; empty when a text of it is missing. A missing link is a value like another: two
/// people of one name without a company may well be one.
std::string rule_key(const meta::Entity& entity, const std::vector<std::string>& rule, const Row& row) {
  std::string key;
  for (const std::string& name : rule) {
    const meta::Field& field = *entity.field(name);
    const bool link = field.type->shape() == meta::Shape::exact;
    if (row.null(field.first_column) && !link) return {};
    key += link ? field.type->text(field, row, field.first_column) : fold(field.type->text(field, row, field.first_column));
    key += kSeparator;
  }
  return key;
}

const meta::Field* field_with_id(const meta::Entity& entity, std::int64_t id) {
  for (const meta::Field& field : entity.fields) {
    if (field.id == id) return &field;
  }
  return nullptr;
}

}  // namespace

MatchKeys match_keys(const meta::Entity& entity, const Row& row) {
  MatchKeys keys;
  for (const meta::Field& field : entity.fields) {
    if (row.null(field.first_column)) continue;
    if (field.type->shape() == meta::Shape::keys) {
      for (std::string& key : field.type->keys(field, row, field.first_column)) keys.insert({field.id, std::move(key)});
    } else if (field.unique != meta::Unique::no) {
      keys.insert({field.id, fold(field.type->text(field, row, field.first_column))});
    }
  }
  for (std::size_t rule = 0; rule < entity.duplicate_when.size(); ++rule) {
    std::string key = rule_key(entity, entity.duplicate_when[rule], row);
    if (!key.empty()) keys.insert({-static_cast<std::int64_t>(rule) - 1, std::move(key)});
  }
  return keys;
}

meta::Unique uniqueness_of(const meta::Entity& entity, const MatchKey& key) {
  if (key.field < 0) return meta::Unique::warn;
  const meta::Field* field = field_with_id(entity, key.field);
  return field ? field->unique : meta::Unique::no;
}

std::string reason_of(const meta::Entity& entity, const MatchKey& key) {
  if (key.field >= 0) {
    const meta::Field* field = field_with_id(entity, key.field);
    return field ? "same " + lower_ascii(field->label) : "same value";
  }
  std::string reason = "same ";
  const auto& rule = entity.duplicate_when[static_cast<std::size_t>(-key.field - 1)];
  for (std::size_t index = 0; index < rule.size(); ++index) {
    if (index > 0) reason += index + 1 == rule.size() ? " and " : ", ";
    reason += lower_ascii(entity.field(rule[index])->label);
  }
  return reason;
}

}  // namespace probity::records

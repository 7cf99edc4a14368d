#include "rights/reach/minimum.hpp"

#include "base/time.hpp"

namespace probity::reach {
namespace {

using privacy::RetentionRule;
using privacy::Starts;

/// The first of these fields that the entity has, as a column.
int column_of(const meta::Entity& entity, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const meta::Field* field = entity.field(name)) return field->first_column;
  }
  return -1;
}

int clock_column(const meta::Entity& entity, Starts starts) {
  switch (starts) {
    case Starts::created: return meta::kCreatedAt;
    case Starts::updated: return meta::kUpdatedAt;
    case Starts::deleted: return meta::kDeletedAt;
    case Starts::last_accessed: return column_of(entity, {"last_accessed_at", "last_seen_at", "last_used_at"});
    case Starts::account_closed: return column_of(entity, {"closed_at"});
    case Starts::contract_ended: return column_of(entity, {"ended_at", "ends_on"});
    case Starts::issued: return column_of(entity, {"issued_at", "issued_on"});
    case Starts::received: return column_of(entity, {"received_at"});
    case Starts::erased: return -1;
    case Starts::signed_on: return column_of(entity, {"signed_at", "signed_on"});
  }
  return -1;
}

std::optional<Timestamp> start_of(const meta::Entity& entity, Starts starts, const Row& row) {
  const int column = clock_column(entity, starts);
  if (column < 0 || row.null(column)) return std::nullopt;
  const int field = entity.columns[static_cast<std::size_t>(column)].field;
  const bool is_day = field >= 0 && entity.fields[static_cast<std::size_t>(field)].type->name() == "date";
  return is_day ? row.integer(column) * kDay : row.integer(column);
}

bool is_later(const std::optional<Timestamp>& one, const std::optional<Timestamp>& other) {
  return !one || (other && *one > *other);
}

std::string words_of(const RetentionRule& rule) {
  return fmt::format("The law has it kept for {} at least ({}).", rule.minimum->in_words(), rule.reason.empty() ? rule.id : rule.reason);
}

}  // namespace

Result<std::optional<Minimum>> statutory_minimum(const records::Context& context, store::Reader& reader, const meta::Entity& entity, const Id& record) {
  std::optional<Minimum> longest;
  const auto& rules = context.policy->policy->retention;
  if (std::ranges::none_of(rules, [&](const RetentionRule& rule) { return rule.entity == entity.name && rule.minimum && rule.categories.empty(); })) return longest;
  PROBITY_TRY(reader.one(context.catalog->tables(entity).all, "_id", cell(record), [&](const Row& row) {
    for (const RetentionRule& rule : rules) {
      if (rule.entity != entity.name || !rule.minimum || !rule.categories.empty()) continue;
      const auto start = start_of(entity, rule.starts, row);
      const std::optional<Timestamp> until = start ? std::optional(rule.minimum->after(*start)) : std::nullopt;
      if (until && *until <= now()) continue;
      if (!longest || is_later(until, longest->until)) longest = Minimum{until, words_of(rule)};
    }
    return false;
  }));
  return longest;
}

}  // namespace probity::reach

#include "rights/retention/weigh.hpp"

#include <algorithm>

#include "records/reading/reading.hpp"

namespace probity::retention {
namespace {

using privacy::Ground;
using privacy::RetentionAction;

std::optional<Timestamp> at_column(const Row& row, const Clock& clock) {
  if (clock.column < 0 || row.null(clock.column)) return std::nullopt;
  const std::int64_t value = row.integer(clock.column);
  return clock.is_day ? value * kDay : value;
}

bool leads_to_somebody(const Row& row, const Clock& clock) {
  return std::ranges::any_of(clock.emptied, [&](int column) { return !row.null(column) && row.text(column) != "[]"; });
}

bool is_held(const Row& row) { return (row.integer(meta::kSubjectState) & privacy::kHeld) != 0; }

bool is_empty(const meta::Field& field, const Row& row) {
  if (row.null(field.first_column)) return true;
  if (field.type->shape() == meta::Shape::links || field.type->shape() == meta::Shape::keys) return row.text(field.first_column) == "[]";
  return field.required && row.text(field.first_column) == kErased;
}

/// A rule that covers the field for this kind of record alone goes before one for all kinds.
bool is_outranked(const OfEntity& of, const Said& said) {
  if (said.kind == Ground::Kind::specific_rule) return false;
  return std::ranges::any_of(of.parts, [&](const Said& other) {
    return other.kind == Ground::Kind::specific_rule && std::ranges::includes(other.fields, said.fields);
  });
}

}  // namespace

Result<std::optional<Timestamp>> Scale::start_of(const Row& row, const Clock& clock) {
  switch (clock.from) {
    case Clock::From::nothing: return std::nullopt;
    case Clock::From::account: return rules_.closed_at();
    case Clock::From::column: return leads_to_somebody(row, clock) ? std::nullopt : at_column(row, clock);
    case Clock::From::looks: break;
  }
  PROBITY_ASSIGN(const auto look, records::last_look(reader_, row.id(meta::kId)));
  const Timestamp made = row.integer(meta::kCreatedAt);
  return std::max({made, look.value_or(made), at_column(row, clock).value_or(made)});
}

Result<> Scale::add(const Row& row, const Said& said, std::vector<Weight>& weights) {
  if (said.rule->starts == privacy::Starts::deleted && row.null(meta::kDeletedAt)) return {};
  // Put away by it already: what is to follow decides now.
  if (said.fields.empty() && said.rule->action == RetentionAction::archive && is_done(said, *of_.entity, row)) return {};
  PROBITY_ASSIGN(const auto start, start_of(row, said.clock));
  const auto until = start && said.rule->keep ? std::optional(said.rule->keep->after(*start)) : std::nullopt;
  weights.push_back({.claim = {said.kind, until}, .said = &said, .start = start});
  return {};
}

Result<> Scale::add_floors(const Row& row, std::vector<Weight>& weights) {
  for (const Floor& floor : of_.floors) {
    PROBITY_ASSIGN(const auto start, start_of(row, floor.clock));
    weights.push_back({.claim = {Ground::Kind::statutory_minimum, start ? std::optional(floor.keep.after(*start)) : std::nullopt}, .floor = &floor, .start = start});
  }
  return {};
}

Result<std::vector<Weight>> Scale::whole(const Row& row) {
  std::vector<Weight> weights;
  if (is_held(row)) weights.push_back({.claim = {Ground::Kind::hold, std::nullopt}});
  for (const Said& said : of_.whole) PROBITY_TRY(add(row, said, weights));
  PROBITY_TRY(add_floors(row, weights));
  return weights;
}

Result<std::vector<Weight>> Scale::part(const Row& row, const Said& said) {
  std::vector<Weight> weights;
  if (is_held(row)) weights.push_back({.claim = {Ground::Kind::hold, std::nullopt}});
  if (!is_outranked(of_, said)) PROBITY_TRY(add(row, said, weights));
  PROBITY_TRY(add_floors(row, weights));
  return weights;
}

Verdict Scale::verdict_of(std::span<const Weight> weights) {
  std::vector<privacy::Claim> claims;
  claims.reserve(weights.size());
  for (const Weight& weight : weights) claims.push_back(weight.claim);
  Verdict verdict;
  const auto wanting = privacy::wanting(claims);
  const auto deciding = privacy::deciding(claims);
  if (wanting) {
    verdict.said = weights[*wanting].said;
    verdict.start = weights[*wanting].start;
  }
  if (deciding) {
    verdict.until = claims[*deciding].until;
    verdict.held = claims[*deciding].kind == Ground::Kind::hold;
  }
  return verdict;
}

Result<Verdict> Scale::verdict(const Row& row, const Said& said) {
  PROBITY_ASSIGN(const auto weights, said.fields.empty() ? whole(row) : part(row, said));
  return verdict_of(weights);
}

std::vector<int> masked_fields(const Said& said, const meta::Entity& entity) {
  if (!said.fields.empty()) return said.fields;
  std::vector<int> fields;
  for (const meta::Field& field : entity.fields) {
    if (is_personal(field)) fields.push_back(field.position);
  }
  return fields;
}

bool is_done(const Said& said, const meta::Entity& entity, const Row& row) {
  if (said.rule->action == RetentionAction::archive) return (row.integer(meta::kSubjectState) & privacy::kRestricted) != 0;
  if (said.rule->action == RetentionAction::remove && said.fields.empty()) return false;
  return std::ranges::all_of(masked_fields(said, entity), [&](int field) { return is_empty(entity.fields[static_cast<std::size_t>(field)], row); });
}

}  // namespace probity::retention

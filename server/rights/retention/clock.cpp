#include "rights/retention/rules.hpp"

namespace probity::retention {
namespace {

using privacy::Starts;

Clock at_column(const meta::Entity& entity, int column) {
  if (column < 0) return {};
  const int field = entity.columns[static_cast<std::size_t>(column)].field;
  const bool is_day = field >= 0 && entity.fields[static_cast<std::size_t>(field)].type->name() == "date";
  return {.from = Clock::From::column, .column = column, .is_day = is_day};
}

bool is_moment(const meta::Field& field) { return field.type->name() == "date" || field.type->name() == "date_time"; }

/// The first of these fields that the entity has, also as one that was added at run time.
int first_of(const meta::Entity& entity, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (const meta::Field* field : {entity.field(name), entity.field("x_" + std::string(name))}) {
      if (field && is_moment(*field)) return field->first_column;
    }
  }
  return -1;
}

/// Who looks at what the program keeps for itself is not written down: it knows its own use alone.
Clock of_looks(const meta::Entity& entity) {
  const int own = first_of(entity, {"last_accessed_at", "last_seen_at", "last_used_at"});
  if (entity.system) return at_column(entity, own);
  Clock clock = at_column(entity, own);
  clock.from = Clock::From::looks;
  return clock;
}

/// What an erasure empties it changes for the last time.
Clock of_erasure(const meta::Entity& entity) {
  if (entity.subject.kind != meta::Subject::Kind::via) return {};
  Clock clock = at_column(entity, meta::kUpdatedAt);
  for (const std::string& name : entity.subject.via) {
    if (const meta::Field* field = entity.field(name)) clock.emptied.push_back(field->first_column);
  }
  return clock;
}

}  // namespace

Clock clock_of(const meta::Entity& entity, Starts starts) {
  switch (starts) {
    case Starts::created: return at_column(entity, meta::kCreatedAt);
    case Starts::updated: return at_column(entity, meta::kUpdatedAt);
    case Starts::deleted: return at_column(entity, meta::kDeletedAt);
    case Starts::last_accessed: return of_looks(entity);
    case Starts::account_closed: {
      const Clock own = at_column(entity, first_of(entity, {"closed_at"}));
      return own.from == Clock::From::nothing && !entity.system ? Clock{.from = Clock::From::account} : own;
    }
    case Starts::erased: return of_erasure(entity);
    case Starts::contract_ended: return at_column(entity, first_of(entity, {"contract_ended_at", "contract_ended_on", "ended_at", "ended_on", "ends_on"}));
    case Starts::issued: return at_column(entity, first_of(entity, {"issued_at", "issued_on"}));
    case Starts::received: return at_column(entity, first_of(entity, {"received_at", "received_on"}));
    case Starts::signed_on: return at_column(entity, entity.name == "session" ? int{meta::kCreatedAt} : first_of(entity, {"signed_at", "signed_on"}));
  }
  return {};
}

}  // namespace probity::retention

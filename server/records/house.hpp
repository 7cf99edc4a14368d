#pragma once
// Projections of the store's own tables, made once.
#include "store/schema.hpp"

namespace probity::records {

struct House {
  store::ProjectionPointer match_key, edge, concerns, history, idempotency, setting, reading;
  store::ProjectionPointer concerned_person;  ///< concerns: person
  store::ProjectionPointer history_undone;    ///< history: undone
  store::ProjectionPointer history_values;    ///< history: changes, salt, address
};
const House& house();

}  // namespace probity::records

#pragma once
// Projections of the store's own tables, made once.
#include "store/schema.hpp"

namespace probity::records {

struct House {
  store::ProjectionPointer match_key, edge, concerns, history, idempotency, setting;
  store::ProjectionPointer history_undone;  ///< the column `undone` alone
};
const House& house();

}  // namespace probity::records

#pragma once
// The table of an entity: which columns its fields take.
#include "meta/entity.hpp"

namespace probity::meta {

/// Lays out Entity::columns and sets what follows from them in each field; builds field_by_name.
/// Every field has its type.
void lay_out_columns(Entity& entity);

}  // namespace probity::meta

#pragma once
// The model as the API shows it: enough for a page to build its forms and lists from.
#include "http/application.hpp"
#include "privacy/decision.hpp"

namespace probity::http {

/// What of a field the caller may do is part of what is shown; a field they may not read is not.
void write_entity(const meta::Entity& entity, const privacy::Decision& decision, JsonWriter& writer);
void write_field(const meta::Field& field, const privacy::Decision& decision, JsonWriter& writer);
/// [{"name","operators":[..]}].
void write_field_types(JsonWriter& writer);
void write_named(const std::vector<Named>& names, JsonWriter& writer);

}  // namespace probity::http

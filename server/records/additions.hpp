#pragma once
// Changes of what an administrator added to a model: fields and entities of their own, never the product's.
// What is removed is retired: nobody sees it any more, but its column or table and what is in it stay until
// `probity migrate --allow-loss`; its name and id are never used again, so that nothing old shows up under them.
#include "base/json.hpp"
#include "records/workspace.hpp"

namespace probity::records {

/// The members label, help, required, index, choices and default of a patch; null takes one away. Any other is
/// refused ("unknown_member"): a field keeps its type, its category and its purposes.
Result<> change_field(Additions& additions, const meta::Field& field, std::string_view entity, const JsonValue& patch);
/// "not_custom" (conflict) for a field of the product.
Result<> retire_field(Additions& additions, const meta::Field& field, std::string_view entity);
Result<> retire_entity(Additions& additions, const meta::Entity& entity);

/// Whether a declaration asks for a value without saying which one stands where none is given.
bool requires_without_default(const JsonValue& declaration);
/// The declaration of a field as it stands; "not_custom" for one of the product.
Result<JsonDocument> declaration_of(const Additions& additions, const meta::Field& field, std::string_view entity);

}  // namespace probity::records

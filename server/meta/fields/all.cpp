#include "meta/fields/all.hpp"

namespace probity::meta {

std::span<const FieldType* const> field_types() {
  static const std::array types = {
      &text_type(),   &long_text_type(),    &number_type(), &money_type(),  &boolean_type(), &date_type(),
      &date_time_type(), &duration_type(),  &email_type(),  &phone_type(),  &url_type(),     &address_type(),
      &choice_type(), &multi_choice_type(), &link_type(),   &links_type(),  &file_type(),    &user_type(),
      &users_type(),  &tags_type(),         &rating_type(), &json_type(),
  };
  return types;
}

const FieldType* field_type(std::string_view name) {
  const auto types = field_types();
  const auto found = std::ranges::find(types, name, [](const FieldType* type) { return type->name(); });
  return found == types.end() ? nullptr : *found;
}

}  // namespace probity::meta

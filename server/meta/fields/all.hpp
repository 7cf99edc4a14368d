#pragma once
// Every kind of field there is. A new one is a file beside this, a line here and a line in all.cpp.
#include "meta/field_type.hpp"

namespace probity::meta {

const FieldType& text_type();
const FieldType& long_text_type();
const FieldType& number_type();
const FieldType& money_type();
const FieldType& boolean_type();
const FieldType& date_type();
const FieldType& date_time_type();
const FieldType& duration_type();
const FieldType& email_type();
const FieldType& phone_type();
const FieldType& url_type();
const FieldType& address_type();
const FieldType& choice_type();
const FieldType& multi_choice_type();
const FieldType& link_type();
const FieldType& links_type();
const FieldType& file_type();
const FieldType& user_type();
const FieldType& users_type();
const FieldType& tags_type();
const FieldType& rating_type();
const FieldType& json_type();

}  // namespace probity::meta

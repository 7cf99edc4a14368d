#pragma once
// Other words for the same thing, as column names use them.
#include <string>
#include <string_view>

namespace probity::records::importing {

/// A column's or field's name in one form: lower case, no accents, words of the same meaning replaced by
/// one of them, joined by spaces ("E-Mail Adresse" -> "email", "Organisation" -> "company").
std::string plain_name(std::string_view name);

}  // namespace probity::records::importing

#pragma once
// Several names in one cell of a table: "Ada Lovelace; Müller GmbH". A name that holds a semicolon or a
// quotation mark stands in quotation marks, which are doubled inside it as in RFC 4180.
#include <string>
#include <string_view>
#include <vector>

namespace probity::formats {

void append_name(std::string& list, std::string_view name);

/// Each name without the blanks around it; empty ones are left out.
std::vector<std::string> names_in(std::string_view list);

}  // namespace probity::formats

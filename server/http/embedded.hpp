#pragma once
// Text files that are part of the program; the build makes them from the files beside this one.
#include <string_view>

namespace probity::http::embedded {

std::string_view openapi_base();
std::string_view reference_page();
std::string_view reference_script();
std::string_view reference_style();
std::string_view pages_style();
std::string_view consent_script();

}  // namespace probity::http::embedded

#pragma once
// The writer of HTML (base/html.hpp) under the name pages use.
#include "base/html.hpp"

namespace probity::http::pages {

using probity::Attribute;
using probity::Attributes;
using probity::escape_html;
using probity::Html;

}  // namespace probity::http::pages

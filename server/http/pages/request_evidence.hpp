#pragma once
// The story of a request as one page that stands for itself: evidence of what was asked, proven, done and when.
#include <string>

#include "base/json.hpp"

namespace probity::http::pages {

/// `story` as requests::Requests::write_story() writes it. Loads nothing from anywhere.
std::string evidence_page(const JsonValue& story);

}  // namespace probity::http::pages

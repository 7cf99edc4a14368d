#pragma once
// A run as text, as it is kept between two starts of the program.
#include "promises/runs.hpp"

namespace probity::promises {

std::string text_of(const Run& run);
/// Nothing for text that is no run.
std::optional<Run> run_of(std::string_view json);

}  // namespace probity::promises

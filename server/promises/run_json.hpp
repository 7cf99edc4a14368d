#pragma once
// What was found, as JSON: for whoever asks, and as it is kept between two starts of the program.
#include "promises/runs.hpp"

namespace probity::promises {

/// The members "state", "evidence", "figures" and "waiting_for" of an object that is open.
void write_evidence(const Evidence& evidence, JsonWriter& writer);

std::string text_of(const Run& run);
/// Nothing for text that is no run.
std::optional<Run> run_of(std::string_view json);

}  // namespace probity::promises

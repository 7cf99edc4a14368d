#pragma once
// An import under way, as a command shows it.
#include <string>
#include <string_view>

#include "cli/command.hpp"
#include "records/importing/imports.hpp"

namespace probity::cli {

/// Waits for a started import to end, telling how far it is, and writes what came of it. An error where it
/// did not get to its end.
Result<> finish_import(Invocation& invocation, const records::Context& context, const records::importing::Spec& spec);

/// What to do about an import that has begun and not ended, so that nobody imports its file again.
std::string how_it_goes_on(std::string_view workspace);

/// {"created":..,"updated":..,"skipped":..,"failed":..,"possible_duplicates":..,"suppressed":..}, inside an open object.
void write_numbers(const records::importing::Tally& tally, JsonWriter& writer);

}  // namespace probity::cli

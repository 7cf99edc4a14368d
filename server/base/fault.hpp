#pragma once
// Places at which a test may have the program killed, as a power cut would, to see what the next start makes of
// what was left half done. Nothing happens at any of them unless one was armed, which only a test folder allows.
#include <string>
#include <string_view>
#include <vector>

namespace probity {

/// Every point there is, by name; a name is added here before it is used.
const std::vector<std::string_view>& fault_points();

/// "erasure.rows_gone", or "erasure.rows_gone:3" for the third time it is passed. False for a name that does not exist.
/// Before threads that pass points are started.
bool arm_fault(std::string_view point);

/// Kills the program (SIGKILL) where this point is armed and its turn has come. Any thread. `name` must be one of
/// fault_points().
void fault_point(std::string_view name);

/// "place.files": a step of an erasure or of a retention run that is left out from now on, so that a test sees its own
/// failure. Before threads that carry steps out are started. Which steps there are say those who carry them out:
/// Erasures::steps(), retention::steps().
void skip_step(std::string_view step);
/// Whether that step is to be left out.
bool is_skipped(std::string_view step);
/// Whether any is: then what is left does not hold a certificate up.
bool skips_anything();

}  // namespace probity

#pragma once
// `probity serve`: everything wired and running until a signal.
#include "cli/command.hpp"

namespace probity {

/// Returns the exit code of the program.
int serve(const cli::Arguments& arguments, installation::Installation& installation, cli::Output& output);

}  // namespace probity

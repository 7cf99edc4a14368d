#pragma once
// `probity serve`: everything wired and running until a signal.
#include "cli/command.hpp"

namespace probity {

/// Keeps SIGINT and SIGTERM for serve(), and with a certificate SIGHUP, which reads it anew. To be called before any
/// thread starts: one that was started before would take them, and the program end without finishing what it is at.
void hold_signals(const cli::Arguments& arguments);

/// Where this machine reaches a server of these arguments: "http://127.0.0.1:8080", also for another command's.
std::string local_url(const cli::Arguments& arguments);

/// Returns the exit code of the program.
int serve(const cli::Arguments& arguments, installation::Installation& installation, cli::Output& output);

}  // namespace probity

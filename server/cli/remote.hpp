#pragma once
// Commands while the server runs: it executes them with its own model, over the socket in the data
// folder.
#include <memory>

#include "cli/command.hpp"
#include "net/local_socket.hpp"

namespace probity::cli {

/// Has the running server run this command with what was given here (on the command line, in the environment
/// and in probity.toml: the server's own do not matter); gives its exit code. "not_running" when there is none.
Result<int> run_remotely(const std::filesystem::path& socket, const Parsed& parsed, const std::string& input, Output& output);

/// Serves run_remotely() until destroyed.
Result<std::unique_ptr<net::LocalListener>> serve_commands(installation::Installation& installation);

}  // namespace probity::cli

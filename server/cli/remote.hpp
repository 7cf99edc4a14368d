#pragma once
// Commands while the server runs: it executes them with its own model, over the socket in the data
// folder.
#include <memory>

#include "cli/command.hpp"
#include "net/local_socket.hpp"

namespace probity::cli {

/// Has the running server run this command line; gives its exit code. "not_running" when there is none.
Result<int> run_remotely(const std::filesystem::path& socket, const std::vector<std::string>& words, const std::string& input, Output& output);

/// Serves run_remotely() until destroyed.
Result<std::unique_ptr<net::LocalListener>> serve_commands(installation::Installation& installation);

}  // namespace probity::cli

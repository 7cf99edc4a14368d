#pragma once
// The name of a workspace in addresses, folders and commands.
#include <string>
#include <string_view>

namespace probity::accounts {

/// "Müller & Söhne" -> "muller-sohne": a to z, digits and single hyphens, at most 40; "workspace" where
/// nothing is left. Never a name the program keeps for itself.
std::string slug_of(std::string_view name);
/// The `attempt`th form of it, from 1: "acme", "acme-2", ...
std::string slug_of(std::string_view name, int attempt);

}  // namespace probity::accounts

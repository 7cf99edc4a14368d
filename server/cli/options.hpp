#pragma once
// Options that several commands share.
#include "cli/command.hpp"

namespace probity::cli {

inline Option workspace_option() {
  return {.name = "--workspace", .help = "Slug of the workspace", .required = true, .environment = "PROBITY_WORKSPACE"};
}

/// A JSON document for --json, built by `write`.
template <typename Write>
std::string json_document(Write write) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  write(writer);
  return std::string(text(buffer));
}

}  // namespace probity::cli

#pragma once
#include "http/call.hpp"

namespace probity::http::handlers {

/// {"slug","name","country","currency","time_zone"}.
void write_workspace(const accounts::WorkspaceInfo& info, const meta::InputContext& input, JsonWriter& writer);

}  // namespace probity::http::handlers

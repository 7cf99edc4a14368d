#pragma once

namespace probity {

inline constexpr const char* kVersion = "0.1.0";

}  // namespace probity

#pragma once
#include <cstdint>
#include <string>

namespace probity::http {

/// The program that listens on a TCP port of this machine, as "nginx (process 812)"; empty where it cannot
/// be told (another user's program, or none).
std::string port_holder(std::uint16_t port);

}  // namespace probity::http

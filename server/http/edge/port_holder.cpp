#include "http/edge/port_holder.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include <fmt/format.h>

namespace probity::http {
namespace {

namespace files = std::filesystem;

constexpr std::string_view kListening = "0A";

/// Inodes of the sockets that listen on the port, out of /proc/net/tcp (proc(5)): columns are number, local
/// address, remote address, state, four more, then uid, timeout and inode.
void collect_listeners(const char* table, std::uint16_t port, std::set<std::string>& inodes) {
  std::ifstream lines(table);
  const std::string wanted = fmt::format(":{:04X}", port);
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream columns(line);
    std::string number, local, remote, state, skipped, inode;
    columns >> number >> local >> remote >> state;
    for (int i = 0; i < 5; ++i) columns >> skipped;
    columns >> inode;
    if (state == kListening && local.ends_with(wanted)) inodes.insert(fmt::format("socket:[{}]", inode));
  }
}

bool holds_any(const files::path& process, const std::set<std::string>& inodes) {
  std::error_code error;
  for (files::directory_iterator entry(process / "fd", error), end; !error && entry != end; entry.increment(error)) {
    std::error_code unreadable;
    if (inodes.contains(files::read_symlink(entry->path(), unreadable).string())) return true;
  }
  return false;
}

}  // namespace

std::string port_holder(std::uint16_t port) {
  std::set<std::string> inodes;
  collect_listeners("/proc/net/tcp", port, inodes);
  collect_listeners("/proc/net/tcp6", port, inodes);
  if (inodes.empty()) return {};
  std::error_code error;
  for (files::directory_iterator entry("/proc", error), end; !error && entry != end; entry.increment(error)) {
    const std::string number = entry->path().filename();
    if (number.find_first_not_of("0123456789") != number.npos || !holds_any(entry->path(), inodes)) continue;
    std::string name;
    std::getline(std::ifstream(entry->path() / "comm"), name);
    return fmt::format("{} (process {})", name, number);
  }
  return {};
}

}  // namespace probity::http

#include "http/signals_seen.hpp"

namespace probity::http {
namespace {

std::string key_of(const Id& member, const std::set<std::string>& purposes) {
  std::string key(member.raw());
  for (const std::string& purpose : purposes) key += purpose + '\n';
  return key;
}

}  // namespace

bool SignalsSeen::is_new(const Id& member, const std::set<std::string>& purposes) {
  const std::scoped_lock lock(mutex_);
  if (seen_.size() >= kMost) seen_.clear();
  return seen_.insert(key_of(member, purposes)).second;
}

void SignalsSeen::forget(const Id& member, const std::set<std::string>& purposes) {
  const std::scoped_lock lock(mutex_);
  seen_.erase(key_of(member, purposes));
}

}  // namespace probity::http

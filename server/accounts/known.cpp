#include "accounts/known.hpp"

namespace probity::accounts {
namespace {

/// Many more than are at work at a time; beyond it the memory starts afresh.
constexpr std::size_t kMost = 100'000;

}  // namespace

KnownOnes::KnownOnes(records::Changes& changes) : changes_(changes) {
  listener_ = changes_.listen([this](const records::Change& change) {
    const bool says_who_may = change.entity == "role" || change.entity == "team";
    if (change.workspace == records::kSystemWorkspace || says_who_may) forget(change);
  });
}

KnownOnes::~KnownOnes() { changes_.forget(listener_); }

KnownPointer KnownOnes::find(const Id& id) const {
  const std::shared_lock lock(mutex_);
  const auto found = known_.find(id);
  return found == known_.end() ? nullptr : found->second;
}

void KnownOnes::put(const Id& id, KnownPointer known, std::uint64_t generation) {
  const std::lock_guard lock(mutex_);
  if (generation != generation_) return;
  if (known_.size() >= kMost) known_.clear();
  known_[id] = std::move(known);
}

void KnownOnes::forget(const records::Change& change) {
  const std::lock_guard lock(mutex_);
  ++generation_;
  const bool one_of_ours = change.entity == "session" || change.entity == "token";
  if (one_of_ours && !change.id.is_nil()) {
    known_.erase(change.id);
  } else if (one_of_ours || change.entity == "member" || change.entity == "membership" || change.entity == "workspace" || change.entity == "role" || change.entity == "team") {
    known_.clear();
  }
}

}  // namespace probity::accounts

#include "installation/housekeeping.hpp"

#include "base/log.hpp"

namespace probity::installation {
namespace {

constexpr std::chrono::hours kEvery{1};

}  // namespace

Housekeeping::Housekeeping(std::vector<Chore> chores)
    : chores_(std::move(chores)), thread_([this](const std::stop_token& stop) { keep_house(stop); }) {}

void Housekeeping::keep_house(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    for (const Chore& chore : chores_) {
      if (stop.stop_requested()) return;
      const auto done = chore.run();
      if (!done) log::warning("housekeeping: {} failed: {} {}", chore.name, done.error().code, done.error().cause);
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, kEvery, [] { return false; });
  }
}

}  // namespace probity::installation

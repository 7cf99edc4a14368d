#include "http/edge/loop.hpp"

#include <boost/asio/post.hpp>

namespace probity::http {

Loop::Loop(std::chrono::milliseconds check_every) : timer_(context_), check_every_(check_every) { check_times(); }

void Loop::remove(Tenant& tenant) {
  tenants_.erase(&tenant);
  if (winding_down_ && tenants_.empty()) timer_.cancel();
}

/// One clock for all connections: a timer each would cost more than the requests themselves.
void Loop::check_times() {
  timer_.expires_after(check_every_);
  timer_.async_wait([this](const ErrorCode&) {
    if (winding_down_ && tenants_.empty()) return;
    const auto now = Clock::now();
    for (auto* tenant : tenants_) tenant->check_time(now);
    check_times();
  });
}

/// Only the first of several wakes the loop.
void Loop::resume(Sleeper& sleeper) {
  Sleeper* before = rested_.load(std::memory_order_relaxed);
  do {
    sleeper.next_ = before;
  } while (!rested_.compare_exchange_weak(before, &sleeper, std::memory_order_release, std::memory_order_relaxed));
  if (!before) asio::post(context_, [this] { wake_sleepers(); });
}

void Loop::wake_sleepers() {
  Sleeper* newest = rested_.exchange(nullptr, std::memory_order_acquire);
  Sleeper* oldest = nullptr;
  while (newest) {
    Sleeper* next = newest->next_;
    newest->next_ = oldest;
    oldest = newest;
    newest = next;
  }
  while (oldest) {
    Sleeper* next = oldest->next_;
    oldest->wake_up();
    oldest = next;
  }
}

void Loop::wind_down() {
  asio::post(context_, [this] {
    winding_down_ = true;
    const std::unordered_set<Tenant*> all = tenants_;
    for (auto* tenant : all) tenant->wind_down();
    if (tenants_.empty()) timer_.cancel();
  });
}

void Loop::clear() {
  winding_down_ = true;
  context_.restart();
  asio::post(context_, [this] {
    const std::unordered_set<Tenant*> all = tenants_;
    for (auto* tenant : all) tenant->cut_off();
    if (tenants_.empty()) timer_.cancel();
  });
  context_.run();
}

}  // namespace probity::http

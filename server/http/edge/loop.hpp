#pragma once
// One thread of input and output and the connections that belong to it. Nothing of a connection is touched
// from another thread but through resume(), so connections need no locks.
#include <atomic>
#include <chrono>
#include <unordered_set>

#include <boost/asio/basic_waitable_timer.hpp>

#include "http/edge/asio_types.hpp"

namespace probity::http {

using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

/// What the loop knows of a connection.
class Tenant {
 public:
  /// Called now and then; the tenant ends what takes too long.
  virtual void check_time(Clock::time_point now) = 0;
  /// The server stops: end if nothing is in work, else after the answer.
  virtual void wind_down() = 0;
  /// End at once.
  virtual void cut_off() = 0;

 protected:
  ~Tenant() = default;
};

/// Something that sleeps until another thread is done with it.
class Sleeper {
 public:
  virtual void wake_up() = 0;

 protected:
  ~Sleeper() = default;

 private:
  friend class Loop;
  Sleeper* next_ = nullptr;
};

class Loop {
 public:
  explicit Loop(std::chrono::milliseconds check_every);

  asio::io_context& context() { return context_; }

  void add(Tenant& tenant) { tenants_.insert(&tenant); }
  void remove(Tenant& tenant);
  bool winding_down() const { return winding_down_; }

  /// Calls sleeper.wake_up() on this loop. From any thread.
  void resume(Sleeper& sleeper);

  /// Runs until wound down and empty, or stopped.
  void run() { context_.run(); }
  /// From any thread: asks all tenants to end; run() returns after the last.
  void wind_down();
  /// From any thread: run() returns now.
  void stop() { context_.stop(); }
  /// After run() has returned and no other thread is left: ends every tenant and what it holds.
  void clear();

 private:
  void check_times();
  void wake_sleepers();

  asio::io_context context_{1};
  Timer timer_;
  std::chrono::milliseconds check_every_;
  std::unordered_set<Tenant*> tenants_;
  std::atomic<Sleeper*> rested_{nullptr};
  bool winding_down_ = false;
};

}  // namespace probity::http

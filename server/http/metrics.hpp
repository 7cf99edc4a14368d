#pragma once
// Counts and times of requests by route, in Prometheus' text format. No ids, no addresses. Thread-safe.
#include <array>
#include <atomic>
#include <chrono>
#include <string>
#include <vector>

#include "http/router.hpp"

namespace probity::http {

class Metrics {
 public:
  explicit Metrics(const Router& router, std::span<const Route> routes);
  /// `route` null: no route was found.
  void count(const Route* route, int status, std::chrono::nanoseconds took);
  /// Prometheus' text format, version 0.0.4.
  std::string text() const;

  std::atomic<std::int64_t> event_streams{0};

 private:
  /// Upper bounds in microseconds; what is slower still counts as +Inf.
  static constexpr std::array<std::int64_t, 12> kBounds{250,     500,     1'000,   2'500,   5'000,     10'000,
                                                        25'000,  50'000,  100'000, 250'000, 1'000'000, 5'000'000};
  struct Figures {
    std::array<std::atomic<std::int64_t>, 6> by_class{};  ///< by the first digit of the status
    std::array<std::atomic<std::int64_t>, kBounds.size() + 1> by_time{};
    std::atomic<std::int64_t> microseconds{0};
  };
  void write(std::string_view method, std::string_view path, const Figures& figures, std::string& counts, std::string& times) const;

  const Router& router_;
  std::span<const Route> routes_;
  std::vector<Figures> figures_;  ///< one for each route, and one for no route
};

}  // namespace probity::http

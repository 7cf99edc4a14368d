#include "http/metrics.hpp"

#include <unistd.h>

#include <fstream>

#include <fmt/format.h>

#include "base/time.hpp"

namespace probity::http {
namespace {

constexpr std::string_view kCounts = "probity_http_requests_total";
constexpr std::string_view kTimes = "probity_http_request_seconds";

std::int64_t resident_bytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t pages = 0;
  file >> pages >> pages;
  return pages * sysconf(_SC_PAGESIZE);
}

}  // namespace

Metrics::Metrics(const Router& router, std::span<const Route> routes) : router_(router), routes_(routes), figures_(routes.size() + 1) {}

void Metrics::count(const Route* route, int status, std::chrono::nanoseconds took) {
  Figures& figures = route ? figures_[router_.index_of(*route)] : figures_.back();
  const std::int64_t microseconds = took.count() / 1000;
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), microseconds) - kBounds.begin();
  figures.by_class[static_cast<std::size_t>(std::clamp(status / 100, 0, 5))].fetch_add(1, std::memory_order_relaxed);
  figures.by_time[static_cast<std::size_t>(bound)].fetch_add(1, std::memory_order_relaxed);
  figures.microseconds.fetch_add(microseconds, std::memory_order_relaxed);
}

void Metrics::write(std::string_view method, std::string_view path, const Figures& figures, std::string& counts, std::string& times) const {
  const std::string labels = fmt::format(R"(method="{}",path="{}")", method, path);
  for (std::size_t first = 1; first < figures.by_class.size(); ++first) {
    const std::int64_t count = figures.by_class[first];
    if (count != 0) counts += fmt::format("{}{{{},status=\"{}xx\"}} {}\n", kCounts, labels, first, count);
  }
  std::int64_t total = 0;
  std::string buckets;
  for (std::size_t bound = 0; bound < figures.by_time.size(); ++bound) {
    total += figures.by_time[bound];
    const std::string edge = bound == kBounds.size() ? "+Inf" : fmt::format("{}", static_cast<double>(kBounds[bound]) / 1e6);
    buckets += fmt::format("{}_bucket{{{},le=\"{}\"}} {}\n", kTimes, labels, edge, total);
  }
  if (total == 0) return;
  times += buckets;
  times += fmt::format("{}_sum{{{}}} {}\n", kTimes, labels, static_cast<double>(figures.microseconds) / 1e6);
  times += fmt::format("{}_count{{{}}} {}\n", kTimes, labels, total);
}

std::string Metrics::text() const {
  std::string counts = fmt::format("# HELP {0} Requests answered.\n# TYPE {0} counter\n", kCounts);
  std::string times = fmt::format("# HELP {0} Time from request to answer.\n# TYPE {0} histogram\n", kTimes);
  for (std::size_t place = 0; place < routes_.size(); ++place) write(routes_[place].method, routes_[place].path, figures_[place], counts, times);
  write("", "none", figures_.back(), counts, times);
  return counts + times +
         fmt::format("# HELP probity_event_streams Open streams of live changes.\n# TYPE probity_event_streams gauge\nprobity_event_streams {}\n",
                     event_streams.load()) +
         fmt::format("# HELP process_resident_memory_bytes Resident memory.\n# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {}\n",
                     resident_bytes());
}

}  // namespace probity::http

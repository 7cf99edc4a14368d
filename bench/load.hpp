#pragma once
// A load generator: keep-alive HTTP connections on one thread, as many requests as the server answers.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace bench {

struct LoadResult {
  double per_second = 0;
  double p50_milliseconds = 0;
  double p99_milliseconds = 0;
  double worst_milliseconds = 0;
  std::int64_t answers = 0;
  std::int64_t refused = 0;       ///< answers that were not 2xx
  double generator_share = 0;     ///< CPU seconds of this thread per second of the run
  std::string first_refusal;      ///< status line and body of the first answer that was not 2xx
};

/// The bytes of the next request; called with a running number.
using NextRequest = std::function<std::string(std::uint64_t)>;

struct LoadOptions {
  int port = 8080;
  int connections = 16;
  double warm_up_seconds = 1;
  double seconds = 4;
};

LoadResult run_load(const LoadOptions& options, const NextRequest& next);

/// One request and its answer, for setting up. Body only; `status` is set.
std::string fetch(int port, const std::string& request, int& status);

/// A request in wire form.
std::string request(const std::string& method, const std::string& target, const std::string& token, const std::string& body = {});

}  // namespace bench

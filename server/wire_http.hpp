#pragma once
// The HTTP side over an installation: what a server serves, and what checks of promises look at as a stranger would.
#include <filesystem>
#include <mutex>

#include "http/application.hpp"
#include "installation/installation.hpp"

namespace probity {

/// Lends the installation its pages as long as it lives.
class HttpSide {
 public:
  /// `web`: the built web app; empty: the one beside the program.
  HttpSide(installation::Installation& installation, const std::filesystem::path& web, const http::RateLimits& rates = {});
  ~HttpSide();
  HttpSide(const HttpSide&) = delete;
  /// Made when it is first asked for.
  const http::Handler& handler();

 private:
  installation::Installation& installation_;
  const http::Application application_;
  std::once_flag made_;
  http::Handler handler_;
};

}  // namespace probity

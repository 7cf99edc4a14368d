#pragma once
// What the HTTP side keeps for itself while it runs.
#include "http/application.hpp"
#include "http/events.hpp"
#include "http/metrics.hpp"
#include "http/openapi/document.hpp"
#include "http/router.hpp"
#include "http/static_files.hpp"

namespace probity::http {

struct Services {
  explicit Services(const Application& application);
  Router router;
  Metrics metrics;
  Events events;
  StaticFiles web;
  openapi::Documents documents;
};

}  // namespace probity::http

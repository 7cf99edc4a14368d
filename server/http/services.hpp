#pragma once
// What the HTTP side keeps for itself while it runs.
#include "accounts/throttle.hpp"
#include "http/application.hpp"
#include "http/events.hpp"
#include "http/metrics.hpp"
#include "http/openapi/document.hpp"
#include "http/rate_limit.hpp"
#include "http/router.hpp"
#include "http/signals_seen.hpp"
#include "http/static_files.hpp"

namespace probity::http {

struct Services {
  explicit Services(const Application& application);
  Router router;
  Metrics metrics;
  Events events;
  SignalsSeen signals;
  StaticFiles web;
  openapi::Documents documents;
  RateLimit address_rate, token_rate;
  /// Links that are none, from one network.
  accounts::Throttle links{{.network = 60, .network_and_account = 60, .account = 1'000'000}};
  /// Choices about cookies are written by anybody: so many from one network in a quarter of an hour.
  accounts::Throttle choices{{.network = 60, .network_and_account = 60, .account = 100'000}};
  /// Requests by the public form: each writes a letter, so few for one address and some from one network in an hour.
  accounts::Throttle requests{{.network = 20, .network_and_account = 3, .account = 5, .window = kHour}};
  /// What is sent by one link; a mail provider sends for very many.
  accounts::Throttle link_writes{{.network = 1'000'000, .network_and_account = 60, .account = 200}};
};

}  // namespace probity::http

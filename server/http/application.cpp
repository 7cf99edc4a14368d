#include "http/application.hpp"

#include <chrono>

#include "http/error_map.hpp"
#include "http/middleware.hpp"
#include "http/once.hpp"
#include "http/services.hpp"

namespace probity::http {
namespace {

using Clock = std::chrono::steady_clock;

Result<Response> run(Call& call) {
  for (const Step step : steps()) PROBITY_TRY(step(call));
  return answer_once(call);
}

std::string name_of(const Call& call) {
  return call.route ? fmt::format("{} {}", call.route->method, call.route->path) : std::string("no route");
}

}  // namespace

Services::Services(const Application& application)
    : router(routes()),
      metrics(router, routes()),
      events(application.records.changes(), [&records = application.records](const privacy::Access& access, const records::Change& change) { return records.may_be_told(access, change); },
             metrics.event_streams),
      web(application.web_folder),
      address_rate(application.rates.per_address),
      token_rate(application.rates.per_token) {}

Handler make_handler(const Application& application) {
  return [&application, services = std::make_shared<Services>(application)](const Request& request) {
    const auto begun = Clock::now();
    Call call{.application = application, .services = *services, .request = request};
    Result<Response> outcome = run(call);
    Response response = outcome ? std::move(*outcome) : answer_error(outcome.error(), name_of(call));
    finish(request, response);
    services->metrics.count(call.route, response.status, Clock::now() - begun);
    return response;
  };
}

std::size_t largest_body(std::string_view method, std::string_view path) {
  static const Router router(routes());
  const Match match = router.find(method, path);
  constexpr std::size_t kOfNoInterest = 1024;
  return match.route ? std::max(match.route->takes.limit, kOfNoInterest) : kOfNoInterest;
}

}  // namespace probity::http

#include "http/handlers/handlers.hpp"
#include "http/services.hpp"

namespace probity::http::handlers {
namespace {

Response text_answer(std::string body, std::string_view media_type) {
  Response response;
  response.body = std::move(body);
  response.set("Content-Type", std::string(media_type));
  return response;
}

}  // namespace

Result<Response> healthz(Call&) { return text_answer("ok\n", "text/plain; charset=utf-8"); }

Result<Response> readyz(Call& call) {
  const std::string reason = call.application.not_ready ? call.application.not_ready() : std::string();
  if (!reason.empty()) return fail(ErrorKind::unavailable, "not_ready", reason);
  PROBITY_TRY(call.application.accounts.needs_owner());
  return text_answer("ready\n", "text/plain; charset=utf-8");
}

Result<Response> get_security_txt(Call& call) {
  PROBITY_ASSIGN(std::string text, call.application.security_txt());
  return text_answer(std::move(text), "text/plain; charset=utf-8");
}

Result<Response> get_metrics(Call& call) {
  std::string text = call.services.metrics.text() + call.application.records.hooks().guarding().counts().metrics();
  text += "# HELP probity_purpose_refused_total Asked for a purpose that may not use it.\n# TYPE probity_purpose_refused_total counter\n";
  for (const privacy::Refusal& refusal : call.application.records.refusals().list()) {
    text += fmt::format("probity_purpose_refused_total{{workspace=\"{}\",purpose=\"{}\",category=\"{}\"}} {}\n", refusal.workspace, refusal.purpose, refusal.category, refusal.times);
  }
  return text_answer(std::move(text), "text/plain; version=0.0.4; charset=utf-8");
}

}  // namespace probity::http::handlers

#include "http/cookies.hpp"
#include "http/embedded.hpp"
#include "http/handlers/handlers.hpp"
#include "http/middleware.hpp"
#include "http/protection.hpp"
#include "http/services.hpp"

namespace probity::http::handlers {
namespace {

Response text_answer(std::string_view body, std::string_view media_type) {
  Response response;
  response.body = body;
  response.set("Content-Type", std::string(media_type)).set("Cache-Control", "no-cache");
  set_page_headers(response);
  return response;
}

/// The model of the caller's workspace where one is named and they may enter it; else the product's.
std::shared_ptr<const meta::Model> model_for(const Call& call) {
  auto& accounts = call.application.accounts;
  const std::string_view header = call.request.header("Authorization");
  Result<privacy::Access> access = fail(ErrorKind::unauthenticated, "", "");
  if (header.starts_with("Bearer ")) {
    access = accounts.access_of_token(header.substr(7));
  } else if (const auto session = accounts.session(value_of(call.request, session_cookie()))) {
    access = accounts.enter(**session, call.request.header("Probity-Workspace"));
  }
  if (!access) return call.application.model;
  const auto workspace = call.application.records.workspaces().find(access->workspace);
  if (!workspace) return call.application.model;
  const auto catalog = (*workspace)->catalog();
  return {catalog, &catalog->model()};
}

}  // namespace

Result<Response> get_openapi(Call& call) {
  const auto document = call.services.documents.for_model(*model_for(call));
  return text_answer(*document, "application/json");
}

Result<Response> reference_page(Call&) { return text_answer(embedded::reference_page(), "text/html; charset=utf-8"); }
Result<Response> reference_script(Call&) { return text_answer(embedded::reference_script(), "text/javascript; charset=utf-8"); }
Result<Response> reference_style(Call&) { return text_answer(embedded::reference_style(), "text/css; charset=utf-8"); }

}  // namespace probity::http::handlers

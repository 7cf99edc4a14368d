#include "http/handlers/handlers.hpp"
#include "http/protection.hpp"
#include "http/services.hpp"

namespace probity::http::handlers {

Result<Response> web_page(Call& call) { return call.services.web.app(call.request); }

Result<Response> web_file(Call& call) {
  auto found = call.services.web.find(call.request, call.request.path);
  if (!found) return fail(ErrorKind::not_found, "not_found", "There is nothing at this address.");
  set_page_headers(*found);
  return std::move(*found);
}

}  // namespace probity::http::handlers

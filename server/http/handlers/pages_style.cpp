#include "http/embedded.hpp"
#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {

Result<Response> pages_style(Call&) {
  Response response;
  response.body = embedded::pages_style();
  response.set("Content-Type", "text/css; charset=utf-8").set("Cache-Control", "public, max-age=3600");
  return response;
}

}  // namespace probity::http::handlers

#include "http/cookies.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/session_answer.hpp"
#include "http/middleware.hpp"

namespace probity::http::handlers {

Result<Response> change_password(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"password"}));
  PROBITY_ASSIGN(const std::string password, text_member(body, "password"));
  PROBITY_ASSIGN(const auto signed_in, call.application.accounts.change_password(*call.session, password, origin_of(call.request)));
  return signed_in_answer(call, signed_in);
}

Result<Response> forgot_password(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"email"}));
  PROBITY_ASSIGN(const std::string email, text_member(body, "email"));
  PROBITY_TRY(call.application.accounts.forgot_password(email, origin_of(call.request)));
  return json_text(202, R"({"message":"If there is an account with this address, a letter with a link is on its way to it."})");
}

Result<Response> reset_password(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"link", "password"}));
  PROBITY_ASSIGN(const std::string link, text_member(body, "link"));
  PROBITY_ASSIGN(const std::string password, text_member(body, "password"));
  PROBITY_ASSIGN(const std::string device, call.application.accounts.reset_password(link, password, origin_of(call.request)));
  Response response = no_content();
  set_cookie(call.request, device_cookie(), device, response);
  return response;
}

}  // namespace probity::http::handlers

#include "base/log.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/session_answer.hpp"

namespace probity::http::handlers {
namespace {

struct SetupInput {
  std::string secret;
  accounts::NewMember owner;
  accounts::NewWorkspace workspace;
  bool with_sample = false;
};

Result<SetupInput> read_setup(const JsonValue& body) {
  PROBITY_TRY(only_members(body, {"secret", "name", "email", "password", "workspace_name", "country", "currency", "time_zone", "start"}));
  SetupInput input;
  PROBITY_ASSIGN(input.secret, text_member(body, "secret"));
  PROBITY_ASSIGN(input.owner.name, text_member(body, "name"));
  PROBITY_ASSIGN(input.owner.email, text_member(body, "email"));
  PROBITY_ASSIGN(input.owner.password, text_member(body, "password"));
  PROBITY_ASSIGN(input.workspace.name, text_member(body, "workspace_name"));
  PROBITY_ASSIGN(input.workspace.input.country, text_member(body, "country"));
  PROBITY_ASSIGN(input.workspace.input.currency, text_member(body, "currency"));
  PROBITY_ASSIGN(input.workspace.input.time_zone, text_member(body, "time_zone"));
  const std::string start = text_member_or(body, "start", "empty");
  if (start != "empty" && start != "import" && start != "sample") return bad_member("start", "\"empty\", \"import\" or \"sample\"");
  input.with_sample = start == "sample";
  return input;
}

/// The workspace stands without its sample data too, so a failure there is told in the log only.
void fill_sample(const Call& call, const accounts::Session& session) {
  auto access = call.application.accounts.enter(session, session.seats.front().slug);
  if (!access) return;
  access->origin = "sample";
  const auto filled = call.application.fill_sample(*access);
  if (!filled) log::error("sample data: {} {}", filled.error().code, filled.error().cause);
}

}  // namespace

Result<Response> get_setup(Call& call) {
  PROBITY_ASSIGN(const bool needed, call.application.accounts.needs_owner());
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    key(writer, "needed");
    writer.Bool(needed);
    key(writer, "connection");
    writer.StartObject();
    key(writer, "encrypted");
    writer.Bool(call.request.tls);
    key(writer, "lacks");
    put(writer, call.request.tls ? std::string_view() : promises::kPlainHttpLacks);
    writer.EndObject();
    writer.EndObject();
    return {};
  });
}

Result<Response> post_setup(Call& call) {
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_ASSIGN(const SetupInput input, read_setup(body));
  PROBITY_ASSIGN(const auto signed_in, call.application.accounts.set_up(input.secret, input.owner, input.workspace, origin_of(call.request)));
  if (input.with_sample && call.application.fill_sample) fill_sample(call, *signed_in.session);
  return signed_in_answer(call, signed_in);
}

}  // namespace probity::http::handlers

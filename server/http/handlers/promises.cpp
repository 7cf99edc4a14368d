// How it stands with the promises of a workspace, and what its administrators have to look after.
#include "http/handlers/handlers.hpp"
#include "promises/home.hpp"

namespace probity::http::handlers {
namespace {

Result<Response> answer_of(const promises::Run& run) {
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    promises::write(run, writer);
    return {};
  });
}

}  // namespace

Result<Response> get_promises(Call& call) {
  PROBITY_ASSIGN(const promises::RunPointer run, call.application.promises.current(call.access->workspace));
  return answer_of(*run);
}

Result<Response> check_promises(Call& call) {
  PROBITY_ASSIGN(const promises::RunPointer run, call.application.promises.run_on_demand(call.access->workspace));
  return answer_of(*run);
}

Result<Response> get_privacy_home(Call& call) {
  PROBITY_ASSIGN(const records::Context workspace, call.application.records.enter(*call.access));
  return write_answer(200, [&](JsonWriter& writer) { return promises::write_home(call.application.promises, workspace, writer); });
}

}  // namespace probity::http::handlers

// How it stands with the promises of a workspace, and what its administrators have to look after.
#include "http/handlers/handlers.hpp"
#include "promises/home.hpp"
#include "promises/kept_until.hpp"

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

Result<Response> get_kept_until(Call& call) {
  PROBITY_ASSIGN(const records::Context context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const promises::Explanation explanation, promises::explain(call.application.records, context, id));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    promises::write(explanation, writer);
    return {};
  });
}

}  // namespace probity::http::handlers

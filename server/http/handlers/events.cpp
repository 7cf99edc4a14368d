#include "http/handlers/handlers.hpp"
#include "http/services.hpp"

namespace probity::http::handlers {

Result<Response> get_events(Call& call) {
  Response response;
  response.set("Content-Type", "text/event-stream").set("X-Accel-Buffering", "no");
  const Id session = call.session ? call.session->id : Id{};
  response.on_stream = [&events = call.services.events, access = *call.access, session](std::shared_ptr<EventStream> stream) {
    events.open(access, session, std::move(stream));
  };
  return response;
}

}  // namespace probity::http::handlers

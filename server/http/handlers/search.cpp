#include "records/searching/search.hpp"

#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {

Result<Response> search(Call& call) {
  records::SearchOptions options;
  options.text = call.request.parameter("q");
  options.entity = call.request.parameter("entity");
  PROBITY_ASSIGN(options.limit, limit_of(call.request, options.limit));
  return write_answer(200, [&](JsonWriter& writer) { return records::write_search(call.application.records, *call.access, options, writer); });
}

}  // namespace probity::http::handlers

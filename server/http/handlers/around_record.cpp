#include "http/handlers/handlers.hpp"
#include "records/undo/history.hpp"
#include "records/paging.hpp"
#include "records/timeline.hpp"

namespace probity::http::handlers {
namespace {

constexpr int kEntries = 50;

Result<records::PageOptions> page_of(const Request& request) {
  records::PageOptions page;
  PROBITY_ASSIGN(page.limit, limit_of(request, kEntries));
  page.cursor = request.parameter("cursor");
  return page;
}

/// The program has no member's name; the API gives it one.
void name_the_program(JsonDocument& page) {
  auto& allocator = page.GetAllocator();
  for (JsonValue& item : page["items"].GetArray()) {
    if (!item["actor"].IsNull()) continue;
    JsonValue program(rapidjson::kObjectType);
    program.AddMember("id", JsonValue(), allocator);
    program.AddMember("name", "Probity", allocator);
    item["actor"] = std::move(program);
  }
}

}  // namespace

Result<Response> get_timeline(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto page, page_of(call.request));
  return write_answer(200, [&](JsonWriter& writer) { return records::write_timeline(call.application.records, context, id, page, writer); });
}

Result<Response> get_related(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto page, page_of(call.request));
  return write_answer(200, [&](JsonWriter& writer) {
    return records::write_related(call.application.records, context, id, call.parameter(2), page, writer);
  });
}

Result<Response> get_history(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const auto page, page_of(call.request));
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  PROBITY_TRY(records::write_history(call.application.records, context, id, page.limit, page.cursor, writer));
  PROBITY_ASSIGN(JsonDocument document, parse_json(text(buffer)));
  name_the_program(document);
  return write_answer(200, [&](JsonWriter& named) -> Result<> {
    document.Accept(named);
    return {};
  });
}

}  // namespace probity::http::handlers

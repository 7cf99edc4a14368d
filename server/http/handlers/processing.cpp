// The record of processing activities, made anew each time it is asked for.
#include "base/time.hpp"
#include "http/content_disposition.hpp"
#include "http/handlers/handlers.hpp"
#include "http/level.hpp"
#include "rights/processing/record.hpp"

namespace probity::http::handlers {
namespace {

/// The newest records tell where an entity's data comes from.
constexpr int kLookedAt = 1'000;

Result<std::map<std::string, std::vector<std::string>>> sources_of(const records::Context& context) {
  std::map<std::string, std::vector<std::string>> sources;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    for (const auto& entity : context.model().entities()) {
      const bool here = entity->system == (context.workspace->slug() == records::kSystemWorkspace);
      if (!here || entity->subject.kind == meta::Subject::Kind::none) continue;
      const store::Query query{.columns = context.catalog->columns(*entity, {meta::kOrigin}), .order = store::Order{.column = "_id", .descending = true}, .limit = kLookedAt};
      std::set<std::string> found;
      PROBITY_TRY(reader.each(query, [&](const Row& row) {
        found.insert(processing::source_in_words(row.text(0)));
        return true;
      }));
      if (!found.empty()) sources[entity->name] = {found.begin(), found.end()};
    }
    return {};
  }));
  return sources;
}

Response file_answer(std::string text, std::string_view media_type, std::string_view name) {
  Response response;
  response.set("Content-Type", std::string(media_type)).set("Content-Disposition", attachment_named(name)).set("Cache-Control", "no-store");
  response.body = std::move(text);
  return response;
}

}  // namespace

Result<Response> get_processing_record(Call& call) {
  PROBITY_ASSIGN(const privacy::Access caller, at_level(call));
  const std::string& level = caller.workspace;
  const privacy::Access access = accounts::program_access(level, call.access->origin);
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access));
  const auto workspace = call.application.accounts.find_workspace(level);
  processing::Inputs inputs{.level = level, .level_name = workspace ? workspace->name : std::string(), .policy = context.policy, .model = context.model(), .law = call.application.governance->parts().law,
                            .measures = call.application.measures(), .made_at = now()};
  PROBITY_ASSIGN(inputs.sources, sources_of(context));
  const processing::Record record = processing::record_of(inputs);
  const std::string name = fmt::format("processing-{}-{}", level, format_day(day_of(inputs.made_at, {})));
  if (call.route->path.ends_with(".csv")) return file_answer(processing::as_csv(record), "text/csv; charset=utf-8", name + ".csv");
  if (call.route->path.ends_with(".html")) return file_answer(processing::as_page(record), "text/html; charset=utf-8", name + ".html");
  Response response;
  response.set("Content-Type", "application/json").set("Cache-Control", "no-store");
  response.body = processing::as_json(record);
  return response;
}

}  // namespace probity::http::handlers

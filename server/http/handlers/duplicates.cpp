#include "http/handlers/handlers.hpp"
#include "records/duplicates/duplicates.hpp"
#include "records/duplicates/finder.hpp"
#include "records/duplicates/merge.hpp"

namespace probity::http::handlers {
namespace {

constexpr int kGroups = 50;

}  // namespace

Result<Response> check_duplicates(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const JsonDocument typed, call.object());
  return write_answer(200, [&](JsonWriter& writer) { return records::write_candidates_while_typing(context, typed, writer); });
}

Result<Response> find_duplicates(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  records::FinderOptions options;
  PROBITY_ASSIGN(options.limit, limit_of(call.request, kGroups));
  options.cursor = call.request.parameter("cursor");
  PROBITY_ASSIGN(options.anew, yes_or_no(call.request, "anew"));
  return write_answer(200, [&](JsonWriter& writer) {
    return records::write_duplicates(call.application.records, call.application.jobs, context, options, writer);
  });
}

Result<Response> merge_records(Call& call) {
  PROBITY_ASSIGN(const auto context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_TRY(only_members(body, {"winner", "losers", "fields", "preview"}));
  PROBITY_ASSIGN(const auto request, records::read_merge_request(context, body));
  const JsonValue* preview = find(body, "preview");
  if (preview && !preview->IsBool()) return bad_member("preview", "true or false");
  const auto write = preview && preview->GetBool() ? records::write_merge_preview : records::merge;
  return write_answer(200, [&](JsonWriter& writer) { return write(call.application.records, context, request, writer); });
}

Result<Response> undo_merge(Call& call) {
  PROBITY_ASSIGN(const Id merge, call.id(0));
  return write_answer(200, [&](JsonWriter& writer) { return records::unmerge(call.application.records, *call.access, merge, writer); });
}

}  // namespace probity::http::handlers

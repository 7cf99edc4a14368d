// How long things are kept, what goes next, and who looked at what. Administrators ask for the duties that the law gives
// them, so that what is restricted is counted and shown as well.
#include "base/time.hpp"
#include "http/handlers/handlers.hpp"
#include "http/handlers/jobs_answer.hpp"
#include "rights/retention/retention.hpp"

namespace probity::http::handlers {
namespace {

constexpr int kMostMonths = 120;
constexpr int kMostDays = 3'660;
constexpr int kMostLooks = 1'000;

privacy::Access by_law(const Call& call) {
  privacy::Access access = *call.access;
  access.purpose = privacy::kLegalObligation;
  return access;
}

/// Pages of what is due at a moment.
Result<Response> due_answer(const Call& call, std::optional<Timestamp> at) {
  retention::PreviewWish wish{.rule = call.request.parameter("rule"), .after = call.request.parameter("after"), .at = at};
  PROBITY_ASSIGN(wish.limit, limit_of(call.request, wish.limit));
  wish.with_counts = wish.after.empty();
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const auto workspace, call.application.records.enter(access));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.retention.write_preview(workspace, wish, writer); });
}

}  // namespace

Result<Response> get_kept_until(Call& call) {
  PROBITY_ASSIGN(const records::Context context, call.enter(call.parameter(0)));
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const retention::Explanation explanation, call.application.retention.explain(context, id));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    retention::write(explanation, writer);
    return {};
  });
}

Result<Response> get_looks(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const Id id, call.id(1));
  PROBITY_ASSIGN(const int limit, whole_number(call.request, "limit", 100, 1, kMostLooks));
  PROBITY_ASSIGN(const auto context, call.application.records.enter(access, call.parameter(0)));
  PROBITY_TRY(call.application.reading.flush(access.workspace));
  return write_answer(200, [&](JsonWriter& writer) { return records::write_looks(call.application.records, context, id, limit, writer); });
}

Result<Response> get_retention(Call& call) {
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const auto workspace, call.application.records.enter(access));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.retention.write_overview(workspace, writer); });
}

Result<Response> preview_retention(Call& call) {
  std::optional<Timestamp> at;
  if (const std::string asked = call.request.parameter("at"); !asked.empty()) {
    const auto parsed = parse_timestamp(asked);
    if (!parsed) return invalid("bad_at", "\"at\" is a time such as 2027-01-31T10:00:00Z.", "at");
    at = *parsed;
  }
  return due_answer(call, at);
}

Result<Response> get_upcoming_retention(Call& call) {
  PROBITY_ASSIGN(const int days, whole_number(call.request, "days", 30, 1, kMostDays));
  return due_answer(call, now() + days * kDay);
}

Result<Response> get_retention_calendar(Call& call) {
  PROBITY_ASSIGN(const int months, whole_number(call.request, "months", 12, 1, kMostMonths));
  const privacy::Access access = by_law(call);
  PROBITY_ASSIGN(const auto workspace, call.application.records.enter(access));
  return write_answer(200, [&](JsonWriter& writer) { return call.application.retention.write_calendar(workspace, months, writer); });
}

Result<Response> run_retention(Call& call) {
  PROBITY_ASSIGN(const Id job, call.application.retention.begin(call.access->workspace, call.access->actor));
  return accepted(call, job);
}

}  // namespace probity::http::handlers

// What happens by itself: requests that run out because nobody proved who they are, and those that become overdue.
#include <climits>

#include "base/log.hpp"
#include "records/beside.hpp"
#include "rights/requests/rows.hpp"

namespace probity::requests {
namespace {

using records::Context;
using store::Condition;

constexpr std::string_view kArrivedJob = "requests.arrived", kEraseJob = "requests.erase";
constexpr int kAtOnce = 500;

/// Requests that are under way, the most urgent first.
Result<std::vector<Request>> under_way(const Context& context) {
  const ByProgram requests(context, kRequest);
  std::vector<Request> all;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    const store::Query query{.columns = requests->tables->all,
                             .where = Condition::all_of({Condition::is_in("state", {cell("open"), cell("in_progress")}), Condition::is_null("_deleted_at")}),
                             .order = store::Order{.column = "due_at"}, .limit = INT_MAX};
    return reader.each(query, [&](const Row& row) {
      all.push_back(request_in(*requests->entity, row));
      return true;
    });
  }));
  return all;
}

}  // namespace

void Requests::watch() {
  parts_.jobs.handle(std::string(kArrivedJob), [this](jobs::Running& running) { return arrived(running); });
  parts_.jobs.handle(std::string(kEraseJob), [this](jobs::Running& running) { return erase_job(running); });
  parts_.jobs.watch(std::string(kRequest), {.ring = [this](const std::string& workspace) { return ring(workspace); }});
}

// Whoever hears nothing more has to know why, and where to complain (Art. 12(4)).
Result<> Requests::run_out(const Context& context, const Id& id) {
  const Id message = records::derived_id(id, "expired");
  PROBITY_ASSIGN(const Request after, change(context, id, [&](Request& each, Notes& notes) -> Result<> {
    each.state = State::expired;
    each.ended_at = now();
    each.awaits = Awaits::nothing;
    each.waits_until.reset();
    each.code_hash.clear();
    notes.push_back({Event::expired, {}, message});
    return {};
  }));
  alert(context, fmt::format("A request ({}) ran out, because nobody proved whose it was.", name_of(after.kind)), id);
  const std::string& overseer = context.policy->policy->rights.overseer;
  PROBITY_TRY(write_to(context, after, "request-expired", {{"wanted", std::string(words_of(after.kind))},
                       {"overseer", overseer.empty() ? std::string("the data protection authority of your country") : overseer}}, message));
  return {};
}

Result<std::optional<Timestamp>> Requests::ring(const std::string& workspace) {
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  PROBITY_ASSIGN(const auto requests, under_way(context));
  std::optional<Timestamp> next;
  const auto at_latest = [&](Timestamp at) { next = next ? std::min(*next, at) : at; };
  const Timestamp present = now();
  int changed = 0;
  for (const Request& request : requests) {
    if (changed == kAtOnce) return present;
    if (request.waits_until && *request.waits_until <= present) {
      PROBITY_TRY(run_out(context, request.id));
      ++changed;
      continue;
    }
    if (request.waits_until) at_latest(*request.waits_until);
    const bool paused = reading_of(context, request).paused;
    if (paused || request.alerted_at) continue;
    if (request.due_at > present) {
      at_latest(request.due_at);
      continue;
    }
    PROBITY_TRY(change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
      each.alerted_at = present;
      notes.push_back({Event::overdue});
      return {};
    }));
    ++changed;
    alert(context, fmt::format("A request ({}) was due and is not answered.", name_of(request.kind)), request.id);
  }
  return next;
}

}  // namespace probity::requests

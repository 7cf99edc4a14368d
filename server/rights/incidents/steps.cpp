// What is done about a breach and decided: each step is written down once and for all, and moves the states.
#include "base/text.hpp"
#include "records/beside.hpp"
#include "rights/incidents/rows.hpp"

namespace probity::incidents {
namespace {

using records::Context;
using records::Draft;

std::unexpected<Error> conflict(std::string code, std::string message) { return fail(ErrorKind::conflict, std::move(code), std::move(message)); }

Result<> want(const std::string& value, std::string_view member, std::string_view what) {
  if (!is_blank(value)) return {};
  return invalid("missing_member", fmt::format("Say {}.", what), std::string(member));
}

Result<> report(const Breach& breach, const Step& step, Draft& draft) {
  PROBITY_TRY(want(step.authority, "authority", "to which authority it was reported"));
  if (breach.reported_at != 0) return conflict("already_reported", "It was reported already; write down what was added as a note.");
  const Timestamp at = step.at.value_or(now());
  if (at > now() || at < breach.aware_at) return invalid("bad_time", "It cannot have been reported before it was known, nor in the future.", "at");
  cell_of(draft, "state") = cell("reported");
  cell_of(draft, "reported_at") = at;
  cell_of(draft, "authority") = cell(step.authority);
  return {};
}

Result<> not_report(const Breach& breach, const Step& step, Draft& draft) {
  PROBITY_TRY(want(step.why, "why", "why a risk for people is unlikely"));
  if (breach.reported_at != 0) return conflict("already_reported", "It was reported already.");
  if (breach.risk != "unlikely") return conflict("risk_not_unlikely", "Only a breach that is unlikely to be a risk for people need not be reported. Judge the risk first.");
  cell_of(draft, "state") = cell("not_reported");
  return {};
}

Result<> not_tell(const Breach& breach, const Step& step, Draft& draft) {
  PROBITY_TRY(want(step.why, "why", "why the people need not be told"));
  if (breach.people_state == "told") return conflict("already_told", "They were told already.");
  cell_of(draft, "people_state") = cell("not_told");
  return {};
}

Result<> told(const Breach&, const Step&, Draft& draft) {
  cell_of(draft, "people_state") = cell("told");
  cell_of(draft, "people_told_at") = now();
  return {};
}

Result<> note(const Breach&, const Step& step, Draft& draft) {
  PROBITY_TRY(want(step.why, "why", "what is to be noted"));
  draft.always = true;
  return {};
}

Result<> close(const Breach& breach, const Step&, Draft& draft) {
  const auto open = undecided(breach);
  if (!open.empty()) return conflict("breach_undecided", fmt::format("Not written down yet: {}.", fmt::join(open, "; ")));
  cell_of(draft, "state") = cell("closed");
  cell_of(draft, "closed_at") = now();
  return {};
}

Result<> reopen(const Breach& breach, const Step& step, Draft& draft) {
  PROBITY_TRY(want(step.why, "why", "why it is opened again"));
  if (breach.state != "closed") return conflict("not_closed", "It is not closed.");
  cell_of(draft, "state") = cell(breach.reported_at != 0 ? "reported" : "open");
  cell_of(draft, "closed_at") = Cell{};
  return {};
}

struct Kind {
  std::string_view name;
  Result<> (*carry_out)(const Breach&, const Step&, Draft&);
  bool when_closed = false;
};
constexpr Kind kKinds[] = {{"report", report}, {"not_report", not_report}, {"tell", told}, {"not_tell", not_tell}, {"note", note, true}, {"close", close}, {"reopen", reopen, true}};

Result<> write_down(const Step& step, std::optional<std::int64_t> people, const Id& breach, const Id& by, Draft& draft) {
  cell_of(draft, "breach") = cell(breach);
  cell_of(draft, "step") = cell(step.step);
  cell_of(draft, "at") = step.at.value_or(now());
  if (!is_blank(step.why)) cell_of(draft, "why") = cell(step.why);
  if (!step.authority.empty()) cell_of(draft, "authority") = cell(step.authority);
  if (!step.reference.empty()) cell_of(draft, "reference") = cell(step.reference);
  if (people) cell_of(draft, "people") = *people;
  if (!by.is_nil()) cell_of(draft, "by") = cell(by);
  return {};
}

}  // namespace

Result<> carry_out(records::Records& records, const Context& workspace, const Id& id, const Step& step, const StepMaker& maker) {
  const auto kind = std::ranges::find(kKinds, step.step, &Kind::name);
  if (kind == std::end(kKinds)) return invalid("unknown_step", "A step is report, not_report, tell, not_tell, note, close or reopen.", "step");
  const Context breaches = at(workspace, kBreach), steps = at(workspace, kStep);
  PROBITY_TRY(records.alter(breaches, id, records::Verb::update, {}, [&](store::Reader& reader, Draft& draft) -> Result<> {
    if (!draft.live_before()) return records::no_such_record(*breaches.entity);
    const Breach breach = breach_in(breaches, CellRow(draft.before));
    if (breach.state == "closed" && !kind->when_closed) return conflict("breach_closed", "It is closed. Open it again first.");
    PROBITY_TRY(kind->carry_out(breach, step, draft));
    return records::create_beside(records.hooks(), steps, reader, {.id = maker.id, .allow_duplicate = true},
                                  [&](store::Reader&, Draft& written) { return write_down(step, maker.people, id, maker.by, written); }, draft);
  }));
  return {};
}

}  // namespace probity::incidents

// What administrators do to a request, step by step.
#include "base/text.hpp"
#include "records/beside.hpp"
#include "records/subject/state.hpp"
#include "rights/requests/rows.hpp"

namespace probity::requests {
namespace {

using records::Context;

constexpr std::size_t kLongestNote = 10'000;

std::unexpected<Error> over() { return fail(ErrorKind::conflict, "over", "This request is over. Enter a new one if something more is asked. Nothing was changed."); }
std::unexpected<Error> not_now(std::string why) { return fail(ErrorKind::conflict, "not_now", std::move(why)); }

Result<> needs(std::string_view text, std::string_view what, std::string field = "note") {
  if (!is_blank(text)) return {};
  return invalid("missing_value", std::string(what), std::move(field));
}

/// The clock goes on.
void go_on(Request& request, Day today) {
  request.awaits = Awaits::nothing;
  for (Interval& each : request.pauses) {
    if (!each.pause.until) each.pause.until = today;
  }
}

void end(Request& request, State state) {
  request.state = state;
  request.ended_at = now();
  request.awaits = Awaits::nothing;
  request.waits_until.reset();
  request.code_hash.clear();
  request.code_expires_at.reset();
}

}  // namespace

/// One action on its way.
struct Requests::Doer {
  Requests& requests;
  const Context& context;
  const Request& request;
  const Action& action;
  Day today;
  Id message;  ///< of the letter that goes with it

  std::string wanted() const { return std::string(words_of(request.kind)); }
  Result<Request> identify() const;
  Result<Request> send_code() const;
  Result<Request> confirm_identity() const;
  Result<Request> ask_for_clarification() const;
  Result<Request> resume() const;
  Result<Request> extend() const;
  Result<Request> start() const;
  Result<Request> assign() const;
  Result<Request> send_message() const;
  Result<Request> add_note() const;
  Result<Request> deny() const;
  Result<Request> escalate() const;
  Result<Request> take_back() const;
  Result<Request> fulfil() const { return requests.fulfil(context, request, action.note); }
  Result<Request> close() const;
};

Result<Request> Requests::Doer::identify() const {
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const records::Person person, records::find_person(context, reader, action.person));
    if (!person.entity) return fail(ErrorKind::not_found, "not_found", "There is no such person.");
    return {};
  }));
  if (!request.person.is_nil() && request.person != action.person && request.identity == Identity::proven) return not_now("Whose request this is was proven already.");
  return requests.change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    each.person = action.person;
    notes.push_back({Event::identified, action.note});
    return {};
  });
}

Result<Request> Requests::Doer::send_code() const {
  if (request.identity != Identity::unproven) return not_now("No proof is needed for this request any more.");
  if (request.person.is_nil()) return not_now("First say whose request this is: a code goes only to an address that is on file.");
  return requests.ask_for_proof(context, request, action.to, {});
}

Result<Request> Requests::Doer::confirm_identity() const {
  if (request.identity != Identity::unproven) return not_now("No proof is needed for this request any more.");
  if (request.person.is_nil()) return not_now("First say whose request this is.");
  PROBITY_TRY(needs(action.note, "Note what you saw that proves it, in words. Keep no copy of a document."));
  return requests.proven(context, request.id, "staff", action.note);
}

Result<Request> Requests::Doer::ask_for_clarification() const {
  PROBITY_TRY(needs(action.note, "Write what is to be made clear; the person is asked it in these words."));
  if (request.awaits != Awaits::nothing) return not_now(fmt::format("The request stands still already: {}.", words_of(request.awaits)));
  PROBITY_ASSIGN(Request after, requests.change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    each.state = State::in_progress;
    each.awaits = Awaits::clarification;
    each.pauses.push_back({Awaits::clarification, {today, {}}});
    notes.push_back({Event::clarification_asked, action.note, message});
    return {};
  }));
  PROBITY_TRY(requests.write_to(context, after, "request-clarify", {{"wanted", wanted()}, {"question", action.note}}, message));
  return after;
}

Result<Request> Requests::Doer::resume() const {
  if (request.awaits != Awaits::clarification) return not_now("It does not wait for a clarification.");
  return requests.change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    go_on(each, today);
    notes.push_back({Event::resumed, action.note});
    return {};
  });
}

Result<Request> Requests::Doer::extend() const {
  PROBITY_TRY(needs(action.note, "Say why more time is needed; the person is told in these words."));
  const Reading reading = requests.reading_of(context, request);
  if (!reading.extended_due) return not_now(request.extended_at ? "It was extended already, and that is possible once." : "It can no longer be extended, or this policy allows no extension.");
  PROBITY_ASSIGN(Request after, requests.change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    each.extended_at = now();
    notes.push_back({Event::extended, action.note, message});
    return {};
  }));
  PROBITY_TRY(requests.write_to(context, after, "request-extended", {{"wanted", wanted()}, {"reason", action.note}, {"due_on", format_day(*reading.extended_due)}}, message));
  return after;
}

Result<Request> Requests::Doer::start() const {
  return requests.change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    if (each.state == State::in_progress) return {};
    each.state = State::in_progress;
    notes.push_back({Event::started, action.note});
    return {};
  });
}

Result<Request> Requests::Doer::assign() const {
  return requests.change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    each.assignee = action.assignee;
    notes.push_back({Event::assigned, action.note});
    return {};
  });
}

Result<Request> Requests::Doer::send_message() const {
  PROBITY_TRY(needs(action.note, "Write what the person is to read."));
  PROBITY_ASSIGN(Request after, requests.change(context, request.id, [&](Request&, Notes& notes) -> Result<> {
    notes.push_back({Event::sent, action.note, message});
    return {};
  }));
  PROBITY_TRY(requests.write_to(context, after, "request-message", {{"wanted", wanted()}, {"text", action.note}}, message));
  return after;
}

Result<Request> Requests::Doer::add_note() const {
  PROBITY_TRY(needs(action.note, "Write the note."));
  return requests.change(context, request.id, [&](Request&, Notes& notes) -> Result<> {
    notes.push_back({Event::noted, action.note});
    return {};
  });
}

Result<Request> Requests::Doer::deny() const {
  const auto reason = named<Denial>(action.reason);
  if (!reason) return invalid("missing_value", "Name the reason for which it is denied.", "reason");
  PROBITY_TRY(needs(action.note, "Explain it; the person reads these words."));
  PROBITY_ASSIGN(Request after, requests.change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    if (has_begun(each)) return begun();
    end(each, State::denied);
    each.reason = *reason;
    each.answer = action.note;
    notes.push_back({Event::denied, action.note, message});
    return {};
  }));
  const std::string& overseer = context.policy->policy->rights.overseer;
  PROBITY_TRY(requests.write_to(context, after, "request-denied", {{"wanted", wanted()}, {"reason", std::string(words_of(*reason))}, {"explanation", action.note},
                       {"overseer", overseer.empty() ? std::string("the data protection authority of your country") : overseer}}, message));
  return after;
}

Result<Request> Requests::Doer::escalate() const {
  if (request.kind != Kind::complaint) return not_now("Only a complaint is taken further.");
  const auto& route = context.policy->policy->rights.complaint_route;
  const auto station = std::ranges::find(route, action.route);
  if (station == route.end()) return invalid("unknown_route", fmt::format("The policy names these stations: {}.", fmt::join(route, ", ")), "route");
  if (station <= std::ranges::find(route, request.route)) return not_now("The complaint is there already, or was.");
  return requests.change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    each.route = action.route;
    each.overseer = context.policy->policy->rights.overseer;
    each.state = State::in_progress;
    notes.push_back({Event::routed, action.note});
    return {};
  });
}

Result<Request> Requests::Doer::take_back() const {
  return requests.change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    if (has_begun(each)) return begun();
    end(each, State::revoked);
    notes.push_back({Event::revoked, action.note});
    return {};
  });
}

Result<Request> Requests::Doer::close() const {
  if (needs_proof(request.kind)) return not_now("Carry it out (fulfil), deny it, or note that the person took it back (withdraw).");
  return fulfil();
}

Result<Request> Requests::act(const Context& context, const Id& id, const Action& action) {
  using Do = Result<Request> (Doer::*)() const;
  static constexpr std::pair<std::string_view, Do> kSteps[] = {
      {"identify", &Doer::identify}, {"ask_for_proof", &Doer::send_code}, {"confirm_identity", &Doer::confirm_identity}, {"ask_for_clarification", &Doer::ask_for_clarification},
      {"resume", &Doer::resume}, {"extend", &Doer::extend}, {"start", &Doer::start}, {"assign", &Doer::assign}, {"send", &Doer::send_message}, {"note", &Doer::add_note},
      {"fulfil", &Doer::fulfil}, {"deny", &Doer::deny}, {"escalate", &Doer::escalate}, {"close", &Doer::close}, {"withdraw", &Doer::take_back}};
  const auto step = std::ranges::find(kSteps, action.step, [](const auto& each) { return each.first; });
  if (step == std::end(kSteps)) {
    std::vector<std::string_view> known;
    for (const auto& each : kSteps) known.push_back(each.first);
    return invalid("unknown_step", fmt::format("There is no step \"{}\". There are: {}.", first_characters(action.step, 40), fmt::join(known, ", ")), "step");
  }
  if (length_in_characters(action.note) > kLongestNote) return invalid("too_long", "The text is too long.", "note");
  PROBITY_ASSIGN(const Request request, find(context, id));
  if (is_over(request.state) && action.step != "note") return over();
  if (has_begun(request) && (action.step == "deny" || action.step == "withdraw" || action.step == "identify")) return begun();
  const Doer doer{.requests = *this, .context = context, .request = request, .action = action, .today = day_of(now(), context.input->time_zone),
                  .message = records::derived_id(id, fmt::format("{} {}", action.step, request.version))};
  return (doer.*(step->second))();
}

}  // namespace probity::requests

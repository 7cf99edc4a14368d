// The doing of what was asked, through the services that do it for everybody else.
#include "base/log.hpp"
#include "base/text.hpp"
#include "records/beside.hpp"
#include "records/subject/state.hpp"
#include "rights/requests/rows.hpp"
#include "rights/restriction/restrictions.hpp"

namespace probity::requests {
namespace {

using records::Context;

constexpr std::string_view kEraseJob = "requests.erase";
constexpr std::size_t kLongestOutcome = 1'000;
/// How long an erasure waits for its letter to leave: what is on the way goes with everything else.
constexpr Timestamp kLetterTime = 10 * kMinute;

/// The letter that goes before. The job does not name it, because work that names what is erased is dropped with it.
Id letter_of_erasure(const Id& request) { return records::derived_id(request, "erasing"); }

std::unexpected<Error> by_hand(std::string_view what) {
  return fail(ErrorKind::conflict, "not_now", fmt::format("{} cannot be done from here yet. Do it by hand, and fulfil the request with a note that says what was done.", what));
}

std::unexpected<Error> no_letter(std::string what) { return fail(ErrorKind::conflict, "no_letter", std::move(what)); }

std::vector<std::string> objected_to(const privacy::Policy& policy, const std::string& purpose) {
  if (!purpose.empty()) return {purpose};
  std::vector<std::string> purposes;
  for (const privacy::Purpose& each : policy.purposes) {
    if (each.may_object) purposes.push_back(each.name);
  }
  return purposes;
}

Result<std::string> entity_of(const Context& context, const Id& person) {
  std::string name;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const records::Person found, records::find_person(context, reader, person));
    if (found.entity) name = found.entity->name;
    return {};
  }));
  if (name.empty()) return fail(ErrorKind::conflict, "not_now", "The person this is about is no longer on record.");
  return name;
}

}  // namespace

/// What was done, in words that name nobody; and what the person is told beyond them.
struct Requests::Done {
  std::string outcome;
  std::string told;
  std::string copy = {};
  std::string password = {};
};

Result<Requests::Done> Requests::restrict(const Context& context, const Request& request) {
  if (!context.model().find("restriction")) return by_hand("Restricting an account");
  PROBITY_TRY(restriction::impose(parts_.records, context, request.person, {.kind = restriction::Kind::restriction, .purpose = {}, .reason = "The person asked for it.", .until = {}}));
  return Done{"Restricted: kept, and used for nothing but duties under the law.", "Your data is kept and no longer used, but for what the law demands. We tell you before that ends."};
}

Result<Requests::Done> Requests::object(const Context& context, const Request& request) {
  if (!context.model().find("restriction")) return by_hand("An objection of an account");
  const privacy::Policy& policy = *context.policy->policy;
  std::vector<std::string> labels;
  for (const std::string& purpose : objected_to(policy, request.purpose)) {
    PROBITY_TRY(restriction::impose(parts_.records, context, request.person, {.kind = restriction::Kind::objection, .purpose = purpose, .reason = "The person asked for it.", .until = {}}));
    labels.push_back(policy.purpose(purpose)->label);
  }
  if (labels.empty()) return by_hand("An objection, where the policy has no purpose that may be objected to,");
  return Done{fmt::format("No longer used for: {}.", fmt::join(labels, ", ")), fmt::format("Your data is no longer used for: {}.", fmt::join(labels, ", "))};
}

Result<Requests::Done> Requests::hand_over(const Context& context, const Request& request, const Doing::Person& person, const std::string& note) {
  if (!parts_.doing.copy) return Done{"A copy was handed over by hand.", {}};
  PROBITY_ASSIGN(const auto on_file, addresses_of(context, request.person));
  if (on_file.empty() && request.email.empty()) return by_hand("The copy, where no email address is known,");
  if (on_file.empty() && is_blank(note)) {
    return invalid("missing_value", "The address to which the copy would go is not on file for this person. Note how you know that it is theirs; the password is then shown to you, to be told in another way.", "note");
  }
  PROBITY_ASSIGN(const Doing::Copy copy, parts_.doing.copy(person, request.kind));
  const std::string until = mail::time_in_words(copy.until, context.input->time_zone);
  PROBITY_ASSIGN(const bool link_sent, write_to(context, request, "request-copy", {{"url", copy.url}, {"until", until}}, records::derived_id(copy.id, "link")));
  if (!link_sent) return no_letter("The copy was made, but the letter with its link could not be written, so nobody can open it. Nothing was handed over.");
  // Both to a mailbox of which nobody proved whose it is would protect from nothing.
  if (on_file.empty()) {
    return Done{"A copy was made and its link sent to an address that is not on file; the password was told by a colleague.",
                "Your copy is being made. A letter brings the link to it, which works once and for a limited time. We tell you the password in another way.", copy.id.text(), copy.password};
  }
  // Two letters, so that one that is passed on opens nothing.
  PROBITY_ASSIGN(const bool password_sent, write_to(context, request, "request-password", {{"password", copy.password}}, records::derived_id(copy.id, "password")));
  if (!password_sent) return no_letter("The copy was made, but the letter with its password could not be written, so nobody can open it. Nothing was handed over.");
  return Done{"A copy was made and handed over.", "Your copy is being made. One letter brings the link to it, which works once and for a limited time; another brings the password.", copy.id.text()};
}

Result<Requests::Done> Requests::correct(const Context& context, const Request& request, const Doing::Person& person) {
  if (!parts_.doing.recipients) return Done{"Corrected.", {}};
  PROBITY_ASSIGN(const auto recipients, parts_.doing.recipients(person));
  if (recipients.empty()) return Done{"Corrected.", {}};
  const std::string names = fmt::format("{}", fmt::join(recipients, ", "));
  alert(context, fmt::format("Data was corrected that others had received: {}. Those whose address the policy names were written to. The others stand under \"Orders to recipients\": tell each, and note there what they say.", names), request.id);
  return Done{"Corrected; those who had received the data are told.", fmt::format("Those who had received it are told: {}.", names)};
}

Result<Requests::Done> Requests::carry_out(const Context& context, const Request& request, const std::string& note) {
  if (!needs_proof(request.kind)) return Done{"Answered.", {}};
  Doing::Person person{.workspace = context.workspace->slug(), .entity = {}, .id = request.person, .request = request.id, .actor = context.access.actor};
  PROBITY_ASSIGN(person.entity, entity_of(context, request.person));
  switch (request.kind) {
    case Kind::access:
    case Kind::portability:
      if (!parts_.doing.copy && is_blank(note)) return by_hand("The copy");
      return hand_over(context, request, person, note);
    case Kind::rectification: return correct(context, request, person);
    case Kind::restriction: return restrict(context, request);
    case Kind::objection: return object(context, request);
    case Kind::withdrawal: {
      if (!parts_.doing.withdraw) return by_hand("A withdrawal");
      PROBITY_TRY(parts_.doing.withdraw(person, request.purpose));
      return Done{"The consents were withdrawn.", "What you had agreed to has ended; nothing more rests on it."};
    }
    case Kind::erasure:
    case Kind::complaint:
    case Kind::question: break;
  }
  return internal("a request of this kind is not carried out here");
}

Result<Request> Requests::fulfil(const Context& context, const Request& request, const std::string& note) {
  if (request.awaits != Awaits::nothing) return fail(ErrorKind::conflict, "not_now", fmt::format("It cannot be carried out while {}.", words_of(request.awaits)));
  if (needs_proof(request.kind) && request.identity != Identity::proven) return fail(ErrorKind::conflict, "not_now", "First the person's identity has to be proven.");
  if (!request.erasure.empty() || request.outcome == kUnderWay) return fail(ErrorKind::conflict, "not_now", "It is being carried out.");
  if (!needs_proof(request.kind) && is_blank(note)) return invalid("missing_value", "Write the answer; the person reads these words.", "note");
  if (request.kind == Kind::rectification && is_blank(note)) return invalid("missing_value", "Say what was corrected; the person reads these words.", "note");
  if (request.kind == Kind::erasure) return begin_erasure(context, request, note);

  // Carried out before, and only the letter is missing: the doing is not done twice.
  const bool again = !request.outcome.empty();
  if (again && is_blank(note)) return invalid("missing_value", "It was carried out, and no letter could be written. Say how the person was told of it.", "note");
  PROBITY_ASSIGN(const Done done, again ? Result<Done>(Done{request.outcome, {}, request.copy}) : carry_out(context, request, note));
  // The answer goes to the person; how a colleague came to know an address does not.
  const bool is_check = !done.password.empty();
  const std::string answer = done.told.empty() ? note : is_blank(note) || is_check ? done.told : fmt::format("{}\n{}", note, done.told);
  const Id message = records::derived_id(request.id, again ? fmt::format("fulfilled {}", request.version) : "fulfilled");
  if (!again) {
    PROBITY_ASSIGN(const bool told, write_to(context, request, "request-done", {{"wanted", std::string(words_of(request.kind))}, {"answer", answer}}, message));
    if (!told) return not_told(context, request.id, done);
  }
  PROBITY_ASSIGN(Request after, change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    if (is_over(each.state)) return fail(ErrorKind::conflict, "over", "This request is over.");
    each.state = State::fulfilled;
    each.ended_at = now();
    each.outcome = done.outcome;
    each.answer = answer;
    each.copy = done.copy;
    notes.push_back({Event::fulfilled, is_check ? note : answer, again ? Id{} : message});
    return {};
  }));
  after.password = done.password;
  return after;
}

Result<Request> Requests::not_told(const Context& context, const Id& id, const Done& done) {
  PROBITY_TRY(change(context, id, [&](Request& each, Notes&) -> Result<> {
    each.outcome = done.outcome;
    each.copy = done.copy;
    return {};
  }));
  return no_letter("It was carried out, but the letter that says so could not be written; the story says why. Tell the person in another way, then fulfil it with a note that says how.");
}

// The letter goes first: what the person is written from is gone afterwards, and so is what was on its way.
Result<Request> Requests::begin_erasure(const Context& context, const Request& request, const std::string& note) {
  if (!parts_.doing.erase) return by_hand("The erasure");
  PROBITY_TRY(entity_of(context, request.person));
  const Id message = letter_of_erasure(request.id);
  PROBITY_ASSIGN(Request after, change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    if (is_over(each.state) || each.outcome == kUnderWay) return fail(ErrorKind::conflict, "not_now", "It is being carried out.");
    each.state = State::in_progress;
    each.outcome = std::string(kUnderWay);
    notes.push_back({Event::started, note, message});
    return {};
  }));
  const std::string answer = is_blank(note) ? std::string("Everything about you is erased now, but for what the law makes us keep; the page of your request names it.") : note;
  PROBITY_ASSIGN(const bool told, write_to(context, after, "request-erasing", {{"answer", answer}}, message));
  if (!told && is_blank(note)) {
    PROBITY_TRY(change(context, request.id, [&](Request& each, Notes&) -> Result<> {
      each.outcome.clear();
      return {};
    }));
    return no_letter("The letter that tells of the erasure could not be written, so nothing was erased. Tell the person in another way, then fulfil it with a note that says how.");
  }
  PROBITY_TRY(parts_.jobs.enqueue(context.workspace->slug(), std::string(kEraseJob),
                                  fmt::format(R"({{"request":"{}","actor":"{}","until":{}}})", request.id.text(), context.access.actor.text(), now() + kLetterTime), context.access.actor));
  return after;
}

Result<bool> Requests::is_on_its_way(const Context& context, const Id& message) const {
  bool waiting = false;
  const ByProgram messages(context, "message");
  const int state = messages->entity->field("state")->first_column;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(messages->tables->all, "_id", cell(message), [&](const Row& row) {
      waiting = row.text(state) == "queued" || row.text(state) == "waiting";
      return false;
    }));
    return {};
  }));
  return waiting;
}

Result<std::string> Requests::erase_job(jobs::Running& running) {
  PROBITY_ASSIGN(const JsonDocument payload, parse_json(running.job().payload));
  const auto id = Id::parse(view(payload["request"])), actor = Id::parse(view(payload["actor"]));
  if (!id || !actor) return internal("the payload of an erasure asked for is none");
  const privacy::Access access = program_in(running.workspace());
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  auto request = find(context, *id);
  if (!request) return request.error().kind == ErrorKind::not_found ? Result<std::string>("{}") : std::unexpected(request.error());
  if (is_over(request->state)) return std::string("{}");
  PROBITY_ASSIGN(const bool waits, is_on_its_way(context, letter_of_erasure(*id)));
  if (request->erasure.empty() && waits && now() < payload["until"].GetInt64()) return fail(ErrorKind::unavailable, "letter_first", "The letter that tells of it has not left yet.");
  if (request->erasure.empty()) {
    PROBITY_ASSIGN(const std::string entity, entity_of(context, request->person));
    const auto begun = parts_.doing.erase({.workspace = running.workspace(), .entity = entity, .id = request->person, .request = *id, .actor = *actor});
    if (!begun) return not_carried_out(context, *id, begun.error());
    PROBITY_ASSIGN(*request, change(context, *id, [&](Request& each, Notes& notes) -> Result<> {
      each.erasure = begun->text();
      notes.push_back({.event = Event::carried_out, .about_nobody = true});
      return {};
    }));
  }
  const auto erasure = Id::parse(request->erasure);
  std::string kept;
  if (parts_.doing.erased && erasure) {
    PROBITY_ASSIGN(kept, parts_.doing.erased(running.workspace(), *erasure));
  }
  PROBITY_TRY(change(context, *id, [&](Request& each, Notes& notes) -> Result<> {
    each.state = State::fulfilled;
    each.ended_at = now();
    each.outcome = kept.empty() ? "Erased, with a certificate." : std::string(first_characters(fmt::format("Erased, with a certificate. Kept: {}", kept), kLongestOutcome));
    each.email.clear();
    each.name.clear();
    each.message.clear();
    each.answer.clear();
    notes.push_back({.event = Event::fulfilled, .about_nobody = true});
    return {};
  }));
  return std::string("{}");
}

Result<std::string> Requests::not_carried_out(const Context& context, const Id& id, const Error& error) {
  if (error.kind == ErrorKind::unavailable) return std::unexpected(error);
  PROBITY_TRY(change(context, id, [&](Request& each, Notes& notes) -> Result<> {
    each.outcome.clear();
    notes.push_back({Event::not_carried_out, error.message});
    return {};
  }));
  alert(context, fmt::format("An erasure that was asked for could not be carried out: {}", error.message), id);
  return std::string("{}");
}

}  // namespace probity::requests

// How a request comes in: by the public form, by a colleague, or passed on by who operates the installation.
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "base/token_text.hpp"
#include "privacy/policy/names.hpp"
#include "records/beside.hpp"
#include "records/links.hpp"
#include "records/lookup.hpp"
#include "records/subject/state.hpp"
#include "rights/requests/people.hpp"
#include "rights/requests/rows.hpp"

namespace probity::requests {
namespace {

using records::Context;
using records::Draft;

constexpr std::size_t kLongestEmail = 320, kLongestName = 200, kLongestMessage = 10'000;
constexpr std::string_view kArrivedJob = "requests.arrived";
constexpr std::string_view kSealUse = "token of a request";
constexpr Timestamp kSkew = 5 * kMinute;

bool has_control(std::string_view text, bool lines) {
  return std::ranges::any_of(text, [&](char c) { return (static_cast<unsigned char>(c) < 0x20 && !(lines && (c == '\n' || c == '\r' || c == '\t'))) || c == 0x7f; });
}

bool is_email(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == text.npos || at == 0 || text.size() > kLongestEmail || has_control(text, false)) return false;
  const std::string_view host = text.substr(at + 1);
  return text.find_first_of(" ,;<>()\"") == text.npos && host.find('.') != host.npos && !host.starts_with('.') && !host.ends_with('.');
}

Result<> check_texts(const Wish& wish) {
  if (!is_valid_text(wish.email) || !is_valid_text(wish.name) || !is_valid_text(wish.message)) return invalid("bad_text", "The text holds characters that are none. Type it again.");
  if (!wish.email.empty() && !is_email(wish.email)) return invalid("bad_email", "This is no email address. It looks like name@example.org.", "email");
  if (length_in_characters(wish.name) > kLongestName || has_control(wish.name, false)) return invalid("too_long", "The name is longer than names are.", "name");
  if (length_in_characters(wish.message) > kLongestMessage || has_control(wish.message, true)) return invalid("too_long", "The text is too long. Send its most important part; you can add to it later.", "message");
  return {};
}

}  // namespace

Result<> Requests::check(const Context& context, const Wish& wish) const {
  PROBITY_TRY(check_texts(wish));
  const privacy::Policy& policy = *context.policy->policy;
  // A question needs no right; every other kind is one that the policy grants.
  if (wish.kind != Kind::question && !policy.rights.kinds.contains(std::string(name_of(wish.kind)))) return invalid("not_offered", "This cannot be asked for here. Choose another, or ask a question.", "kind");
  if (wish.email.empty() && wish.person.is_nil()) return invalid("missing_value", "An email address is needed, so that an answer can reach you.", "email");
  if (is_blank(wish.message) && !needs_proof(wish.kind)) return invalid("missing_value", "Write what it is about.", "message");
  if (!wish.purpose.empty() && !policy.purpose(wish.purpose)) return invalid("unknown_purpose", "The policy has no such purpose.", "purpose");
  if (wish.received_at > now() + kSkew) return invalid("in_the_future", "It cannot have come in yet. Check the day.", "received_at");
  return {};
}

Result<> Requests::check(std::string_view workspace, const Wish& wish) const {
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  return check(context, wish);
}

Result<Request> Requests::create(const Context& context, const Wish& wish, const std::string& token) {
  const privacy::Policy& policy = *context.policy->policy;
  const auto read = read_token_text("", token);
  Request request{.id = read->id, .kind = wish.kind, .state = State::open, .reason = {}, .received_at = wish.received_at == 0 ? now() : wish.received_at, .ended_at = {}, .extended_at = {},
                  .acknowledge_by = {}, .acknowledged_at = {}, .alerted_at = {}, .clock = {}, .pauses = {}, .awaits = Awaits::nothing, .waits_until = {}, .identity = Identity::not_needed,
                  .proven_by = {}, .source = wish.source, .person = wish.person, .email = lower_ascii(trim(wish.email)), .name = std::string(trim(wish.name)),
                  .message = std::string(trim(wish.message)), .language = wish.language, .purpose = wish.purpose, .assignee = {}, .answer = {}, .outcome = {}, .erasure = {}, .copy = {},
                  .route = wish.kind == Kind::complaint ? "us" : "", .overseer = {}, .token_hash = hex(bytes_of(read->hash)), .code_hash = {}, .code_expires_at = {}};
  request.clock = std::string(privacy::to_name(policy.rights.clock));
  std::vector<Note> notes{{Event::received}};
  if (needs_proof(wish.kind) && wish.proof.empty()) {
    request.state = State::in_progress;
    // The clock goes on until somebody is asked for proof.
    request.identity = Identity::unproven;
  } else if (!wish.proof.empty()) {
    request.identity = Identity::proven;
    request.proven_by = "staff";
    notes.push_back({Event::identity_confirmed, wish.proof});
  }
  set_due(context, request);
  const ByProgram requests(context, kRequest);
  const ByProgram steps(context, kStep);
  PROBITY_ASSIGN(const auto written, parts_.records.create_by(requests.context(), {.id = request.id, .allow_duplicate = true}, [&](store::Reader& reader, Draft& draft) -> Result<> {
    fill(request, draft);
    for (const Note& note : notes) {
      const Step step{.event = note.event, .at = note.event == Event::received ? request.received_at : now(), .by = context.access.actor, .message = {}, .note = note.note};
      PROBITY_TRY(records::create_beside(parts_.records.hooks(), steps.context(), reader, {.allow_duplicate = true}, [&](store::Reader&, Draft& other) -> Result<> {
        fill(step, request, other);
        return {};
      }, draft));
    }
    return {};
  }));
  request.version = written.version;
  parts_.jobs.look_again(context.workspace->slug(), kRequest);
  return request;
}

Result<> Requests::ask(std::string_view workspace, const Wish& wish) {
  const privacy::Access access = program_in(workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  PROBITY_TRY(check(context, wish));
  const std::string token = make_token_text("", Id::make());
  PROBITY_ASSIGN(const Request request, create(context, wish, token));
  const std::string sealed = base64(seal(parts_.secret, token, kSealUse));
  PROBITY_TRY(parts_.jobs.enqueue(workspace, std::string(kArrivedJob), fmt::format(R"({{"request":"{}","token":"{}"}})", request.id.text(), sealed), {}));
  return {};
}

Result<Request> Requests::enter(const Context& context, const Wish& wish) {
  PROBITY_TRY(check(context, wish));
  if (!wish.person.is_nil()) {
    PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
      PROBITY_ASSIGN(const records::Person person, records::find_person(context, reader, wish.person));
      if (!person.entity) return fail(ErrorKind::not_found, "not_found", "There is no such person.");
      return {};
    }));
  }
  if (!wish.proof.empty() && wish.person.is_nil()) return invalid("missing_value", "Say whose identity was proven.", "person");
  const std::string token = make_token_text("", Id::make());
  PROBITY_ASSIGN(const Request request, create(context, wish, token));
  PROBITY_TRY(match(context, request.id, token));
  return find(context, request.id);
}

Result<std::string> Requests::arrived(jobs::Running& running) {
  PROBITY_ASSIGN(const JsonDocument payload, parse_json(running.job().payload));
  const auto request = Id::parse(view(payload["request"]));
  const auto sealed = decode_base64(view(payload["token"]));
  if (!request || !sealed) return internal("the payload of a request's arrival is none");
  PROBITY_ASSIGN(const std::string token, unseal(parts_.secret, *sealed, kSealUse));
  const privacy::Access access = program_in(running.workspace());
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  auto found = find(context, *request);
  if (!found) return found.error().kind == ErrorKind::not_found ? Result<std::string>("{}") : std::unexpected(found.error());
  // Taken up again after a kill, what was done already is not done again.
  std::int64_t passed = 0;
  if (running.workspace() == records::kSystemWorkspace) {
    PROBITY_ASSIGN(passed, pass_on(context, *found));
  }
  if (!found->acknowledged_at && !is_over(found->state)) PROBITY_TRY(match(context, *request, token, passed));
  return std::string("{}");
}

Result<> Requests::match(const Context& context, const Id& id, const std::string& token, std::int64_t passed) {
  PROBITY_ASSIGN(Request request, find(context, id));
  if (request.person.is_nil() && !request.email.empty()) PROBITY_TRY(find_whose(context, request));
  if (passed > 0 && request.person.is_nil() && needs_proof(request.kind)) return directed(context, request, token);
  const std::string_view from = request.source == "operator" ? ", passed on by who operates this installation" : "";
  const std::string_view to = context.workspace->slug() == records::kSystemWorkspace ? " for who operates this installation" : "";
  alert(context, fmt::format("A request came in{} ({}{}). It is due on {}.", to, name_of(request.kind), from, format_day(reading_of(context, request).due)), id);
  if (request.identity == Identity::unproven && !request.person.is_nil()) {
    auto asked = ask_for_proof(context, request, {}, token);
    if (asked) return {};
    if (asked.error().code != "no_address" && asked.error().code != "no_letter") return std::unexpected(asked.error());
  }
  const Id message = records::derived_id(id, "received");
  PROBITY_ASSIGN(request, change(context, id, [&](Request& each, Notes& notes) -> Result<> {
    each.acknowledged_at = now();
    notes.push_back({Event::acknowledged, {}, message});
    return {};
  }));
  const Reading reading = reading_of(context, request);
  // Without a code from us there is nothing to enter: they are asked for what tells whose data it is.
  PROBITY_TRY(write_to(context, request, request.identity == Identity::unproven ? "request-whose" : "request-received", {{"wanted", std::string(words_of(request.kind))}, {"due_on", format_day(reading.due)},
                       {"status_url", status_url(context, token)}}, message));
  return {};
}

Result<> Requests::find_whose(const Context& context, Request& request) {
  PROBITY_ASSIGN(const auto candidates, people_with(context, request.email));
  if (candidates.empty()) return {};
  const Candidate* only = only_one(candidates, request.name);
  PROBITY_ASSIGN(request, change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    if (!only) {
      notes.push_back({Event::noted, fmt::format("The address is on file of {} people. Nobody was chosen: a colleague says whose request it is.", candidates.size())});
      return {};
    }
    each.person = only->id;
    notes.push_back({Event::identified, candidates.size() == 1 ? "The address is on file." : fmt::format("The address is on file of {} people; one of them alone has the name that was given.", candidates.size())});
    return {};
  }));
  return {};
}

Result<bool> Requests::is_shared(const Context& context, const Request& request) const {
  PROBITY_ASSIGN(auto addresses, addresses_of(context, request.person));
  if (!request.email.empty()) addresses.push_back(request.email);
  for (const std::string& address : addresses) {
    PROBITY_ASSIGN(const auto candidates, people_with(context, address));
    if (candidates.size() > 1) return true;
  }
  return false;
}

// Nothing of theirs is here, and who answers for it elsewhere has the request: the operator's part is over, and says so.
Result<> Requests::directed(const Context& context, const Request& request, const std::string& token) {
  const Id message = records::derived_id(request.id, "directed");
  PROBITY_ASSIGN(const Request after, change(context, request.id, [&](Request& each, Notes& notes) -> Result<> {
    each.acknowledged_at = now();
    each.ended_at = now();
    each.state = State::fulfilled;
    each.awaits = Awaits::nothing;
    each.waits_until.reset();
    each.outcome = "Passed on to who answers for the data. There is no account with this address.";
    notes.push_back({Event::fulfilled, {}, message});
    return {};
  }));
  PROBITY_TRY(write_to(context, after, "request-directed", {{"wanted", std::string(words_of(request.kind))}, {"status_url", status_url(context, token)}}, message));
  return {};
}

// Whoever asks the operator may be on record with one of its customers, who alone answers for that data. Each of them
// gets the request as its own; the person hears from them, at the address on file there, and nobody else hears of it.
Result<std::int64_t> Requests::pass_on(const Context& context, const Request& request) {
  if (!parts_.workspaces || request.email.empty()) return 0;
  PROBITY_ASSIGN(const auto slugs, parts_.workspaces());
  std::int64_t passed = 0;
  for (const std::string& slug : slugs) {
    const privacy::Access access = program_in(slug);
    PROBITY_ASSIGN(const Context there, parts_.records.enter(access));
    PROBITY_ASSIGN(const auto people, people_with(there, request.email));
    if (people.empty()) continue;
    ++passed;
    // Of one request there is one in each workspace, whoever is killed meanwhile.
    const std::string token = make_token_text("", records::derived_id(request.id, slug), bytes_of(keyed_hash(parts_.secret, fmt::format("passed on\n{}\n{}", slug, request.id.text()))));
    const auto before = find(there, read_token_text("", token)->id);
    if (before && before->acknowledged_at) continue;
    if (!before) {
      const Wish wish{.kind = request.kind, .email = request.email, .name = request.name, .message = request.message, .purpose = {}, .language = request.language, .source = "operator",
                      .person = {}, .proof = {}, .received_at = request.received_at};
      PROBITY_TRY(create(there, wish, token));
    }
    PROBITY_TRY(match(there, read_token_text("", token)->id, token));
  }
  if (passed == 0 || is_over(request.state)) return passed;
  PROBITY_TRY(change(context, request.id, [&](Request&, Notes& notes) -> Result<> {
    notes.push_back({Event::passed_on, fmt::format("Passed on to {} that may hold data about them and answer for it.", passed == 1 ? "the workspace" : fmt::format("{} workspaces", passed))});
    return {};
  }));
  return passed;
}

}  // namespace probity::requests

// How a request stands, in words and as JSON: for whoever works on it, and as evidence of what was done when.
#include "records/record_json.hpp"
#include "records/subject/state.hpp"
#include "rights/requests/people.hpp"
#include "rights/requests/rows.hpp"

namespace probity::requests {
namespace {

using records::Context;

std::string days(int count) { return count == 1 ? "1 day" : fmt::format("{} days", count); }

void put_time(JsonWriter& writer, std::string_view name, const std::optional<Timestamp>& at) {
  key(writer, name);
  if (at) put(writer, format_timestamp(*at));
  else writer.Null();
}
void put_text(JsonWriter& writer, std::string_view name, std::string_view text) {
  key(writer, name);
  if (text.empty()) writer.Null();
  else put(writer, text);
}
void put_day(JsonWriter& writer, std::string_view name, const std::optional<Day>& day) { put_text(writer, name, day ? format_day(*day) : std::string()); }

/// What is to be done now, and the steps that do it.
struct Next {
  std::string words;
  std::vector<std::string_view> steps;
};

Next next_for_identity(const Request& request, const std::vector<Candidate>& candidates) {
  if (request.person.is_nil() && !candidates.empty()) {
    std::vector<std::string_view> names;
    for (const Candidate& each : candidates) names.push_back(each.display);
    return {fmt::format("The address is on file of {} people: {}. Find out whose request it is, and say who; ask for a clarification where you cannot tell.", candidates.size(), fmt::join(names, ", ")), {"identify", "deny", "note"}};
  }
  if (request.person.is_nil()) return {"Nobody with this address is on record. Find the person and say who it is, or deny the request because nobody was found.", {"identify", "deny", "note"}};
  const bool code_out = !request.code_hash.empty() && request.code_expires_at && *request.code_expires_at > now();
  if (code_out) return {"A code went to the address on file. Wait until the person enters it, or confirm their identity by what they show you.", {"confirm_identity", "ask_for_proof", "identify", "deny", "note"}};
  return {"Ask the person for proof: send a code to the address on file, or confirm their identity by what they show you.", {"ask_for_proof", "confirm_identity", "identify", "deny", "note"}};
}

Next next_to_do(const Request& request) {
  switch (request.kind) {
    case Kind::access:
    case Kind::portability: return {"Fulfil it: a copy of everything about the person is made and handed over by a link that works once.", {"fulfil"}};
    case Kind::rectification: return {"Correct the record, then fulfil it with a word on what was corrected; those who received the data are told.", {"fulfil"}};
    case Kind::erasure: return {"Look at what would be erased, then fulfil it. What the law makes you keep stays and is named.", {"fulfil"}};
    case Kind::restriction: return {"Fulfil it: from then on the data is kept and not used.", {"fulfil"}};
    case Kind::objection: return {"Fulfil it: from then on the data is not used for what was objected to.", {"fulfil"}};
    case Kind::withdrawal: return {"Fulfil it: what was agreed to ends.", {"fulfil"}};
    case Kind::complaint: return {"Answer the complaint and close it, or note that it was taken further.", {"close", "escalate"}};
    case Kind::question: return {"Answer the question and close it.", {"close"}};
  }
  return {};
}

Next next_of(const Request& request, const Reading& reading, const std::vector<Candidate>& candidates) {
  if (is_over(request.state)) return {"Nothing more is to be done.", {"note"}};
  if (request.outcome == kUnderWay) return {"The erasure is being carried out; nothing is to be done.", {"note"}};
  if (request.awaits == Awaits::clarification) return {"Wait for the person's answer, and let the clock go on when it is there.", {"resume", "send", "deny", "note"}};
  Next next = request.identity == Identity::unproven ? next_for_identity(request, candidates) : next_to_do(request);
  if (!request.outcome.empty()) next.words = "It was carried out, but no letter could be written. Tell the person in another way, then fulfil it with a note that says how.";
  const auto offer = [&](std::string_view step) {
    if (std::ranges::find(next.steps, step) == next.steps.end()) next.steps.push_back(step);
  };
  if (request.awaits == Awaits::nothing) {
    for (const std::string_view step : {"ask_for_clarification", "deny", "send", "note"}) offer(step);
    if (request.state == State::open) offer("start");
  }
  if (reading.extended_due) offer("extend");
  for (const std::string_view step : {"assign", "withdraw"}) offer(step);
  return next;
}

/// As the Data Rights Protocol gives the reason of a state.
std::string_view reason_of(const Request& request) {
  if (request.reason) return name_of(*request.reason);
  return request.state == State::in_progress && request.identity == Identity::unproven ? "need_user_verification" : "";
}

void write_clock(const Request& request, const Reading& reading, const std::string& words, JsonWriter& writer) {
  key(writer, "clock");
  writer.StartObject();
  put_text(writer, "name", request.clock);
  put_text(writer, "words", words);
  put_day(writer, "due_on", reading.due);
  key(writer, "days_left");
  writer.Int(reading.days_left);
  key(writer, "paused");
  writer.Bool(reading.paused);
  put_day(writer, "paused_since", reading.paused_since);
  put_text(writer, "paused_because", reading.paused ? words_of(request.awaits) : std::string_view());
  put_time(writer, "extended_at", request.extended_at);
  put_day(writer, "extendable_to", reading.extended_due);
  put_day(writer, "acknowledge_by", reading.acknowledge_by);
  key(writer, "pauses");
  writer.StartArray();
  for (const Interval& each : request.pauses) {
    writer.StartObject();
    put_text(writer, "why", name_of(each.why));
    put_day(writer, "from", each.pause.from);
    put_day(writer, "until", each.pause.until);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
}

void write_next(const Next& next, JsonWriter& writer) {
  key(writer, "next");
  writer.StartObject();
  put_text(writer, "words", next.words);
  key(writer, "steps");
  writer.StartArray();
  for (const std::string_view step : next.steps) put(writer, step);
  writer.EndArray();
  writer.EndObject();
}

void write_colleague(const records::Records& records, std::string_view name, const Id& id, JsonWriter& writer) {
  key(writer, name);
  if (id.is_nil()) {
    writer.Null();
    return;
  }
  writer.StartObject();
  put_text(writer, "id", id.text());
  put_text(writer, "name", records.member_name(id));
  writer.EndObject();
}

Result<> write_person(const Context& context, store::Reader& reader, const Id& id, JsonWriter& writer) {
  key(writer, "person");
  PROBITY_ASSIGN(const records::Person person, id.is_nil() ? Result<records::Person>(records::Person{}) : records::find_person(context, reader, id));
  if (!person.entity) {
    writer.Null();
    return {};
  }
  const ByProgram people(context, person.entity->name);
  std::string display;
  PROBITY_TRY(reader.one(people->tables->all, "_id", cell(id), [&](const Row& row) {
    display = records::display_of(people.context(), row);
    return false;
  }));
  writer.StartObject();
  put_text(writer, "entity", person.entity->name);
  put_text(writer, "id", id.text());
  put_text(writer, "display", display);
  writer.EndObject();
  return {};
}

}  // namespace

std::string Requests::clock_in_words(const Context& context, const Request& request) const {
  const Reading reading = reading_of(context, request);
  const std::string due = format_day(reading.due);
  if (is_over(request.state)) {
    const std::string ended = format_day(day_of(*request.ended_at, context.input->time_zone));
    if (request.state == State::revoked) return fmt::format("Taken back on {}.", ended);
    if (request.state == State::expired) return fmt::format("Run out on {}, because nobody proved whose request it was.", ended);
    return reading.days_left >= 0 ? fmt::format("Answered on {}, in time.", ended) : fmt::format("Answered on {}, {} late.", ended, days(-reading.days_left));
  }
  if (reading.paused) return fmt::format("Due in {}, paused since {} because {}.", days(std::max(0, reading.days_left)), format_day(*reading.paused_since), words_of(request.awaits));
  const std::string extended = request.extended_at ? " The time was extended." : "";
  if (reading.days_left < 0) return fmt::format("Overdue by {}: it was due on {}.{}", days(-reading.days_left), due, extended);
  if (reading.days_left == 0) return fmt::format("Due today.{}", extended);
  return fmt::format("Due in {}, on {}.{}", days(reading.days_left), due, extended);
}

Result<std::string> Requests::clock_in_words(const Holder& holder) {
  const privacy::Access access = program_in(holder.workspace);
  PROBITY_ASSIGN(const Context context, parts_.records.enter(access));
  return clock_in_words(context, holder.request);
}

Result<> Requests::write_story(const Context& context, const Id& id, JsonWriter& writer, std::string_view password) {
  PROBITY_ASSIGN(const Request request, find(context, id));
  std::vector<Candidate> candidates;
  if (request.person.is_nil() && !request.email.empty() && !is_over(request.state)) {
    PROBITY_ASSIGN(candidates, people_with(context, request.email));
  }
  const Reading reading = reading_of(context, request);
  return context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(const auto steps, read_steps(context, reader, id));
    writer.StartObject();
    put_text(writer, "id", id.text());
    put_text(writer, "kind", name_of(request.kind));
    put_text(writer, "state", name_of(request.state));
    put_text(writer, "reason", reason_of(request));
    put_text(writer, "awaits", name_of(request.awaits));
    put_text(writer, "identity", name_of(request.identity));
    put_text(writer, "proven_by", request.proven_by);
    put_text(writer, "source", request.source);
    const std::pair<std::string_view, std::optional<Timestamp>> times[] = {{"received_at", request.received_at}, {"due_at", request.due_at}, {"acknowledged_at", request.acknowledged_at}, {"ended_at", request.ended_at}};
    for (const auto& [name, at] : times) put_time(writer, name, at);
    const std::pair<std::string_view, std::string_view> texts[] = {{"email", request.email}, {"name", request.name}, {"message", request.message}, {"purpose", request.purpose}, {"answer", request.answer},
                                                                   {"outcome", request.outcome}, {"erasure", request.erasure}, {"copy", request.copy}, {"route", request.route}, {"overseer", request.overseer}};
    for (const auto& [name, text] : texts) put_text(writer, name, text);
    PROBITY_TRY(write_person(context, reader, request.person, writer));
    write_colleague(parts_.records, "assignee", request.assignee, writer);
    write_clock(request, reading, clock_in_words(context, request), writer);
    write_next(next_of(request, reading, candidates), writer);
    if (!password.empty()) put_text(writer, "password", password);
    key(writer, "steps");
    writer.StartArray();
    for (const Step& step : steps) {
      writer.StartObject();
      put_text(writer, "kind", name_of(step.event));
      put_time(writer, "at", step.at);
      write_colleague(parts_.records, "by", step.by, writer);
      put_text(writer, "note", step.note);
      put_text(writer, "message", step.message.is_nil() ? std::string() : step.message.text());
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
    return {};
  });
}

}  // namespace probity::requests

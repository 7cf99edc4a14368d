#include "rights/requests/rows.hpp"

#include <climits>

#include "base/text.hpp"

namespace probity::requests {
namespace {

using records::Context;
using records::Draft;

int column(const meta::Entity& entity, std::string_view field) { return entity.field(field)->first_column; }
std::string text_in(const meta::Entity& entity, const Row& row, std::string_view field) { return std::string(row.text(column(entity, field))); }
Id id_in(const meta::Entity& entity, const Row& row, std::string_view field) { return row.null(column(entity, field)) ? Id{} : row.id(column(entity, field)); }
std::optional<Timestamp> time_in(const meta::Entity& entity, const Row& row, std::string_view field) {
  return row.null(column(entity, field)) ? std::nullopt : std::optional(row.integer(column(entity, field)));
}
Id id_of_text(const std::string& text) { return Id::parse(text).value_or(Id{}); }

Cell& value(Draft& draft, std::string_view field) { return draft.value(*draft.entity->field(field)); }
void set(Draft& draft, std::string_view field, std::string_view text) { value(draft, field) = text.empty() ? Cell{} : cell(text); }
void set(Draft& draft, std::string_view field, const Id& id) { value(draft, field) = id.is_nil() ? Cell{} : cell(id); }
void set(Draft& draft, std::string_view field, std::optional<Timestamp> at) { value(draft, field) = at ? Cell{*at} : Cell{}; }

}  // namespace

privacy::Access program_in(std::string_view workspace) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = Id{}, .workspace = std::string(workspace), .purpose = std::string(privacy::kLegalObligation), .grants = grants, .origin = "requests"};
}

ByProgram::ByProgram(const Context& context, std::string_view entity) : access_(program_in(context.workspace->slug())) {
  context_.emplace(by_program(for_access(context, access_), *context.model().find(entity)));
}

std::string packed(const std::vector<Interval>& pauses) {
  std::string text;
  for (const Interval& each : pauses) {
    text += fmt::format("{}{} {}/{}", text.empty() ? "" : ", ", name_of(each.why), format_day(each.pause.from), each.pause.until ? format_day(*each.pause.until) : std::string());
  }
  return text;
}

std::vector<Interval> unpacked(std::string_view text) {
  std::vector<Interval> pauses;
  for (const std::string_view part : split(text, ',')) {
    const auto words = split(trim(part), ' ');
    if (words.size() != 2) continue;
    const auto days = split(words[1], '/');
    const auto why = named<Awaits>(words[0]);
    const auto from = days.size() == 2 ? parse_day(days[0]) : std::nullopt;
    if (why && from) pauses.push_back({*why, {*from, parse_day(days[1])}});
  }
  return pauses;
}

Timestamp end_of(Day day, std::string_view time_zone) {
  const auto end = parse_timestamp(format_day(day + 1) + "T00:00", time_zone);
  return end ? *end : Timestamp{day + 1} * kDay;
}

Request request_in(const meta::Entity& entity, const Row& row) {
  const auto text = [&](std::string_view field) { return text_in(entity, row, field); };
  const auto at = [&](std::string_view field) { return time_in(entity, row, field); };
  return {.id = row.id(meta::kId),
          .version = row.integer(meta::kVersion),
          .kind = named<Kind>(text("kind")).value_or(Kind::question),
          .state = named<State>(text("state")).value_or(State::open),
          .reason = named<Denial>(text("reason")),
          .received_at = at("received_at").value_or(0),
          .due_at = at("due_at").value_or(0),
          .ended_at = at("ended_at"),
          .extended_at = at("extended_at"),
          .acknowledge_by = at("acknowledge_by"),
          .acknowledged_at = at("acknowledged_at"),
          .alerted_at = at("alerted_at"),
          .clock = text("clock"),
          .pauses = unpacked(text("pauses")),
          .awaits = named<Awaits>(text("awaits")).value_or(Awaits::nothing),
          .waits_until = at("waits_until"),
          .identity = named<Identity>(text("identity")).value_or(Identity::unproven),
          .proven_by = text("proven_by"),
          .source = text("source"),
          .person = id_in(entity, row, "person"),
          .email = text("email"),
          .name = text("name"),
          .message = text("message"),
          .language = text("language"),
          .purpose = text("purpose"),
          .assignee = id_in(entity, row, "assignee"),
          .answer = text("answer"),
          .outcome = text("outcome"),
          .erasure = text("erasure"),
          .copy = text("copy"),
          .route = text("route"),
          .overseer = text("overseer"),
          .token_hash = text("token_hash"),
          .code_hash = text("code_hash"),
          .code_expires_at = at("code_expires_at"),
          .code_attempts = at("code_attempts").value_or(0),
          .codes_sent = at("codes_sent").value_or(0)};
}

void fill(const Request& request, Draft& draft) {
  const std::pair<std::string_view, std::string_view> texts[] = {
      {"kind", name_of(request.kind)}, {"state", name_of(request.state)}, {"reason", request.reason ? name_of(*request.reason) : std::string_view()}, {"clock", request.clock},
      {"awaits", name_of(request.awaits)}, {"identity", name_of(request.identity)}, {"proven_by", request.proven_by}, {"source", request.source}, {"email", request.email},
      {"name", request.name}, {"message", request.message}, {"language", request.language}, {"purpose", request.purpose}, {"answer", request.answer},
      {"outcome", request.outcome}, {"erasure", request.erasure}, {"copy", request.copy}, {"route", request.route}, {"overseer", request.overseer},
      {"token_hash", request.token_hash}, {"code_hash", request.code_hash}};
  for (const auto& [field, text] : texts) set(draft, field, text);
  set(draft, "pauses", packed(request.pauses));
  const std::pair<std::string_view, std::optional<Timestamp>> times[] = {
      {"received_at", request.received_at}, {"due_at", request.due_at}, {"ended_at", request.ended_at}, {"extended_at", request.extended_at}, {"acknowledge_by", request.acknowledge_by},
      {"acknowledged_at", request.acknowledged_at}, {"alerted_at", request.alerted_at}, {"waits_until", request.waits_until}, {"code_expires_at", request.code_expires_at},
      {"code_attempts", request.code_attempts}, {"codes_sent", request.codes_sent}};
  for (const auto& [field, at] : times) set(draft, field, at);
  set(draft, "person", request.person);
  set(draft, "assignee", request.assignee);
}

void fill(const Step& step, const Request& request, Draft& draft) {
  set(draft, "request", request.id);
  set(draft, "kind", name_of(step.event));
  set(draft, "at", std::optional(step.at));
  set(draft, "by", step.by);
  set(draft, "note", step.note);
  set(draft, "message", step.message.is_nil() ? std::string() : step.message.text());
  set(draft, "person", request.person);
}

Result<std::vector<Step>> read_steps(const Context& context, store::Reader& reader, const Id& request) {
  const ByProgram steps(context, kStep);
  std::vector<Step> all;
  const store::Query query{.columns = steps->tables->all,
                           .where = store::Condition::all_of({store::Condition::equals("request", cell(request)), store::Condition::is_null("_deleted_at")}),
                           .order = store::Order{.column = "_id"},
                           .limit = INT_MAX};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    const meta::Entity& entity = *steps->entity;
    all.push_back({.event = named<Event>(text_in(entity, row, "kind")).value_or(Event::noted), .at = time_in(entity, row, "at").value_or(0), .by = id_in(entity, row, "by"),
                   .message = id_of_text(text_in(entity, row, "message")), .note = text_in(entity, row, "note")});
    return true;
  }));
  return all;
}

Result<> join_steps(records::Records& records, const Context& context, const Request& request) {
  const ByProgram steps(context, kStep);
  std::vector<Id> alone;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    const store::Query query{.columns = steps->tables->identity, .where = store::Condition::all_of({store::Condition::equals("request", cell(request.id)), store::Condition::is_null("person")}),
                             .order = store::Order{.column = "_id"}, .limit = INT_MAX};
    return reader.each(query, [&](const Row& row) {
      alone.push_back(row.id(0));
      return true;
    });
  }));
  for (const Id& step : alone) {
    PROBITY_TRY(records.alter(steps.context(), step, records::Verb::update, {}, [&](store::Reader&, Draft& draft) -> Result<> {
      set(draft, "person", request.person);
      return {};
    }));
  }
  return {};
}

}  // namespace probity::requests

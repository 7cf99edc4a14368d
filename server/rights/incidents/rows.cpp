#include "rights/incidents/rows.hpp"

#include "records/record_json.hpp"

namespace probity::incidents {
namespace {

/// Values of a field that holds several, as the API shows them.
std::vector<std::string> many_in(const records::Context& context, const Row& row, std::string_view name) {
  const meta::Field& field = *context.entity->field(name);
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  records::write_value(field, row, field.first_column, writer);
  std::vector<std::string> values;
  const auto written = parse_json(text(buffer));
  if (!written || !written->IsArray()) return values;
  for (const JsonValue& value : written->GetArray()) values.emplace_back(value.IsString() ? view(value) : view(value["value"]));
  return values;
}

}  // namespace

privacy::Access program_in(std::string_view workspace) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  return {.actor = {}, .workspace = std::string(workspace), .purpose = std::string(privacy::kLegalObligation), .grants = grants, .origin = "incidents"};
}

records::Context at(const records::Context& workspace, std::string_view entity) { return records::by_program(workspace, *workspace.model().find(entity)); }

Breach breach_in(const records::Context& breaches, const Row& row) {
  const meta::Entity& entity = *breaches.entity;
  const auto column = [&](std::string_view name) { return entity.field(name)->first_column; };
  const auto text = [&](std::string_view name) { return std::string(row.text(column(name))); };
  const auto number = [&](std::string_view name) { return row.null(column(name)) ? std::nullopt : std::optional(row.integer(column(name))); };
  const auto time = [&](std::string_view name) { return number(name).value_or(0); };
  Breach breach{.id = row.id(meta::kId), .title = text("title"), .description = text("description"), .kinds = many_in(breaches, row, "kinds"), .people_kinds = text("people_kinds"), .people_count = number("people_count"),
                .records_count = number("records_count"), .consequences = text("consequences"), .measures = text("measures"), .advice = text("advice"), .contact = text("contact"), .risk = text("risk"),
                .delay_reason = text("delay_reason"), .authority = text("authority"), .state = text("state"), .people_state = text("people_state"), .aware_at = time("aware_at"), .happened_at = time("happened_at"),
                .due_at = time("due_at"), .reported_at = time("reported_at"), .people_told_at = time("people_told_at"), .closed_at = time("closed_at")};
  for (const std::string& name : many_in(breaches, row, "categories")) {
    const privacy::Category* category = breaches.policy->policy->category(name);
    breach.categories.push_back(category ? category->label : name);
  }
  return breach;
}

Cell& cell_of(records::Draft& draft, std::string_view field) { return draft.value(*draft.entity->field(field)); }
std::string text_in(const records::Draft& draft, std::string_view field) {
  const Cell& cell = draft.after[static_cast<std::size_t>(draft.entity->field(field)->first_column)];
  return is_null(cell) ? std::string() : std::string(text_of(cell));
}
Timestamp time_in(const records::Draft& draft, std::string_view field) {
  const Cell& cell = draft.after[static_cast<std::size_t>(draft.entity->field(field)->first_column)];
  return is_null(cell) ? 0 : integer_of(cell);
}

}  // namespace probity::incidents

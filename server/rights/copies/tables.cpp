#include "base/time.hpp"
#include "records/exporting/link_names.hpp"
#include "records/exporting/record_writer.hpp"
#include "records/formats/csv_writer.hpp"
#include "rights/copies/parts.hpp"

namespace probity::copies {
namespace {

using records::Context;

void append(const std::vector<std::string>& cells, std::string& out) {
  const std::vector<std::string_view> views(cells.begin(), cells.end());
  formats::append_csv_row(out, views);
}

std::string head_of(const meta::Entity& entity) {
  std::vector<std::string> names{"id", "in_bin", "created_at", "updated_at"};
  for (const meta::Field& field : entity.fields) {
    if (!field.is_credential()) names.push_back(field.name);
  }
  std::string head;
  append(names, head);
  return head;
}

void append_item(const Item& item, std::string& out) {
  const CellRow row(item.cells);
  std::vector<std::string> cells{item.reached.record.text(), item.reached.binned ? "true" : "false", format_timestamp(row.integer(meta::kCreatedAt)), format_timestamp(row.integer(meta::kUpdatedAt))};
  for (const meta::Field& field : item.entity().fields) {
    if (!field.is_credential()) cells.push_back(row.null(field.first_column) ? std::string() : field.type->text(field, row, field.first_column));
  }
  append(cells, out);
}

bool has(const meta::Entity& entity, std::initializer_list<std::string_view> fields) {
  return std::ranges::any_of(fields, [&](std::string_view name) { return entity.field(name) != nullptr; });
}

}  // namespace

std::map<std::string, std::string> tables(const Portrait& portrait) {
  std::map<std::string, std::string> tables;
  for (const Item& item : portrait.items) {
    std::string& table = tables[fmt::format("csv/{}.csv", item.entity().plural)];
    if (table.empty()) table = head_of(item.entity());
    append_item(item, table);
  }
  return tables;
}

Result<std::string> card(records::Records& records, const Context& context, const Portrait& portrait) {
  std::string cards;
  for (const Item& item : portrait.items) {
    if (!item.is_the_person() || !has(item.entity(), {"first_name", "last_name", "email", "phone"})) continue;
    const Context at = records::by_program(context, item.entity());
    records::exporting::LinkNames names(records, at);
    PROBITY_TRY(records::exporting::vcard_writer(at, names)->append(CellRow(item.cells), cards));
  }
  return cards;
}

Result<std::map<std::string, std::string>> calendars(records::Records& records, const Context& context, const Portrait& portrait) {
  struct Calendar {
    Context at;
    std::unique_ptr<records::exporting::RecordWriter> writer = {};
    std::string entries = {};
  };
  std::map<const meta::Entity*, Calendar> of_entity;
  for (const Item& item : portrait.items) {
    if (!has(item.entity(), {"start", "due"}) || !has(item.entity(), {"title"})) continue;
    Calendar& calendar = of_entity.try_emplace(&item.entity(), Calendar{records::by_program(context, item.entity())}).first->second;
    if (!calendar.writer) calendar.writer = records::exporting::icalendar_writer(records, calendar.at);
    PROBITY_TRY(calendar.writer->append(CellRow(item.cells), calendar.entries));
  }
  std::map<std::string, std::string> files;
  for (auto& [entity, calendar] : of_entity) {
    if (calendar.entries.empty()) continue;
    std::string& file = files[entity->name == "meeting" ? std::string("calendar.ics") : entity->plural + ".ics"];
    calendar.writer->begin(file);
    file += calendar.entries;
    calendar.writer->end(file);
  }
  return files;
}

}  // namespace probity::copies

#include "domains/sales/api.hpp"
#include "domains/sales/line_total.hpp"

#include "base/money.hpp"

namespace probity::sales {
namespace {

void write_amount(JsonWriter& writer, std::string_view name, std::int64_t amount, const std::string& currency) {
  key(writer, name);
  raw(writer, format_minor_units(amount, minor_digits(currency).value_or(2)), rapidjson::kNumberType);
}

void add(LineTotal& sum, const LineTotal& line) {
  sum.subtotal += line.subtotal;
  sum.discount += line.discount;
  sum.tax += line.tax;
  sum.total += line.total;
}

}  // namespace

Result<> write_deal_totals(records::Records& records, const privacy::Access& access, const Id& deal, JsonWriter& writer) {
  PROBITY_ASSIGN(auto deals, records.enter(access, "deal"));
  PROBITY_TRY(records.cells(deals, deal));
  PROBITY_ASSIGN(auto lines, records.enter(access, "line_item"));
  const meta::Entity& line = *lines.entity;
  const auto column = [&](std::string_view name) { return line.field(name)->first_column; };
  std::map<std::string, LineTotal> by_currency;
  PROBITY_TRY(records.each(lines, fmt::format(R"({{"field":"deal","op":"eq","value":"{}"}})", deal.text()), [&](const Id&, const Row& row) -> Result<> {
    if (row.null(column("unit_price"))) return {};
    const std::int64_t stored_per_unit = stored_per_minor(minor_digits(row.text(column("unit_price") + 1)).value_or(2));
    const LinePrice price{.unit_price = row.integer(column("unit_price")) / stored_per_unit, .quantity = row.integer(column("quantity")), .discount = row.integer(column("discount")), .tax = row.integer(column("tax"))};
    if (const auto total = line_total(price)) add(by_currency[std::string(row.text(column("unit_price") + 1))], *total);
    return {};
  }));
  writer.StartObject();
  key(writer, "currencies");
  writer.StartArray();
  for (const auto& [currency, sum] : by_currency) {
    writer.StartObject();
    key(writer, "currency");
    put(writer, currency);
    write_amount(writer, "subtotal", sum.subtotal, currency);
    write_amount(writer, "discount", sum.discount, currency);
    write_amount(writer, "tax", sum.tax, currency);
    write_amount(writer, "total", sum.total, currency);
    writer.EndObject();
  }
  writer.EndArray();
  key(writer, "mixed");
  writer.Bool(by_currency.size() > 1);
  writer.EndObject();
  return {};
}

}  // namespace probity::sales

#include "domains/sales/api.hpp"

#include "http/handlers/handlers.hpp"

namespace probity::http::handlers {
namespace {

Result<sales::ConversionWish> read_wish(const JsonValue& body) {
  PROBITY_TRY(only_members(body, {"company", "contact", "deal"}));
  sales::ConversionWish wish;
  const JsonValue* company = find(body, "company");
  if (company && !company->IsNull()) {
    PROBITY_ASSIGN(wish.company, id_member(body, "company"));
  }
  const JsonValue* contact = find(body, "contact");
  if (contact && !contact->IsNull()) {
    PROBITY_ASSIGN(wish.contact, id_member(body, "contact"));
  }
  const JsonValue* deal = find(body, "deal");
  if (!deal || deal->IsNull()) return wish;
  if (!deal->IsBool() && !deal->IsObject()) return bad_member("deal", "an object of fields, or false for none");
  wish.with_deal = deal->IsObject() || deal->GetBool();
  if (deal->IsObject()) wish.deal = to_json_text(*deal);
  return wish;
}

void write_link(std::string_view name, const std::optional<Id>& id, JsonWriter& writer) {
  key(writer, name);
  id ? put(writer, id->text()) : (void)writer.Null();
}

}  // namespace

Result<Response> convert_lead(Call& call) {
  PROBITY_ASSIGN(const Id lead, call.id(0));
  PROBITY_ASSIGN(const JsonDocument body, call.object());
  PROBITY_ASSIGN(auto wish, read_wish(body));
  PROBITY_ASSIGN(wish.allow_duplicate, yes_or_no(call.request, "allow_duplicate"));
  PROBITY_ASSIGN(const auto made, sales::convert_lead(call.application.records, *call.access, lead, wish));
  return write_answer(200, [&](JsonWriter& writer) -> Result<> {
    writer.StartObject();
    write_link("contact", made.contact, writer);
    write_link("company", made.company, writer);
    write_link("deal", made.deal, writer);
    writer.EndObject();
    return {};
  });
}

Result<Response> get_deal_totals(Call& call) {
  PROBITY_ASSIGN(const Id deal, call.id(0));
  return write_answer(200, [&](JsonWriter& writer) { return sales::write_deal_totals(call.application.records, *call.access, deal, writer); });
}

}  // namespace probity::http::handlers

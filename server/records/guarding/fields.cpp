#include "records/guarding/fields.hpp"

#include <algorithm>
#include <array>

namespace probity::records {
namespace {

using privacy::guard::Kind;
using privacy::guard::Kinds;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) { return std::ranges::find(names, name) != names.end(); }

/// The category or one beneath it.
bool is_of_category(const meta::Field& field, std::string_view category) {
  return field.category.starts_with(category) && (field.category.size() == category.size() || field.category[category.size()] == '.');
}

bool holds_sentences(const meta::Field& field) {
  return field.type->name() == "long_text" || (field.type->name() == "text" && is_of_category(field, "user.content"));
}

}  // namespace

Wording wording_of(const meta::Field& field) {
  const std::string_view type = field.type->name();
  if (is_one_of(type, {"text", "long_text"})) return Wording::text;
  if (type == "number") return field.precision == 0 ? Wording::number : Wording::nothing;
  if (is_one_of(type, {"tags", "address", "json", "email", "phone", "file"})) return Wording::parts;
  return Wording::nothing;
}

Kinds looked_for_in(const meta::Field& field) {
  if (field.is_credential() || is_of_category(field, "user.device")) return {};
  switch (wording_of(field)) {
    case Wording::nothing: return {};
    case Wording::number: return Kinds().with(Kind::payment_card);
    case Wording::text: return holds_sentences(field) ? Kinds::all() : Kinds::all().without(Kind::health);
    case Wording::parts: return field.type->name() == "phone" ? Kinds().with(Kind::payment_card).with(Kind::iban) : Kinds::all().without(Kind::health);
  }
  return {};
}

Kinds meant_for(const meta::Field& field) {
  if (is_of_category(field, "user.government_id")) return Kinds().with(Kind::us_ssn).with(Kind::uk_nino).with(Kind::national_id);
  if (is_of_category(field, "user.financial") || is_of_category(field, "user.payment")) return Kinds().with(Kind::iban);
  if (is_of_category(field, "user.health_and_medical")) return Kinds().with(Kind::health);
  return {};
}

bool holds_identifiers(const meta::Field& field) { return is_of_category(field, "user.unique_id"); }

}  // namespace probity::records

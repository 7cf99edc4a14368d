// What of one record's values goes.
#include "base/json.hpp"
#include "base/text.hpp"
#include "rights/erasure/rows.hpp"

namespace probity::erasure {
namespace {

bool is_personal(const meta::Field& field) { return field.category != "none" && !field.category.starts_with("system."); }

bool is_one_of(const meta::Field& field, std::initializer_list<std::string_view> types) {
  return std::ranges::find(types, field.type->name()) != types.end();
}

/// Leaves out the values that hold a needle.
void clean_many(const records::Context& context, const meta::Field& field, const Needles& needles, records::Draft& draft) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  field.type->write(field, CellRow(draft.after), field.first_column, writer);
  const auto values = parse_json(text(buffer));
  if (!values || !values->IsArray()) return;
  JsonDocument left(rapidjson::kArrayType);
  for (const JsonValue& value : values->GetArray()) {
    if (!needles.in(to_json_text(value))) left.PushBack(JsonValue(value, left.GetAllocator()), left.GetAllocator());
  }
  if (left.Size() == values->Size()) return;
  draft.clear(field);
  if (!left.Empty()) (void)field.type->read(field, left, *context.input, draft.cells(field));
}

void clean_texts(const meta::Field& field, const Needles& needles, bool names, records::Draft& draft) {
  for (Cell& value : draft.cells(field)) {
    if (!std::holds_alternative<std::string>(value)) continue;
    std::string left = names ? needles.without_names(text_of(value)) : needles.without(text_of(value));
    if (left != text_of(value)) value = std::move(left);
  }
}

}  // namespace

void empty(const records::Context& context, records::Draft& draft) {
  for (const meta::Field& field : draft.entity->fields) {
    if (!is_personal(field) || is_null(draft.value(field))) continue;
    draft.clear(field);
    // A field that takes no such text stays empty, required or not.
    if (field.required) (void)field.type->read_text(field, kErased, *context.input, draft.cells(field));
  }
  draft.forget = true;
  // From now on it is kept as what was emptied, and that has a clock of its own.
  draft.after[meta::kUpdatedAt] = Cell{};
}

namespace {

void clean_all(const records::Context& context, const Needles& needles, bool names, records::Draft& draft) {
  for (const meta::Field& field : draft.entity->fields) {
    if (is_null(draft.value(field)) || is_one_of(field, {"choice", "multi_choice", "link", "links", "user", "users"})) continue;
    if (is_one_of(field, {"email", "phone"})) {
      clean_many(context, field, needles, draft);
    } else {
      clean_texts(field, needles, names, draft);
    }
  }
}

}  // namespace

void clean(const records::Context& context, const Needles& needles, records::Draft& draft) { clean_all(context, needles, true, draft); }

void clean_of_others(const records::Context& context, const Needles& needles, records::Draft& draft) { clean_all(context, needles, false, draft); }

}  // namespace probity::erasure

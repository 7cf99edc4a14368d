#include "records/guarding/look.hpp"

#include "records/guarding/fields.hpp"

namespace probity::records {
namespace {

using privacy::GuardAct;
using privacy::guard::Acted;
using privacy::guard::Find;
using privacy::guard::Kind;
using privacy::guard::Kinds;

std::string code_of(const Find& find) { return fmt::format("refused_{}", name_of(find.kind)); }

std::string words_of_refusal(std::string_view label, const Find& find) {
  return fmt::format("\"{}\" has what looks like {}. The privacy policy does not let that be kept here: take it out and save again. Nothing was changed.", label, find.what);
}

std::string words_of_warning(std::string_view label, const Find& find, GuardAct act) {
  if (act == GuardAct::mask) return fmt::format("\"{}\" had what looks like {}. It was covered before it was saved.", label, find.what);
  if (find.kind == Kind::health) return fmt::format("\"{}\" has {}. Keep such facts only where the work needs them and the person agreed.", label, find.what);
  return fmt::format("\"{}\" has what looks like {}. It was saved; keep it only where the work needs it.", label, find.what);
}

/// Members of a value that are words of people, and not what the field is there to hold. A telephone number counts
/// only where it is none.
bool is_looked_at(const meta::Field& field, std::string_view member, bool is_number_of_phone) {
  const std::string_view type = field.type->name();
  if (type == "file") return member == "name";
  if (type == "email") return member == "label";
  if (type == "phone") return member == "label" || (!is_number_of_phone && (member == "value" || member == "typed"));
  return true;
}

/// Parsing costs more than a glance at the bytes.
bool may_hold_something(const meta::Field& field, std::string_view json) {
  constexpr std::size_t kFewestDigits = 5;
  const std::string_view type = field.type->name();
  const bool has_label = json.find("\"label\":\"") != json.npos;
  if (type == "email" && !has_label) return false;
  if (type == "phone" && !has_label && json.find("\"valid\":false") == json.npos) return false;
  for (std::size_t at = 0, digits = 0; at < json.size(); ++at) {
    const bool counts = (json[at] >= '0' && json[at] <= '9') || static_cast<unsigned char>(json[at]) >= 0x80;
    if (counts && ++digits >= kFewestDigits) return true;
  }
  return false;
}

std::string digits_of_number(const JsonValue& value) {
  if (value.IsUint64()) return std::to_string(value.GetUint64());
  return value.IsInt64() ? std::to_string(value.GetInt64()) : std::string();
}

}  // namespace

std::unexpected<Error> refusal(std::string_view field, std::string_view label, const Find& find) {
  return one_problem(std::string(field), code_of(find), words_of_refusal(label, find));
}

Look::Look(const privacy::guard::Guard& guard, const privacy::Policy& policy, const Context& context, Draft& draft)
    : guard_(guard), policy_(policy), context_(context), draft_(draft) {
  for (const Kind kind : privacy::guard::kKinds) {
    if (act_on(policy, kind) != GuardAct::allow) acted_on_ = acted_on_.with(kind);
  }
}

bool Look::brings_back() const {
  return draft_.verb == Verb::undo || draft_.verb == Verb::restore || draft_.verb == Verb::merge || draft_.verb == Verb::unmerge;
}

Result<> Look::result() && { return std::move(problems_).result(); }

Result<> Look::at(const meta::Field& field) {
  const Kinds kinds = looked_for_in(field) & acted_on_;
  if (!kinds.any()) return {};
  switch (wording_of(field)) {
    case Wording::nothing: return {};
    case Wording::number: at_number(field, kinds); return {};
    case Wording::parts: return at_parts(field, kinds);
    case Wording::text: break;
  }
  Cell& value = draft_.value(field);
  if (auto masked = act(field, text_of(value), kinds, true)) value = std::move(*masked);
  return {};
}

void Look::at_number(const meta::Field& field, Kinds kinds) {
  act(field, std::to_string(integer_of(draft_.value(field))), kinds, false);
}

/// The value goes through its type again once something in it is masked, so that all its columns agree.
Result<> Look::at_parts(const meta::Field& field, Kinds kinds) {
  if (!may_hold_something(field, text_of(draft_.value(field)))) return {};
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  field.type->write(field, CellRow(draft_.after), field.first_column, writer);
  PROBITY_ASSIGN(JsonDocument value, parse_json(text(buffer)));
  if (!at_value(field, {}, value, value.GetAllocator(), kinds)) return {};
  draft_.clear(field);
  return field.type->read(field, value, *context_.input, draft_.cells(field));
}

bool Look::at_value(const meta::Field& field, std::string_view member, JsonValue& value, JsonAllocator& allocator, Kinds kinds) {
  bool changed = false;
  if (value.IsObject()) {
    const JsonValue* valid = find(value, "valid");
    const bool is_number = valid && valid->IsTrue();
    for (auto& inner : value.GetObject()) {
      if (is_looked_at(field, view(inner.name), is_number)) changed = at_value(field, view(inner.name), inner.value, allocator, kinds) || changed;
    }
  } else if (value.IsArray()) {
    for (auto& inner : value.GetArray()) changed = at_value(field, member, inner, allocator, kinds) || changed;
  } else {
    const std::string number = digits_of_number(value);
    const std::string_view words = value.IsString() ? view(value) : std::string_view(number);
    if (auto masked = act(field, words, kinds, true)) {
      value = text_value(*masked, allocator);
      changed = true;
    }
  }
  return changed;
}

GuardAct Look::act_on_find(const meta::Field& field, const Find& find, bool may_mask) const {
  const GuardAct act = act_on(policy_, find.kind);
  if (act == GuardAct::warn && meant_for(field).has(find.kind)) return GuardAct::allow;
  if (act == GuardAct::refuse && brings_back() && may_mask) return GuardAct::mask;
  return act == GuardAct::mask && !may_mask ? GuardAct::refuse : act;
}

std::optional<std::string> Look::act(const meta::Field& field, std::string_view text, Kinds kinds, bool may_mask) {
  std::vector<Find> masked;
  Kinds told;
  for (const Find& find : guard_.look(text, kinds)) {
    if (holds_identifiers(field) && !find.in_groups) continue;
    const GuardAct act = act_on_find(field, find, may_mask);
    if (act == GuardAct::mask) masked.push_back(find);
    if (act != GuardAct::refuse) draft_.guarded.push_back({find.kind, act});
    if (act == GuardAct::allow || told.has(find.kind)) continue;
    told = told.with(find.kind);
    if (act != GuardAct::refuse) {
      warn(field, find, act);
      continue;
    }
    refused_.push_back({find.kind, act});
    problems_.add(field.name, code_of(find), words_of_refusal(field.label, find));
  }
  if (masked.empty()) return std::nullopt;
  return mask(text, masked);
}

void Look::at_contents(const meta::Field& field, const Guarding::TextOfFile& text_of_file) {
  const Kinds kinds = acted_on_.without(Kind::health);
  for (const Id& file : field.type->targets(field, CellRow(draft_.after), field.first_column)) {
    act(field, text_of_file(context_.workspace->slug(), file), kinds, false);
  }
}

void Look::warn(const meta::Field& field, const Find& find, GuardAct act) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "code");
  put(writer, act == GuardAct::mask ? "guard_masked" : "guard_warned");
  key(writer, "field");
  put(writer, field.name);
  key(writer, "kind");
  put(writer, name_of(find.kind));
  key(writer, "detail");
  put(writer, words_of_warning(field.label, find, act));
  writer.EndObject();
  draft_.warnings.emplace_back(text(buffer));
}

}  // namespace probity::records

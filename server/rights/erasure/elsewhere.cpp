#include "rights/erasure/elsewhere.hpp"

#include "base/json.hpp"
#include "records/record_json.hpp"
#include "rights/erasure/rows.hpp"

namespace probity::erasure {
namespace {

constexpr std::string_view kAddresses[] = {"email", "phone", "url"};

bool is_address(const meta::Field& field) { return std::ranges::find(kAddresses, field.type->name()) != std::end(kAddresses); }

void forget_each(const JsonValue& value, Needles& needles) {
  if (value.IsString()) {
    needles.forget_address(view(value));
  } else if (value.IsArray()) {
    for (const JsonValue& one : value.GetArray()) forget_each(one, needles);
  } else if (value.IsObject()) {
    for (const char* member : {"value", "typed"}) {
      if (const JsonValue* found = find(value, member)) forget_each(*found, needles);
    }
  }
}

std::string json_of(const meta::Field& field, const Row& row) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  field.type->write(field, row, field.first_column, writer);
  return std::string(text(buffer));
}

std::string_view effect_of(const Elsewhere& one) {
  if (one.cleaned == 0) return "keep";
  return one.kept ? "clean_and_keep" : "clean";
}

/// What would become of it, without writing anything.
Elsewhere judge(const records::Context& at, const Needles& needles, const Id& id, const Row& row) {
  Elsewhere one{.entity = at.entity, .record = id};
  // A hold keeps it word for word; what of it is theirs goes when it is over, with the record.
  const bool held = (row.integer(meta::kSubjectState) & privacy::kHeld) != 0;
  if (held || at.entity->subject.kind == meta::Subject::Kind::self) {
    one.kept = true;
    return one;
  }
  records::Draft draft{.entity = at.entity, .id = id, .verb = records::Verb::erase, .before = records::cells_of(*at.entity, row)};
  draft.after = draft.before;
  const auto others = but_its_own(*at.entity, row, needles);
  one.kept = others.has_value();
  clean_of_others(at, others ? *others : needles, draft);
  for (const meta::Field& field : at.entity->fields) one.cleaned += draft.changed(field) ? 1 : 0;
  return one;
}

}  // namespace

bool has_addresses_of_its_own(const meta::Entity& entity) { return entity.subject.kind != meta::Subject::Kind::via; }

std::optional<Needles> but_its_own(const meta::Entity& entity, const Row& row, const Needles& needles) {
  std::optional<Needles> others;
  if (!has_addresses_of_its_own(entity)) return others;
  for (const meta::Field& field : entity.fields) {
    if (!is_address(field) || row.null(field.first_column)) continue;
    const std::string json = json_of(field, row);
    if (!needles.in(json)) continue;
    if (!others) others = needles;
    if (const auto value = parse_json(json)) forget_each(*value, *others);
  }
  return others;
}

Result<std::vector<Elsewhere>> judge_elsewhere(const records::Context& context, const Needles& needles, const reach::Reach& reach,
                                               const std::vector<std::pair<const meta::Entity*, Id>>& seen) {
  std::set<Id> reached;
  for (const reach::Reached& one : reach.records) reached.insert(one.record);
  std::vector<Elsewhere> all;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    for (const auto& [entity, id] : seen) {
      if (reached.contains(id)) continue;
      const records::Context at = records::by_program(context, *entity);
      PROBITY_TRY(reader.one(context.catalog->tables(*entity).all, "_id", cell(id), [&](const Row& row) {
        const Elsewhere one = judge(at, needles, id, row);
        if (one.kept || one.cleaned > 0) all.push_back(one);
        return false;
      }));
    }
    return {};
  }));
  return all;
}

Result<> write_elsewhere(const records::Context& context, const std::vector<Elsewhere>& records, JsonWriter& writer) {
  writer.StartArray();
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    for (const Elsewhere& one : records) {
      const records::Context at = records::at_entity(context, *one.entity);
      std::optional<std::string> display;
      PROBITY_TRY(reader.one(at.tables->all, "_id", cell(one.record), [&](const Row& row) {
        if (at.decision->may_read && at.sees(row)) display = records::display_of(at, row);
        return false;
      }));
      writer.StartObject();
      key(writer, "entity");
      put(writer, one.entity->name);
      key(writer, "id");
      put(writer, one.record.text());
      key(writer, "effect");
      put(writer, effect_of(one));
      key(writer, "fields");
      writer.Int(one.cleaned);
      key(writer, "display");
      display ? put(writer, *display) : (void)writer.Null();
      writer.EndObject();
    }
    return {};
  }));
  writer.EndArray();
  return {};
}

}  // namespace probity::erasure

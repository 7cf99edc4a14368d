#include "records/why.hpp"

#include "base/text.hpp"
#include "records/record_json.hpp"

namespace probity::records {
namespace {

using privacy::Reach;

std::string_view name_of(Reach reach) {
  switch (reach.kind()) {
    case Reach::none: return "none";
    case Reach::own: return "own";
    case Reach::team: return "team";
    case Reach::all: return "all";
  }
  return "";
}

std::string many(const Context& context) { return lower_ascii(context.entity->label_many); }

/// How far the role goes, whatever the record.
std::string rule_of(const Context& context) {
  const std::string& role = context.access.grants->role;
  switch (context.decision->may_read.kind()) {
    case Reach::none: return fmt::format("The role \"{}\" does not open {}.", role, many(context));
    case Reach::own: return fmt::format("The role \"{}\" shows {} that are one's own, or shared with one.", role, many(context));
    case Reach::team: return fmt::format("The role \"{}\" shows {} that belong to members of one's teams, or are shared with one.", role, many(context));
    case Reach::all: return fmt::format("The role \"{}\" shows all {} that are not private.", role, many(context));
  }
  return {};
}

/// What about the record itself decides.
std::vector<std::string> facts_of(const Context& context, const Row& row) {
  std::vector<std::string> facts;
  const Id id = row.id(meta::kId);
  if (context.reaches(Reach::own, row)) {
    facts.emplace_back("It belongs to the member.");
  } else {
    facts.emplace_back(context.reaches(Reach::team, row) ? "It belongs to somebody in one of the member's teams." : "It belongs to nobody in the member's teams.");
  }
  if (context.shares->reaches(context.access, id, true)) {
    facts.emplace_back("It is shared with the member, or one of their teams, for writing.");
  } else if (context.shares->reaches(context.access, id, false)) {
    facts.emplace_back("It is shared with the member, or one of their teams, for reading.");
  }
  if (context.shares->is_private(id)) {
    facts.push_back(fmt::format("It is private: beyond its owner and those it is shared with the role shows {}.",
                                context.decision->privates == Reach::all ? "it" : context.decision->privates == Reach::team ? "only those of one's teams" : "none"));
  }
  if (context.entity->seen_by) facts.emplace_back("It is one member's alone, unless it is said to be for all.");
  if (!context.decision->sees(row.integer(meta::kSubjectState), row.integer(meta::kPolicyVersion))) {
    facts.push_back(fmt::format("For the purpose \"{}\" it may not be used now: something stands against it for the people it concerns, or the policy does not let it.", context.access.purpose));
  }
  return facts;
}

void write_rights(const Context& context, const Row& row, JsonWriter& writer) {
  const privacy::Decision& decision = *context.decision;
  const bool seen = decision.may_read && context.sees(row);
  const std::tuple<std::string_view, Reach, bool> rights[] = {{"read", decision.may_read, true}, {"update", decision.may_update, true}, {"delete", decision.may_remove, false}, {"export", decision.may_export, false}, {"bulk", decision.may_bulk, false}};
  key(writer, "rights");
  writer.StartArray();
  for (const auto& [name, reach, by_share] : rights) {
    const bool reached = by_share ? context.reaches_or_shared(reach, row, name == "update") : context.reaches(reach, row);
    writer.StartObject();
    key(writer, "right");
    put(writer, name);
    key(writer, "reach");
    put(writer, name_of(reach));
    key(writer, "allowed");
    writer.Bool(seen && reach && reached);
    writer.EndObject();
  }
  writer.EndArray();
}

std::string why_hidden(const Context& context, const meta::Field& field) {
  const auto& grants = *context.access.grants;
  const auto& grant = grants.of(context.entity->name);
  if (grant.hidden_fields.contains(field.name)) return "The role hides it.";
  if (!grants.fields_for.empty() && std::ranges::find(field.purposes, grants.fields_for) == field.purposes.end()) return fmt::format("The role shows what is for \"{}\" only.", grants.fields_for);
  return fmt::format("It is not for the purpose \"{}\".", context.access.purpose);
}

void write_fields(const Context& context, const Context& asker, JsonWriter& writer) {
  key(writer, "fields");
  writer.StartArray();
  for (const meta::Field& field : context.entity->fields) {
    if (!asker.decision->readable[static_cast<std::size_t>(field.position)]) continue;
    const bool readable = context.decision->readable[static_cast<std::size_t>(field.position)];
    const bool writable = context.decision->writable[static_cast<std::size_t>(field.position)] && context.decision->may_update;
    writer.StartObject();
    key(writer, "name");
    put(writer, field.name);
    key(writer, "access");
    put(writer, !readable ? "hidden" : writable ? "write" : "read");
    key(writer, "because");
    put(writer, readable ? std::string() : why_hidden(context, field));
    writer.EndObject();
  }
  writer.EndArray();
}

void write(const Context& context, const Context& asker, const Id& id, const Row& row, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "entity");
  put(writer, context.entity->name);
  key(writer, "id");
  write_id(writer, id);
  key(writer, "member");
  write_id(writer, context.access.actor);
  key(writer, "role");
  put(writer, context.access.grants->role);
  key(writer, "sees");
  writer.Bool(context.decision->may_read && context.sees(row));
  key(writer, "because");
  writer.StartArray();
  put(writer, rule_of(context));
  for (const std::string& fact : facts_of(context, row)) put(writer, fact);
  writer.EndArray();
  write_rights(context, row, writer);
  write_fields(context, asker, writer);
  writer.EndObject();
}

Result<std::optional<std::vector<Cell>>> row_seen_by(const Context& context, const Id& id) {
  std::optional<std::vector<Cell>> cells;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
      if (context.sees(row)) cells = cells_of(*context.entity, row);
      return false;
    }));
    return {};
  }));
  return cells;
}

}  // namespace

Result<> write_why(Records&, const Context& context, const Id& id, JsonWriter& writer) {
  PROBITY_ASSIGN(const auto cells, row_seen_by(context, id));
  if (!cells) {
    return fail(ErrorKind::not_found, "not_found",
                fmt::format("You see no such {}. {} This one is none of them, may not be used for this purpose now, or does not exist.", lower_ascii(context.entity->label_one), rule_of(context)));
  }
  write(context, context, id, CellRow(*cells), writer);
  return {};
}

Result<> write_why_of(Records&, const Context& context, const privacy::Access& other, const Id& id, JsonWriter& writer) {
  PROBITY_ASSIGN(const auto cells, row_seen_by(context, id));
  if (!cells) return no_such_record(*context.entity);
  const Context theirs = at_entity(for_access(context, other), *context.entity);
  write(theirs, context, id, CellRow(*cells), writer);
  return {};
}

}  // namespace probity::records

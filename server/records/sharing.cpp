#include "records/sharing.hpp"

#include "base/text.hpp"
#include "records/record_json.hpp"

namespace probity::records {
namespace {

struct Standing {
  Id id;
  std::string level;
  Id member;
  Id team;
  Timestamp created_at = 0;
};

Context hand_on(const Context& context, std::string_view entity) { return by_program(context, *context.model().find(entity)); }

bool can_share(const Context& context) { return context.model().find(kShareEntity) != nullptr && !context.entity->system; }

std::unexpected<Error> no_such_share() { return fail(ErrorKind::not_found, "not_found", "There is no such share."); }

Result<std::vector<Standing>> shares_of(const Context& context, const Id& id) {
  std::vector<Standing> all;
  if (!can_share(context)) return all;
  const Context at = hand_on(context, kShareEntity);
  const auto column = [&](std::string_view field) { return at.entity->field(field)->first_column; };
  const auto where = store::Condition::all_of({store::Condition::is_null("_deleted_at"), store::Condition::equals("record", cell(id))});
  PROBITY_TRY(context.database->read([&](store::Reader& reader) {
    return reader.each({.columns = at.tables->all, .where = where, .order = store::Order{.column = "_id"}, .limit = INT_MAX}, [&](const Row& row) {
      all.push_back({row.id(meta::kId), std::string(row.text(column("level"))), row.id(column("member")), row.id(column("team")), row.integer(meta::kCreatedAt)});
      return true;
    });
  }));
  return all;
}

/// Whose it is decides, not that it is shared.
Result<> may_share(const Context& context, const Id& id, Records& records) {
  PROBITY_TRY(records.cells(context, id));
  bool may = false;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
      may = context.sees(row) && context.reaches(context.decision->may_update, row);
      return false;
    }));
    return {};
  }));
  if (may && context.decision->may_update) return {};
  return fail(ErrorKind::forbidden, "forbidden", fmt::format("You cannot say who sees this {}: it is not yours to change. Nothing was changed.", lower_ascii(context.entity->label_one)));
}

Result<> check_grantee(Records& records, const Context& context, const NewShare& wish) {
  if (wish.level == kPrivate) {
    if (wish.member.is_nil() && wish.team.is_nil()) return {};
    return invalid("bad_level", "\"private\" is said of the record alone, without a member or a team.", "level");
  }
  if (wish.level != kSharedForReading && wish.level != kSharedForWriting) return invalid("bad_level", "\"level\" is read, write or private.", "level");
  if (wish.member.is_nil() == wish.team.is_nil()) return invalid("bad_level", "Name the member or the team it is shared with, and only one of them.", "member");
  if (wish.team.is_nil()) {
    PROBITY_ASSIGN(const auto colleagues, records.colleagues(context.access.workspace));
    const bool known = std::ranges::find(colleagues, wish.member, &Colleague::id) != colleagues.end();
    return known ? Result<>{} : invalid("unknown_member", "There is no such member. Nothing was changed.", "member");
  }
  const auto team = records.cells(hand_on(context, "team"), wish.team);
  if (team && is_null((*team)[meta::kDeletedAt])) return {};
  return invalid("unknown_team", "There is no such team. Nothing was changed.", "team");
}

void fill(const Context& at, const Context& context, const Id& id, const NewShare& wish, Draft& draft) {
  const auto set = [&](std::string_view field, Cell value) { draft.value(*at.entity->field(field)) = std::move(value); };
  set("record", cell(id));
  set("entity", cell(context.entity->name));
  set("level", cell(wish.level));
  set("member", wish.member.is_nil() ? Cell{} : cell(wish.member));
  set("team", wish.team.is_nil() ? Cell{} : cell(wish.team));
}

void write_named(std::string_view name, const Id& id, const std::string& called, JsonWriter& writer) {
  key(writer, name);
  if (id.is_nil()) return (void)writer.Null();
  writer.StartObject();
  key(writer, "id");
  write_id(writer, id);
  key(writer, "name");
  put(writer, called);
  writer.EndObject();
}

std::string team_name(Records& records, const Context& context, const Id& team) {
  if (team.is_nil()) return {};
  const Context at = hand_on(context, "team");
  const auto cells = records.cells(at, team);
  return cells ? display_of(at, CellRow(*cells)) : std::string();
}

}  // namespace

Result<> write_shares(Records& records, const Context& context, const Id& id, JsonWriter& writer) {
  PROBITY_TRY(records.cells(context, id));
  PROBITY_ASSIGN(const auto all, shares_of(context, id));
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  for (const Standing& each : all) {
    writer.StartObject();
    key(writer, "id");
    write_id(writer, each.id);
    key(writer, "level");
    put(writer, each.level);
    write_named("member", each.member, records.member_name(each.member), writer);
    write_named("team", each.team, team_name(records, context, each.team), writer);
    key(writer, "created_at");
    write_time(writer, each.created_at);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return {};
}

Result<Id> share(Records& records, const Context& context, const Id& id, const NewShare& wish) {
  PROBITY_TRY(may_share(context, id, records));
  if (!can_share(context)) return fail(ErrorKind::invalid, "not_shared", "Records of this kind are not shared.");
  PROBITY_TRY(check_grantee(records, context, wish));
  PROBITY_ASSIGN(const auto standing, shares_of(context, id));
  const Context at = hand_on(context, kShareEntity);
  const auto filled = [&](store::Reader&, Draft& draft) -> Result<> {
    fill(at, context, id, wish, draft);
    return {};
  };
  for (const Standing& each : standing) {
    const bool same = each.member == wish.member && each.team == wish.team && (each.level == kPrivate) == (wish.level == kPrivate);
    if (!same) continue;
    PROBITY_TRY(records.alter(at, each.id, Verb::update, {}, filled));
    return each.id;
  }
  PROBITY_ASSIGN(const Written written, records.create_by(at, {.allow_duplicate = true}, filled));
  return written.id;
}

Result<> unshare(Records& records, const Context& context, const Id& id, const Id& share) {
  PROBITY_TRY(may_share(context, id, records));
  PROBITY_ASSIGN(const auto standing, shares_of(context, id));
  if (std::ranges::find(standing, share, &Standing::id) == standing.end()) return no_such_share();
  PROBITY_TRY(records.remove(hand_on(context, kShareEntity), share));
  return {};
}

}  // namespace probity::records

#include "accounts/life_cycle/own_account.hpp"

#include "accounts/roles.hpp"
#include "base/text.hpp"

namespace probity::life_cycle {
namespace {

/// What is shown of each kind, by the names of its fields: none that holds a secret.
struct Part {
  std::string_view name;
  std::string_view entity;
  std::string_view field;  ///< that leads to the member
  std::vector<std::string_view> shown;
};

const std::vector<Part>& parts() {
  static const std::vector<Part> all{{"sessions", "session", "member", {"device", "address", "last_seen_at", "expires_at"}},
                                     {"tokens", "token", "member", {"name", "expires_at", "last_used_at"}},
                                     {"messages", "message", "person", {"subject", "state", "sent_at"}}};
  return all;
}

void write_field(const meta::Entity& entity, std::string_view name, const Row& row, JsonWriter& writer) {
  const meta::Field& field = *entity.field(name);
  key(writer, name);
  if (row.null(field.first_column)) writer.Null();
  else if (field.type->name() == "date_time") put(writer, format_timestamp(row.integer(field.first_column)));
  else put(writer, field.type->display(field, row, field.first_column));
}

void write_row(const meta::Entity& entity, const Id& id, const Row& row, const std::vector<std::string_view>& shown, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "id");
  put(writer, id.text());
  key(writer, "created_at");
  put(writer, format_timestamp(row.integer(meta::kCreatedAt)));
  for (const std::string_view name : shown) write_field(entity, name, row, writer);
  writer.EndObject();
}

}  // namespace

Result<> OwnAccount::write(const Id& member, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "member");
  PROBITY_ASSIGN(const bool there, rows_.one("member", member, [&](const meta::Entity& entity, const Id& id, const Row& row) {
    write_row(entity, id, row, {"name", "email", "state", "last_sign_in", "language", "time_zone"}, writer);
  }));
  if (!there) return internal("who is signed in has no account");
  key(writer, "workspaces");
  writer.StartArray();
  PROBITY_ASSIGN(const auto seats, directory_.memberships_of_member(member));
  for (const accounts::Membership& seat : seats) {
    PROBITY_ASSIGN(const auto place, directory_.workspace(seat.workspace));
    if (!place) continue;
    writer.StartObject();
    for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"slug", place->info.slug}, {"name", place->info.name}, {"role", seat.role}, {"state", place->state}}) {
      key(writer, name);
      put(writer, value);
    }
    writer.EndObject();
  }
  writer.EndArray();
  for (const Part& part : parts()) {
    key(writer, part.name);
    writer.StartArray();
    PROBITY_TRY(rows_.each(part.entity, part.field, member.text(), [&](const meta::Entity& entity, const Id& id, const Row& row) { write_row(entity, id, row, part.shown, writer); }));
    writer.EndArray();
  }
  writer.EndObject();
  return {};
}

Result<> OwnAccount::rename(const Id& member, std::string_view name) {
  if (is_blank(name)) return invalid("required", "A name is needed; an alias will do.", "name");
  if (length_in_characters(name) > 200) return invalid("too_long", "A name has at most 200 characters.", "name");
  return rows_.alter("member", member, [&](const records::Context& context, records::Draft& draft) { return set_text(context, draft, "name", trim(name)); });
}

Result<> OwnAccount::check_may_close(const Id& member) {
  PROBITY_ASSIGN(const auto own, directory_.memberships_of_member(member));
  for (const accounts::Membership& seat : own) {
    if (seat.role != accounts::kOwner) continue;
    PROBITY_ASSIGN(const auto all, directory_.memberships_of_workspace(seat.workspace));
    if (std::ranges::count(all, std::string(accounts::kOwner), &accounts::Membership::role) > 1) continue;
    return fail(ErrorKind::conflict, "last_owner", "You are the only owner of a workspace. Give it another owner, or close it and have it destroyed, first. Nothing was changed.");
  }
  return {};
}

}  // namespace probity::life_cycle

// The end of a workspace: what it was is written down in figures, its bytes go, then the accounts that were for it alone,
// and what is left is a certificate. Every step may be done again.
#include "accounts/life_cycle/closing.hpp"
#include "base/crypto.hpp"
#include "base/fault.hpp"
#include "base/json.hpp"

namespace probity::life_cycle {
namespace {

void write_count(std::string_view what, std::int64_t count, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "what");
  put(writer, what);
  key(writer, "count");
  writer.Int64(count);
  writer.EndObject();
}

void write_text(std::string_view name, std::string_view value, JsonWriter& writer) {
  key(writer, name);
  put(writer, value);
}

struct Destruction {
  Id id;
  Id account;
  std::string ground, state, found, certificate;
  Timestamp begun_at = 0, destroyed_at = 0;
};

Destruction destruction_in(const meta::Entity& entity, const Id& id, const Row& row) {
  using namespace accounts;
  const auto text = [&](std::string_view field) { return std::string(text_of(entity, field, row)); };
  return {.id = id, .account = Id::parse(text("account")).value_or(Id{}), .ground = text("ground"), .state = text("state"), .found = text("found"), .certificate = text("certificate"),
          .begun_at = time_of(entity, "begun_at", row), .destroyed_at = time_of(entity, "destroyed_at", row)};
}

constexpr std::string_view kSigned = "destruction certificate\n";

}  // namespace

std::string_view name_of(Ground ground) {
  switch (ground) {
    case Ground::time_over: return "time_over";
    case Ground::at_once: return "at_once";
    case Ground::by_operator: return "operator";
  }
  return {};
}

/// [{"what","count"}]: kinds of records, kept versions, members, and what lies outside the database.
Result<std::string> Closing::found_in(const std::string& workspace) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartArray();
  PROBITY_ASSIGN(const auto place, parts_.records.workspaces().find(workspace));
  PROBITY_ASSIGN(const auto database, place->database());
  const auto catalog = place->catalog();
  PROBITY_TRY(database->read([&](store::Reader& reader) -> Result<> {
    for (const auto& entity : catalog->model().entities()) {
      if (entity->system) continue;
      PROBITY_ASSIGN(const std::int64_t count, reader.count(entity->name, {}));
      // What a workspace called its own kinds may tell whose it was.
      if (count > 0) write_count(entity->name.starts_with("x_") ? std::string_view("records of its own kinds") : std::string_view(entity->name), count, writer);
    }
    return {};
  }));
  for (const Belongings& one : parts_.belongings) write_count(one.name, one.count(workspace), writer);
  writer.EndArray();
  return std::string(text(buffer));
}

/// Written down before anything goes; from then on there is no way back.
Result<Id> Closing::intend(const ClosedWorkspace& closed, Ground ground) {
  PROBITY_ASSIGN(const auto before, rows_.ids("destruction", "account", closed.id.text()));
  Id id = before.empty() ? Id{} : before.front();
  if (before.empty()) {
    PROBITY_ASSIGN(const std::string found, found_in(closed.slug));
    PROBITY_ASSIGN(id, rows_.create("destruction", [&](const records::Context& context, records::Draft& draft) -> Result<> {
      PROBITY_TRY(set_text(context, draft, "account", closed.id.text()));
      PROBITY_TRY(set_text(context, draft, "ground", name_of(ground)));
      PROBITY_TRY(set_text(context, draft, "state", "under_way"));
      draft.value(*context.entity->field("found")) = cell(found);
      set_time(context, draft, "begun_at", now());
      return {};
    }));
  }
  if (closed.state != "destroying") {
    PROBITY_TRY(rows_.alter("workspace", closed.id, [](const records::Context& context, records::Draft& draft) { return set_text(context, draft, "state", "destroying"); }));
  }
  parts_.jobs.rest(closed.slug, {});
  fault_point("destruction.intended");
  return id;
}

Result<Id> Closing::begin_destruction(std::string_view workspace, Ground ground) {
  const std::lock_guard lock(mutex_);
  PROBITY_ASSIGN(const auto place, directory_.workspace_of_slug(workspace));
  if (!place) return no_such_workspace();
  PROBITY_ASSIGN(const auto closed, one_of(place->info.id));
  if (!closed) return fail(ErrorKind::conflict, "not_closed", "This workspace is open. Close it first; nothing was changed.");
  PROBITY_ASSIGN(const Id id, intend(*closed, ground));
  parts_.jobs.look_again(records::kSystemWorkspace, "workspaces.end");
  return id;
}

Result<Id> Closing::destroy(std::string_view workspace, Ground ground) {
  PROBITY_ASSIGN(const Id id, begin_destruction(workspace, ground));
  const std::lock_guard lock(mutex_);
  PROBITY_ASSIGN(const auto closed, find(workspace));
  // Somebody else was faster.
  if (closed) PROBITY_TRY(carry_out(id, *closed));
  return id;
}

Result<> Closing::carry_out(const Id& destruction, const ClosedWorkspace& closed) {
  PROBITY_TRY(destroy_bytes(closed.slug));
  PROBITY_TRY(let_people_go(closed.id));
  fault_point("destruction.people_gone");
  PROBITY_TRY(certify(destruction, closed));
  fault_point("destruction.certified");
  PROBITY_TRY(rows_.drop("workspace", closed.id));
  parts_.jobs.wake(closed.slug);
  return {};
}

Result<> Closing::destroy_bytes(const std::string& workspace) {
  for (const Belongings& one : parts_.belongings) PROBITY_TRY(one.destroy(workspace));
  fault_point("destruction.files_gone");
  parts_.records.workspaces().forget(workspace);
  const auto destroyed = parts_.backend.destroy(workspace);
  if (!destroyed && destroyed.error().kind != ErrorKind::not_found) return std::unexpected(destroyed.error());
  fault_point("destruction.database_gone");
  return parts_.destroy_key ? parts_.destroy_key(workspace) : Result<>{};
}

/// Seats, tokens and invitations of the workspace; members who have nothing else are erased.
Result<> Closing::let_people_go(const Id& workspace) {
  PROBITY_TRY(parts_.invitations.drop_all(workspace));
  PROBITY_ASSIGN(const auto tokens, rows_.ids("token", "workspace", workspace.text()));
  for (const Id& token : tokens) PROBITY_TRY(rows_.drop("token", token));
  PROBITY_ASSIGN(const auto seats, directory_.memberships_of_workspace(workspace));
  for (const accounts::Membership& seat : seats) {
    PROBITY_ASSIGN(const auto all, directory_.memberships_of_member(seat.member));
    const bool alone = std::ranges::all_of(all, [&](const accounts::Membership& one) { return one.workspace == workspace; });
    // Erasing them takes their seat along.
    if (alone && parts_.erase) PROBITY_TRY(parts_.erase(seat.member));
    PROBITY_TRY(rows_.drop("membership", seat.id));
  }
  return {};
}

/// What should be gone and is found when everything is looked for again.
Result<std::int64_t> Closing::left_of(const ClosedWorkspace& closed) {
  PROBITY_ASSIGN(const bool database, parts_.backend.exists(closed.slug));
  std::int64_t left = database ? 1 : 0;
  for (const Belongings& one : parts_.belongings) left += one.count(closed.slug);
  for (const std::string_view entity : {"membership", "token", "invitation"}) {
    PROBITY_ASSIGN(const auto rows, rows_.ids(entity, "workspace", closed.id.text()));
    left += static_cast<std::int64_t>(rows.size());
  }
  return left;
}

Result<> Closing::certify(const Id& destruction, const ClosedWorkspace& closed) {
  Destruction made;
  PROBITY_TRY(rows_.one("destruction", destruction, [&](const meta::Entity& entity, const Id& id, const Row& row) { made = destruction_in(entity, id, row); }));
  if (made.state == "done") return {};
  PROBITY_ASSIGN(const std::int64_t left, left_of(closed));
  if (left > 0) return internal(fmt::format("{} things of a destroyed workspace are left", left));
  const Timestamp at = now();
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  write_text("destruction", destruction.text(), writer);
  write_text("account", closed.id.text(), writer);
  write_text("ground", made.ground, writer);
  write_text("closed_at", format_timestamp(closed.closed_at), writer);
  write_text("destroyed_at", format_timestamp(at), writer);
  key(writer, "found");
  raw(writer, made.found.empty() ? std::string_view("[]") : std::string_view(made.found), rapidjson::kArrayType);
  key(writer, "left");
  writer.Int64(left);
  write_text("public_key", base64(key_.public_key()), writer);
  writer.EndObject();
  const std::string said(text(buffer));
  const std::string signature = base64(key_.sign(std::string(kSigned) + said));
  const std::string certificate = fmt::format("{},\"signature\":\"{}\"}}", std::string_view(said).substr(0, said.size() - 1), signature);
  return rows_.alter("destruction", destruction, [&](const records::Context& context, records::Draft& draft) -> Result<> {
    set_time(context, draft, "destroyed_at", at);
    draft.value(*context.entity->field("certificate")) = cell(certificate);
    return set_text(context, draft, "state", "done");
  });
}

Result<std::string> Closing::certificate(const Id& destruction) {
  Destruction found;
  PROBITY_ASSIGN(const bool there, rows_.one("destruction", destruction, [&](const meta::Entity& entity, const Id& id, const Row& row) { found = destruction_in(entity, id, row); }));
  if (!there) return fail(ErrorKind::not_found, "not_found", "There is nothing of that id here.");
  if (found.state != "done") return fail(ErrorKind::conflict, "not_destroyed", "This is under way. The certificate comes when everything is gone.");
  return found.certificate;
}

Result<> Closing::write_destructions(JsonWriter& writer) {
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  PROBITY_TRY(rows_.each("destruction", {}, {}, [&](const meta::Entity& entity, const Id& id, const Row& row) {
    const Destruction one = destruction_in(entity, id, row);
    writer.StartObject();
    write_text("id", one.id.text(), writer);
    write_text("account", one.account.text(), writer);
    write_text("ground", one.ground, writer);
    write_text("state", one.state, writer);
    write_text("begun_at", format_timestamp(one.begun_at), writer);
    key(writer, "destroyed_at");
    one.destroyed_at == 0 ? (void)writer.Null() : put(writer, format_timestamp(one.destroyed_at));
    writer.EndObject();
  }));
  writer.EndArray();
  writer.EndObject();
  return {};
}

bool Closing::is_genuine(const JsonValue& certificate) const {
  const JsonValue* signature = certificate.IsObject() ? probity::find(certificate, "signature") : nullptr;
  const auto bytes = signature && signature->IsString() ? decode_base64(view(*signature)) : std::nullopt;
  if (!bytes) return false;
  JsonDocument copy;
  copy.CopyFrom(certificate, copy.GetAllocator());
  copy.EraseMember("signature");
  return is_signed_by(key_.public_key(), std::string(kSigned) + to_json_text(copy), *bytes);
}

}  // namespace probity::life_cycle

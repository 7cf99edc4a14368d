#include "accounts/directory.hpp"

#include "accounts/roles.hpp"

namespace probity::accounts {
namespace {

int column_of(const meta::Entity& entity, std::string_view field) { return entity.field(field)->first_column; }

/// Fills a draft from text as people write it, so that the field's own rules hold.
Result<> fill(const records::Context& context, records::Draft& draft, std::initializer_list<std::pair<std::string_view, std::string_view>> values) {
  for (const auto& [name, value] : values) PROBITY_TRY(records::apply_text(context, *context.entity->field(name), value, draft));
  return {};
}

StoredMember member_in(const meta::Entity& entity, const Id& id, const Row& row) {
  const meta::Field& email = *entity.field("email");
  return {.member = {.id = id, .name = std::string(text_of(entity, "name", row)), .email = email.type->display(email, row, email.first_column),
                     .version = row.integer(meta::kVersion), .created_at = row.integer(meta::kCreatedAt), .updated_at = row.integer(meta::kUpdatedAt)},
          .password_hash = std::string(text_of(entity, "password_hash", row)),
          .active = text_of(entity, "state", row) == "active"};
}

StoredWorkspace workspace_in(const meta::Entity& entity, const Id& id, const Row& row) {
  return {.info = {.id = id, .slug = std::string(text_of(entity, "slug", row)), .name = std::string(text_of(entity, "name", row))},
          .state = std::string(text_of(entity, "state", row))};
}

Membership membership_in(const meta::Entity& entity, const Id& id, const Row& row) {
  return {.id = id, .member = id_of(entity, "member", row), .workspace = id_of(entity, "workspace", row),
          .role = std::string(text_of(entity, "role", row)), .own_role = std::string(text_of(entity, "own_role", row)),
          .until = row.null(column_of(entity, "until")) ? std::optional<Timestamp>() : row.integer(column_of(entity, "until"))};
}

}  // namespace

std::string filter_of(std::string_view field, std::string_view operation, std::string_view value) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "field");
  put(writer, field);
  key(writer, "op");
  put(writer, operation);
  key(writer, "value");
  put(writer, value);
  writer.EndObject();
  return std::string(text(buffer));
}

Result<records::Context> enter_system(records::Records& records, const privacy::Access& access, std::string_view entity) {
  PROBITY_ASSIGN(const auto context, records.enter(access, entity));
  return records::by_program(context, *context.entity);
}

std::string_view text_of(const meta::Entity& entity, std::string_view field, const Row& row) { return row.text(column_of(entity, field)); }
Id id_of(const meta::Entity& entity, std::string_view field, const Row& row) { return row.id(column_of(entity, field)); }
Timestamp time_of(const meta::Entity& entity, std::string_view field, const Row& row) {
  const int column = column_of(entity, field);
  return row.null(column) ? 0 : row.integer(column);
}

Directory::Directory(records::Records& records) : records_(records), access_(program_access("system", "program")) {}

Result<> Directory::each(std::string_view entity, std::string_view field, std::string_view value, const Use& use) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, entity));
  const std::string filter = field.empty() ? std::string() : filter_of(field, "eq", value);
  return records_.each(context, filter, [&](const Id& id, const Row& row) -> Result<> {
    use(*context.entity, id, row);
    return {};
  });
}

Result<> Directory::one(std::string_view entity, const Id& id, const Use& use) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, entity));
  const auto cells = records_.cells(context, id);
  if (!cells && cells.error().kind == ErrorKind::not_found) return {};
  if (!cells) return std::unexpected(cells.error());
  const CellRow row(*cells);
  if (row.null(meta::kDeletedAt)) use(*context.entity, id, row);
  return {};
}

Result<std::optional<StoredMember>> Directory::member(const Id& id) {
  std::optional<StoredMember> found;
  PROBITY_TRY(one("member", id, [&](const auto& entity, const Id& own, const Row& row) { found = member_in(entity, own, row); }));
  return found;
}

Result<std::optional<StoredMember>> Directory::member_of_email(std::string_view email) {
  std::optional<StoredMember> found;
  PROBITY_TRY(each("member", "email", email, [&](const auto& entity, const Id& id, const Row& row) { found = member_in(entity, id, row); }));
  return found;
}

Result<Id> Directory::create_member(const NewMember& member, const std::string& password_hash) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "member"));
  PROBITY_ASSIGN(const auto written, records_.create_by(context, {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    PROBITY_TRY(fill(context, draft, {{"name", member.name}, {"email", member.email}, {"state", "active"}}));
    draft.value(*context.entity->field("password_hash")) = cell(password_hash);
    return {};
  }));
  return written.id;
}

Result<> Directory::set_password(const Id& member, const std::string& password_hash) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "member"));
  PROBITY_TRY(records_.alter(context, member, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    draft.value(*context.entity->field("password_hash")) = cell(password_hash);
    return {};
  }));
  return {};
}

Result<> Directory::note_sign_in(const Id& member) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "member"));
  PROBITY_TRY(records_.alter(context, member, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) -> Result<> {
    draft.value(*context.entity->field("last_sign_in")) = now();
    return {};
  }));
  return {};
}

Result<std::optional<StoredWorkspace>> Directory::workspace(const Id& id) {
  std::optional<StoredWorkspace> found;
  PROBITY_TRY(one("workspace", id, [&](const auto& entity, const Id& own, const Row& row) { found = workspace_in(entity, own, row); }));
  return found;
}

Result<std::optional<StoredWorkspace>> Directory::workspace_of_slug(std::string_view slug) {
  std::optional<StoredWorkspace> found;
  PROBITY_TRY(each("workspace", "slug", slug, [&](const auto& entity, const Id& id, const Row& row) { found = workspace_in(entity, id, row); }));
  return found;
}

Result<std::optional<StoredWorkspace>> Directory::workspace_of_reference(std::string_view reference) {
  std::optional<StoredWorkspace> found;
  PROBITY_TRY(each("workspace", "reference", reference, [&](const auto& entity, const Id& id, const Row& row) { found = workspace_in(entity, id, row); }));
  return found;
}

Result<std::vector<StoredWorkspace>> Directory::workspaces() {
  std::vector<StoredWorkspace> found;
  PROBITY_TRY(each("workspace", "", "", [&](const auto& entity, const Id& id, const Row& row) { found.push_back(workspace_in(entity, id, row)); }));
  return found;
}

Result<Id> Directory::create_workspace(const NewWorkspace& workspace, const std::string& slug) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "workspace"));
  PROBITY_ASSIGN(const auto written, records_.create_by(context, {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) {
    return fill(context, draft, {{"slug", slug}, {"name", workspace.name}, {"state", "creating"}, {"reference", workspace.reference},
                                 {"country", workspace.input.country}, {"currency", workspace.input.currency}, {"time_zone", workspace.input.time_zone}});
  }));
  return written.id;
}

Result<> Directory::activate_workspace(const Id& id) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "workspace"));
  PROBITY_TRY(records_.alter(context, id, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) {
    return fill(context, draft, {{"state", "active"}});
  }));
  return {};
}

Result<> Directory::change_workspace(const Id& id, const std::string& name, const meta::InputContext& input) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "workspace"));
  PROBITY_TRY(records_.alter(context, id, records::Verb::update, {}, [&](store::Reader&, records::Draft& draft) {
    return fill(context, draft, {{"name", name}, {"country", input.country}, {"currency", input.currency}, {"time_zone", input.time_zone}});
  }));
  return {};
}

Result<std::vector<Membership>> Directory::memberships_of_member(const Id& member) {
  std::vector<Membership> found;
  PROBITY_TRY(each("membership", "member", member.text(), [&](const auto& entity, const Id& id, const Row& row) { found.push_back(membership_in(entity, id, row)); }));
  return found;
}

Result<std::vector<Membership>> Directory::memberships_of_workspace(const Id& workspace) {
  std::vector<Membership> found;
  PROBITY_TRY(each("membership", "workspace", workspace.text(), [&](const auto& entity, const Id& id, const Row& row) { found.push_back(membership_in(entity, id, row)); }));
  return found;
}

Result<std::string> Directory::set_role(const Id& member, const Id& workspace, std::string_view role, std::string_view own_role, std::optional<Timestamp> until) {
  PROBITY_ASSIGN(const auto context, enter_system(records_, access_, "membership"));
  PROBITY_ASSIGN(const auto existing, memberships_of_member(member));
  const auto fill_role = [&](store::Reader&, records::Draft& draft) -> Result<> {
    draft.value(*context.entity->field("own_role")) = own_role.empty() ? Cell{} : cell(own_role);
    draft.value(*context.entity->field("until")) = until ? Cell{*until} : Cell{};
    return fill(context, draft, {{"role", role}});
  };
  const auto own = std::find_if(existing.begin(), existing.end(), [&](const Membership& one) { return one.workspace == workspace; });
  if (own != existing.end()) {
    PROBITY_TRY(records_.alter(context, own->id, records::Verb::update, {}, fill_role));
    return own->role;
  }
  PROBITY_TRY(records_.create_by(context, {.allow_duplicate = true}, [&](store::Reader& reader, records::Draft& draft) -> Result<> {
    draft.value(*context.entity->field("member")) = cell(member);
    draft.value(*context.entity->field("workspace")) = cell(workspace);
    return fill_role(reader, draft);
  }));
  return std::string();
}

Result<bool> Directory::has_owner() {
  bool found = false;
  PROBITY_TRY(each("membership", "role", kOwner, [&](const auto&, const Id&, const Row&) { found = true; }));
  return found;
}

}  // namespace probity::accounts

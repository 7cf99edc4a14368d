#include "accounts/own_roles.hpp"

#include "accounts/roles.hpp"
#include "base/text.hpp"

namespace probity::accounts {
namespace {

using privacy::EntityGrant;
using privacy::Grants;
using privacy::Reach;

std::unexpected<Error> bad_role(std::string message, std::string_view part) {
  return invalid("bad_role", fmt::format("{}: {} Nothing was changed.", part, message), "grants");
}

std::optional<Reach> reach_named(const JsonValue& value) {
  static constexpr std::pair<std::string_view, Reach::Kind> kNames[] = {{"none", Reach::none}, {"own", Reach::own}, {"team", Reach::team}, {"all", Reach::all}};
  if (!value.IsString()) return std::nullopt;
  for (const auto& [name, reach] : kNames) {
    if (view(value) == name) return Reach(reach);
  }
  return std::nullopt;
}

struct Right {
  std::string_view name;
  Reach EntityGrant::*reach;
};
constexpr Right kRights[] = {{"read", &EntityGrant::read},         {"create", &EntityGrant::create},         {"update", &EntityGrant::update},
                             {"delete", &EntityGrant::remove},     {"export", &EntityGrant::export_all},     {"bulk", &EntityGrant::bulk}};

Result<> check_fields(const JsonValue& fields, const meta::Entity& entity, const std::string& part) {
  if (!fields.IsObject()) return bad_role("\"fields\" is an object of field names.", part);
  for (const auto& member : fields.GetObject()) {
    const std::string name(first_characters(view(member.name), 60));
    if (!entity.field(view(member.name))) return bad_role(fmt::format("there is no field \"{}\".", name), part);
    const std::string_view says = member.value.IsString() ? view(member.value) : std::string_view();
    if (says != "hidden" && says != "read" && says != "write") return bad_role(fmt::format("\"{}\" is hidden, read or write.", name), part);
  }
  return {};
}

/// `entity` is null for what holds of every entity that is not named.
Result<> check_rights(const JsonValue& rights, const meta::Entity* entity, const std::string& part) {
  if (!rights.IsObject()) return bad_role("rights are an object such as {\"read\":\"all\"}.", part);
  for (const auto& member : rights.GetObject()) {
    const std::string_view name = view(member.name);
    if (name == "fields" && entity) {
      PROBITY_TRY(check_fields(member.value, *entity, part));
      continue;
    }
    if (std::ranges::find(kRights, name, &Right::name) == std::end(kRights)) return bad_role(fmt::format("there is no right \"{}\".", first_characters(name, 60)), part);
    if (!reach_named(member.value)) return bad_role(fmt::format("\"{}\" is none, own, team or all.", name), part);
  }
  return {};
}

Result<> check_purposes(const JsonValue& purposes, const privacy::Policy& policy) {
  if (!purposes.IsArray() || purposes.Empty()) return bad_role("a list of at least one purpose of the policy.", "purposes");
  for (const JsonValue& purpose : purposes.GetArray()) {
    if (!purpose.IsString() || !policy.purpose(view(purpose))) return bad_role("the policy has no such purpose.", "purposes");
    if (view(purpose) == privacy::kLegalObligation) return bad_role("duties under the law are for administrators.", "purposes");
  }
  return {};
}

EntityGrant nothing() { return {.read = false, .create = false, .update = false, .remove = false, .export_all = false, .bulk = false}; }

EntityGrant grant_in(const JsonValue& rights) {
  EntityGrant grant = nothing();
  if (!rights.IsObject()) return grant;
  for (const Right& right : kRights) {
    const JsonValue* says = probity::find(rights, right.name);
    grant.*right.reach = says ? reach_named(*says).value_or(Reach::none) : Reach(Reach::none);
  }
  const JsonValue* fields = probity::find(rights, "fields");
  if (!fields || !fields->IsObject()) return grant;
  for (const auto& member : fields->GetObject()) {
    const std::string_view says = member.value.IsString() ? view(member.value) : std::string_view("hidden");
    if (says == "read") grant.read_only_fields.emplace(view(member.name));
    if (says == "hidden") grant.hidden_fields.emplace(view(member.name));
  }
  return grant;
}

EntityGrant both(EntityGrant grant, const EntityGrant& most) {
  for (const Right& right : kRights) grant.*right.reach = std::min(grant.*right.reach, most.*right.reach);
  grant.hidden_fields.insert(most.hidden_fields.begin(), most.hidden_fields.end());
  grant.read_only_fields.insert(most.read_only_fields.begin(), most.read_only_fields.end());
  return grant;
}

Result<> check_draft(const records::Context& context, const records::Draft& draft) {
  const CellRow row(draft.after);
  const auto column = [&](std::string_view field) { return context.entity->field(field)->first_column; };
  const std::string name = fold(row.text(column("name")));
  const bool taken = name == kOwnRole || std::ranges::find(role_names(), name) != role_names().end();
  if (taken) return invalid("name_taken", "Every workspace has a role of this name. Choose another.", "name");
  if (row.null(column("grants"))) return {};
  PROBITY_ASSIGN(const JsonDocument grants, parse_json(row.text(column("grants"))));
  return check_own_role(grants, context.model(), *context.policy->policy);
}

}  // namespace

Result<> check_own_role(const JsonValue& grants, const meta::Model& model, const privacy::Policy& policy) {
  if (!grants.IsObject()) return bad_role("an object with everything, entities, purposes and private.", "grants");
  for (const auto& member : grants.GetObject()) {
    const std::string_view name = view(member.name);
    if (name == "everything") {
      PROBITY_TRY(check_rights(member.value, nullptr, "everything"));
    } else if (name == "purposes") {
      PROBITY_TRY(check_purposes(member.value, policy));
    } else if (name == "private") {
      if (!reach_named(member.value).value_or(Reach::none)) return bad_role("own, team or all.", "private");
    } else if (name == "entities" && member.value.IsObject()) {
      for (const auto& each : member.value.GetObject()) {
        const meta::Entity* entity = model.find(view(each.name));
        if (!entity || entity->system) return bad_role(fmt::format("there is nothing called \"{}\".", first_characters(view(each.name), 60)), "entities");
        PROBITY_TRY(check_rights(each.value, entity, entity->name));
      }
    } else {
      return bad_role(fmt::format("a role has no \"{}\".", first_characters(name, 60)), "grants");
    }
  }
  return {};
}

std::shared_ptr<const Grants> compile_own_role(std::string_view name, const JsonValue& says) {
  if (!says.IsObject()) return nullptr;
  const Grants& most = *grants_of(kManager);
  Grants grants{.role = std::string(name), .everything = nothing(), .entities = {}};
  if (const JsonValue* everything = probity::find(says, "everything")) grants.everything = both(grant_in(*everything), most.everything);
  for (const auto& [entity, bound] : most.entities) grants.entities[entity] = both(grants.everything, bound);
  const JsonValue* entities = probity::find(says, "entities");
  if (entities && entities->IsObject()) {
    for (const auto& each : entities->GetObject()) grants.entities[std::string(view(each.name))] = both(grant_in(each.value), most.of(view(each.name)));
  }
  const JsonValue* purposes = probity::find(says, "purposes");
  if (purposes && purposes->IsArray()) {
    for (const JsonValue& purpose : purposes->GetArray()) grants.purposes.emplace(purpose.IsString() ? view(purpose) : std::string_view());
  }
  const JsonValue* privates = probity::find(says, "private");
  const Reach said = privates ? reach_named(*privates).value_or(Reach::own) : Reach(Reach::own);
  grants.privates = std::clamp(said, Reach(Reach::own), most.privates);
  return Grants::make(std::move(grants));
}

void add_role_hooks(records::Hooks& hooks, RoleInUse in_use) {
  hooks.add_hook("accounts.role", [in_use = std::move(in_use)](const records::Context& context, store::Reader&, records::Draft& draft) -> Result<> {
    if (draft.live_after()) return check_draft(context, draft);
    PROBITY_ASSIGN(const bool used, in_use(context.workspace->slug(), draft.id));
    if (used) return fail(ErrorKind::conflict, "role_in_use", "Somebody has this role. Give them another first; nothing was changed.");
    return {};
  });
}

}  // namespace probity::accounts

#include "records/workspace.hpp"

#include "base/json.hpp"
#include "records/house.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

/// Sets of columns remembered before they are forgotten; patches name fields in any combination.
constexpr std::size_t kMostSparse = 2'000;

constexpr std::string_view kAdditionsSetting = "model.additions";
constexpr std::string_view kCountrySetting = "input.country";
constexpr std::string_view kCurrencySetting = "input.currency";
constexpr std::string_view kTimeZoneSetting = "input.time_zone";

bool is_link(const meta::Field& field) {
  return field.type->name() == "link" || field.type->name() == "links";
}

EntityTables make_tables(const meta::Entity& entity) {
  EntityTables tables{.entity = &entity};
  std::vector<std::string> names;
  for (const meta::Column& column : entity.columns) names.push_back(column.name);
  tables.all = store::Projection::make(entity.name, std::move(names));
  tables.identity = store::Projection::make(entity.name, {"_id", "_version", "_deleted_at", "_subject_state"});
  // The title stands at the start of a search document, where a hit counts most.
  for (const std::string& name : entity.title) {
    if (const meta::Field& field = *entity.field(name); field.searched) tables.searched.push_back(field.position);
  }
  for (const meta::Field& field : entity.fields) {
    const bool in_title = std::ranges::find(tables.searched, field.position) != tables.searched.end();
    if (field.searched && !in_title) tables.searched.push_back(field.position);
    if (field.type->shape() == meta::Shape::keys) tables.keyed.push_back(field.position);
    if (is_link(field)) tables.linking.push_back(field.position);
  }
  tables.has_document = !tables.searched.empty();
  return tables;
}

Result<Additions> parse_additions(std::string_view text) {
  Additions additions;
  PROBITY_ASSIGN(JsonDocument document, parse_json(text));
  for (const JsonValue& entity : document["entities"].GetArray()) additions.entities.emplace_back(view(entity));
  for (const JsonValue& field : document["fields"].GetArray()) {
    additions.fields.push_back({std::string(view(field["entity"])), std::string(view(field["declaration"]))});
  }
  return additions;
}

std::string additions_text(const Additions& additions) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  key(writer, "entities");
  writer.StartArray();
  for (const std::string& entity : additions.entities) put(writer, entity);
  writer.EndArray();
  key(writer, "fields");
  writer.StartArray();
  for (const Additions::Field& field : additions.fields) {
    writer.StartObject();
    key(writer, "entity");
    put(writer, field.entity);
    key(writer, "declaration");
    put(writer, field.declaration);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return std::string(text(buffer));
}

Result<meta::InputContext> read_input(store::Database& database) {
  meta::InputContext input;
  const std::pair<std::string_view, std::string*> settings[] = {
      {kCountrySetting, &input.country}, {kCurrencySetting, &input.currency}, {kTimeZoneSetting, &input.time_zone}};
  for (const auto& [name, value] : settings) {
    PROBITY_ASSIGN(auto stored, read_setting(database, name));
    if (stored) *value = *stored;
  }
  return input;
}

std::unexpected<Error> no_such_workspace() {
  return fail(ErrorKind::not_found, "no_such_workspace", "There is no such workspace, or you are not a member of it.");
}

}  // namespace

Catalog::Catalog(std::shared_ptr<const meta::Model> model) : model_(std::move(model)) {
  for (const auto& entity : model_->entities()) tables_.emplace(entity.get(), make_tables(*entity));
}

const EntityTables& Catalog::tables(const meta::Entity& entity) const { return tables_.at(&entity); }

store::ProjectionPointer Catalog::columns(const meta::Entity& entity, std::vector<int> columns) const {
  std::string name = entity.name;
  std::vector<std::string> names;
  for (int column : columns) {
    names.push_back(entity.columns[static_cast<std::size_t>(column)].name);
    name += ',';
    name += names.back();
  }
  const std::scoped_lock lock(mutex_);
  if (sparse_.size() >= kMostSparse) sparse_.clear();
  auto& projection = sparse_[name];
  if (!projection) projection = store::Projection::make(entity.name, std::move(names));
  return projection;
}

Workspace::Workspace(std::string slug, store::Backend& backend) : slug_(std::move(slug)), backend_(backend) {
  set_input({});
}

Result<std::shared_ptr<store::Database>> Workspace::database() const { return backend_.open(slug_, false); }

Result<SharesPointer> Workspace::shares() {
  if (auto shares = shares_.load()) return shares;
  std::uint64_t generation;
  {
    const std::scoped_lock lock(shares_change_);
    generation = shares_generation_;
  }
  PROBITY_ASSIGN(const auto opened, database());
  PROBITY_ASSIGN(SharesPointer shares, Shares::load(catalog()->model(), *opened));
  const std::scoped_lock lock(shares_change_);
  // What changed while it was read is not kept.
  if (generation == shares_generation_) shares_.store(shares);
  return shares;
}

void Workspace::forget_shares() {
  const std::scoped_lock lock(shares_change_);
  ++shares_generation_;
  shares_.store(nullptr);
}

Workspaces::Workspaces(store::Backend& backend, BuildModel build, BuildModel build_system, PolicyOf policy_of)
    : backend_(backend), build_(std::move(build)), build_system_(std::move(build_system)), policy_of_(std::move(policy_of)) {}

std::shared_ptr<Workspace> Workspaces::opened(std::string_view slug) const {
  std::shared_lock lock(mutex_);
  const auto found = open_.find(slug);
  return found == open_.end() ? nullptr : found->second;
}

void Workspaces::forget_shares(std::string_view slug) {
  if (const auto workspace = opened(slug)) workspace->forget_shares();
}

Result<std::shared_ptr<Workspace>> Workspaces::find(std::string_view slug) {
  if (auto workspace = opened(slug)) return workspace;
  PROBITY_ASSIGN(const bool exists, backend_.exists(slug));
  if (!exists) return no_such_workspace();
  return open(slug, false);
}

Result<std::shared_ptr<Workspace>> Workspaces::create(std::string_view slug, const meta::InputContext& input) {
  PROBITY_ASSIGN(auto workspace, open(slug, true));
  PROBITY_TRY(configure(*workspace, input));
  return workspace;
}

Result<std::shared_ptr<Workspace>> Workspaces::open(std::string_view slug, bool create) {
  std::shared_ptr<std::mutex> turn;
  {
    const std::scoped_lock lock(mutex_);
    auto& of_slug = opening_[std::string(slug)];
    if (!of_slug) of_slug = std::make_shared<std::mutex>();
    turn = of_slug;
  }
  const std::scoped_lock my_turn(*turn);
  if (auto workspace = opened(slug)) return workspace;
  auto workspace = open_now(slug, create);
  const std::scoped_lock lock(mutex_);
  opening_.erase(std::string(slug));
  if (workspace) open_[std::string(slug)] = *workspace;
  return workspace;
}

Result<std::shared_ptr<Workspace>> Workspaces::open_now(std::string_view slug, bool create) {
  auto workspace = std::make_shared<Workspace>(std::string(slug), backend_);
  PROBITY_ASSIGN(const bool existed, backend_.exists(slug));
  PROBITY_ASSIGN(const auto database, backend_.open(slug, create));
  const bool system = slug == kSystemWorkspace;
  if (existed) {
    PROBITY_ASSIGN(workspace->additions_, stored_additions(*database, system));
  }
  PROBITY_ASSIGN(auto model, build(system)(workspace->additions_));
  PROBITY_TRY(database->migrate(store::schema_of(*model, system), false, existed));
  PROBITY_ASSIGN(meta::InputContext input, read_input(*database));
  workspace->set_input(std::move(input));
  PROBITY_ASSIGN(privacy::PolicyPointer policy, policy_of_(slug, *database));
  workspace->policy_.store(std::move(policy));
  workspace->catalog_.store(std::make_shared<const Catalog>(std::move(model)));
  return workspace;
}

Result<Additions> Workspaces::stored_additions(store::Database& database, bool system) const {
  const auto stored = read_setting(database, kAdditionsSetting);
  if (stored) return *stored ? parse_additions(**stored) : Additions{};
  // A file that was made and never migrated, because the program was killed in between, has no settings yet.
  PROBITY_ASSIGN(const auto model, build(system)(Additions{}));
  PROBITY_ASSIGN(const store::MigrationPlan plan, database.plan_migration(store::schema_of(*model, system)));
  const bool never_migrated = std::ranges::any_of(plan.steps, [](const store::MigrationStep& step) {
    return step.kind == store::MigrationStep::Kind::add_table && step.table == store::kSetting;
  });
  if (never_migrated) return Additions{};
  return std::unexpected(stored.error());
}

Result<> Workspaces::configure(Workspace& workspace, const meta::InputContext& input) {
  PROBITY_ASSIGN(auto database, workspace.database());
  PROBITY_TRY(write_setting(*database, kCountrySetting, input.country));
  PROBITY_TRY(write_setting(*database, kCurrencySetting, input.currency));
  PROBITY_TRY(write_setting(*database, kTimeZoneSetting, input.time_zone));
  workspace.set_input(input);
  return {};
}

Result<> Workspaces::extend(Workspace& workspace, const Additions& more) {
  return revise(workspace, [&](Additions& additions) -> Result<> {
    additions.entities.insert(additions.entities.end(), more.entities.begin(), more.entities.end());
    additions.fields.insert(additions.fields.end(), more.fields.begin(), more.fields.end());
    return {};
  });
}

namespace {

/// What no purpose of the policy may use is not recorded at all; the published text says that there is no field for it.
Result<> refuse_unused(const privacy::Policy& policy, const meta::Model& before, const meta::Model& after) {
  for (const auto& entity : after.entities()) {
    const meta::Entity* stood = before.find(entity->name);
    for (const meta::Field& field : entity->fields) {
      if (!field.custom || field.category == "none" || (stood && stood->field(field.name))) continue;
      if (std::ranges::any_of(policy.purposes, [&](const privacy::Purpose& purpose) { return purpose.covers(field.category); })) continue;
      const privacy::Category* category = policy.category(field.category);
      return fail(ErrorKind::conflict, "category_unused",
                  fmt::format("The privacy policy lets no purpose use {} ({}), so a field for it may not be recorded. Choose another category, or change the policy first. Nothing was added.",
                              category ? category->label : field.category, field.category), "category");
    }
  }
  return {};
}

}  // namespace

Result<> Workspaces::revise(Workspace& workspace, const ChangeAdditions& change) {
  const std::scoped_lock lock(workspace.model_change_);
  Additions additions = workspace.additions_;
  PROBITY_TRY(change(additions));
  PROBITY_ASSIGN(auto model, build_(additions));
  PROBITY_TRY(refuse_unused(*workspace.policy()->policy, workspace.catalog()->model(), *model));
  PROBITY_ASSIGN(auto database, workspace.database());
  PROBITY_TRY(database->migrate(store::schema_of(*model, false), false, false));
  PROBITY_TRY(write_setting(*database, kAdditionsSetting, additions_text(additions)));
  workspace.additions_ = std::move(additions);
  workspace.catalog_.store(std::make_shared<const Catalog>(std::move(model)));
  return {};
}

void Workspaces::forget(std::string_view slug) {
  const std::scoped_lock lock(mutex_);
  if (const auto found = open_.find(slug); found != open_.end()) open_.erase(found);
}

Result<std::optional<std::string>> read_setting(store::Database& database, std::string_view name) {
  std::optional<std::string> value;
  PROBITY_TRY(database.read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(house().setting, "name", cell(name), [&](const Row& row) {
      value = std::string(row.text(1));
      return false;
    }));
    return {};
  }));
  return value;
}

Result<> write_setting(store::Database& database, std::string_view name, std::string_view value) {
  store::Plan plan;
  plan.insert_or_replace(house().setting, {cell(name), cell(value)});
  PROBITY_TRY(database.write_and_wait(std::move(plan)));
  return {};
}

}  // namespace probity::records

#include "stage.hpp"

#include "accounts/roles.hpp"

namespace probity::promises {
namespace {

installation::Options options_in(const std::filesystem::path& folder) {
  return {.data = folder / "data", .model = records::product_model(), .policies = policies(), .database = {}, .encrypt = true, .test = true, .test_clock = {}};
}

privacy::Policy complete_policy() {
  privacy::Policy policy = expect_value(privacy::load_policy(policies() / "default.yaml"));
  policy.controller = {.name = "Example Ltd", .address = "1 Example Street, 10115 Berlin", .country = "DE", .email = "privacy@example.org", .phone = {}, .representative = {}, .officer = {}, .officer_email = {}, .officer_address = {}};
  return policy;
}

}  // namespace

Stage::Stage() : owner(Id::make()) {
  start_crypto();
  installation_ = expect_value(installation::Installation::open(options_in(folder_.path())));
  http_ = std::make_unique<HttpSide>(*installation_, folder_.path() / "web");
  auto& accounts = installation_->accounts();
  const auto slug = expect_value(accounts.create_workspace({.name = "Acme", .input = {.country = "DE", .currency = "EUR", .time_zone = "Europe/Berlin"}, .reference = {}})).slug;
  if (slug != "acme") throw std::runtime_error("the workspace is called " + slug);
  expect_value(accounts.add_member("acme", {.email = std::string(kOwnerEmail), .name = "Olga Owner", .password = std::string(kPassword)}, accounts::kOwner));
  facts_ = facts();
  reset();
}

void Stage::reset() {
  facts() = facts_;
  policy = complete_policy();
  since = now() - kMinute;
  apply();
}

void Stage::apply() {
  const auto in_force = privacy::PolicyInForce::make({.policy = std::make_shared<const privacy::Policy>(policy), .serial = 0, .version = 1, .since = since, .widened = {}});
  for (const char* level : {"system", "acme"}) {
    auto workspace = expect_value(installation_->workspaces().find(level));
    installation_->workspaces().govern(*workspace, in_force);
  }
}

privacy::Processor& Stage::add_processor() {
  policy.processors.push_back({.id = "postman", .name = "Postman", .kind = "email", .task = "Delivers our mail.", .purposes = {"service", "marketing"}, .categories = {"user.contact", "user.name"},
                               .country = "DE", .region = {}, .safeguard = privacy::Safeguard::none_needed, .safeguard_until = {}, .keep = privacy::Period{.days = 30}, .keep_text = {},
                               .statement_url = "https://postman.example/privacy", .statement = privacy::StatementState::in_hand, .notice_date = {}, .integration = "smtp", .hosts = {},
                               .may_refuse = false, .without_it = {}, .no_own_use = true, .confidential = true});
  return policy.processors.back();
}

Situation Stage::situation(std::string_view level, privacy::PolicyPointer in_force, bool applied) {
  return {.level = std::string(level), .in_force = std::move(in_force), .applied = applied, .records = installation_->records(), .facts = facts()};
}

Evidence Stage::ask(std::string_view name, const std::map<std::string, std::string>& with, std::string_view level, bool applied) {
  const auto in_force = expect_value(installation_->workspaces().find(level))->policy();
  const privacy::Promise promise{.id = "T", .text = {}, .section = {}, .checks = {{std::string(name), with}}, .needs = {}};
  return look_at(promise, situation(level, in_force, applied)).evidence;
}

records::Context Stage::at(std::string_view level, std::string_view entity) {
  static std::map<std::string, privacy::Access, std::less<>> accesses;
  const privacy::Access& access = accesses.try_emplace(std::string(level), accounts::program_access(level, "test")).first->second;
  const records::Context context = expect_value(installation_->records().enter(access));
  const meta::Entity* found = context.model().find(entity);
  if (!found) throw std::runtime_error(fmt::format("no {} in {}", entity, level));
  return records::by_program(context, *found);
}

Id Stage::create(std::string_view level, std::string_view entity, std::string_view json) {
  return expect_value(installation_->records().create(at(level, entity), expect_value(parse_json(json)), {.allow_duplicate = true})).id;
}

Id Stage::write(std::string_view level, std::string_view entity, const std::map<std::string, Cell>& values) {
  return expect_value(installation_->records().create_by(at(level, entity), {.allow_duplicate = true}, [&](store::Reader&, records::Draft& draft) -> Result<> {
           for (const auto& [name, value] : values) draft.value(*draft.entity->field(name)) = value;
           return {};
         })).id;
}

std::shared_ptr<store::Database> Stage::database(std::string_view level) { return expect_value(installation_->backend().open(level, false)); }

void Stage::set_column(std::string_view level, std::string_view table, const std::string& column, Cell value, store::Equalities where) {
  store::Plan plan;
  const auto target = store::Projection::make(std::string(table), {column});
  if (!where.empty()) plan.update(target, {value}, where);
  for (const Id& each : where.empty() ? ids(level, table) : std::vector<Id>{}) plan.update(target, {value}, {{"_id", cell(each)}});
  expect_value(database(level)->write_and_wait(std::move(plan)));
}

std::vector<Id> Stage::ids(std::string_view level, std::string_view table) {
  std::vector<Id> found;
  expect_value(database(level)->read([&](store::Reader& reader) {
    return reader.each({.columns = store::Projection::make(std::string(table), {"_id"}), .where = {}, .order = std::nullopt, .limit = 1000}, [&](const Row& row) {
      found.push_back(row.id(0));
      return true;
    });
  }));
  return found;
}

Taken Stage::take(std::string_view level, const std::string& table, const std::vector<std::string>& columns, const store::Equalities& where) {
  Taken taken{store::Projection::make(table, columns), {}};
  std::vector<store::Condition> conditions;
  for (const auto& [column, value] : where) conditions.push_back(store::Condition::equals(column, value));
  expect_value(database(level)->read([&](store::Reader& reader) {
    return reader.each({.columns = taken.columns, .where = store::Condition::all_of(conditions), .order = std::nullopt, .tie_column = columns.front(), .limit = 1000}, [&](const Row& row) {
      std::vector<Cell> cells;
      for (int column = 0; column < static_cast<int>(columns.size()); ++column) cells.push_back(row.cell(column));
      taken.rows.push_back(std::move(cells));
      return true;
    });
  }));
  store::Plan plan;
  plan.remove(table, where);
  expect_value(database(level)->write_and_wait(std::move(plan)));
  return taken;
}

void Stage::put_back(std::string_view level, const Taken& rows) {
  store::Plan plan;
  for (const auto& row : rows.rows) plan.insert(rows.columns, row);
  expect_value(database(level)->write_and_wait(std::move(plan)));
}

void Stage::remove_row(std::string_view level, std::string_view table, const Id& record) {
  store::Plan plan;
  plan.remove(std::string(table), {{"_id", cell(record)}});
  expect_value(database(level)->write_and_wait(std::move(plan)));
}

std::int64_t Stage::count(std::string_view level, std::string_view entity, const store::Condition& where) {
  std::int64_t rows = 0;
  expect_value(database(level)->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(rows, reader.count(entity, where));
    return {};
  }));
  return rows;
}

Id Stage::sign_in(std::string_view device, std::string_view address) {
  return expect_value(installation_->accounts().sign_in(kOwnerEmail, kPassword, {.address = std::string(address), .device = std::string(device)})).session->id;
}

}  // namespace probity::promises

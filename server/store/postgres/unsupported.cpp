#include "store/postgres/unsupported.hpp"

#include "store/postgres/names.hpp"
#include "store/postgres/reader.hpp"
#include "store/postgres/workspace.hpp"

namespace probity::store::postgres {

std::unexpected<Error> unsupported(std::string_view what) {
  return fail(ErrorKind::unsupported, "unsupported_on_postgresql",
              fmt::format("On PostgreSQL, Probity cannot {} yet. Nothing was changed; with SQLite it can.", what));
}

Result<> check_supported(const Condition& condition) {
  if (condition.folded) return unsupported("filter by a text that has no sort column");
  if (condition.kind == Condition::Kind::search) return unsupported("search");
  for (const Condition& child : condition.children) PROBITY_TRY(check_supported(child));
  return {};
}

Result<> check_supported(const Query& query) {
  if (query.order && query.order->folded) return unsupported("sort by a text that has no sort column");
  return check_supported(query.where);
}

Result<> check_supported(const Schema& wanted) {
  const auto is_long = [](const auto& named) { return named.name.size() > kLongestName; };
  for (const Table& table : wanted.tables) {
    if (is_long(table) || std::ranges::any_of(table.columns, is_long) || std::ranges::any_of(table.indexes, is_long)) {
      return unsupported(fmt::format("keep \"{}\", which has a table, column or index with a name longer than {} bytes,", table.name, kLongestName));
    }
  }
  return {};
}

Result<> check_supported(const MigrationPlan& plan) {
  for (const MigrationStep& step : plan.steps) {
    if (step.destructive) return unsupported(step.text());
  }
  return {};
}

Result<std::optional<Position>> PostgresReader::position_at(const Query&, double) { return unsupported("find a place in the middle of a list"); }
Result<> PostgresReader::search(const SearchQuery&, const Visitor&) { return unsupported("search"); }

Result<std::optional<PastMigration>> Workspace::last_migration() { return unsupported("reverse a migration"); }
Result<std::vector<MigrationStep>> Workspace::undo_migration() { return unsupported("reverse a migration"); }
Result<> Workspace::copy_to(const std::filesystem::path&) { return unsupported("copy a workspace to a file"); }
Result<> Workspace::scrub() { return unsupported("make deleted bytes go at once"); }
Result<std::string> Workspace::check_integrity() { return unsupported("check the integrity of what is stored"); }

}  // namespace probity::store::postgres

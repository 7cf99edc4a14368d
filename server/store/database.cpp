#include "store/database.hpp"

#include <future>

namespace probity::store {
namespace {

std::string rows_text(std::int64_t rows) { return rows == 1 ? "1 row" : fmt::format("{} rows", rows); }

}  // namespace

std::string MigrationStep::text() const {
  switch (kind) {
    case Kind::add_table: return fmt::format("add the table {}", table);
    case Kind::add_column: return fmt::format("add the column {}.{}", table, name);
    case Kind::add_index: return fmt::format("add the index {} to {}", name, table);
    case Kind::rename_column: return fmt::format("rename the column {}.{} to {}", table, old_name, name);
    case Kind::rename_table: return fmt::format("rename the table {} to {}", old_name, table);
    case Kind::drop_column: return fmt::format("drop the column {}.{} with its values in {}", table, name, rows_text(rows_concerned));
    case Kind::drop_table: return fmt::format("drop the table {} with {}", table, rows_text(rows_concerned));
    case Kind::drop_index: return fmt::format("drop the index {} of {}", name, table);
    case Kind::change_kind:
      return fmt::format("change how {}.{} is kept; values that do not fit become empty ({} concerned)", table, name,
                         rows_text(rows_concerned));
  }
  return {};
}

std::string MigrationStep::text_of_undo() const {
  switch (kind) {
    case Kind::add_table: return fmt::format("the table {}, which was added and is empty, is gone again", table);
    case Kind::add_column: return fmt::format("the column {}.{}, which was added and is empty, is gone again", table, name);
    case Kind::add_index: return fmt::format("the index {} of {}, which was added, is gone again", name, table);
    case Kind::rename_column: return fmt::format("the column {}.{} is called {} again", table, name, old_name);
    case Kind::rename_table: return fmt::format("the table {} is called {} again", table, old_name);
    case Kind::drop_column: return fmt::format("the column {}.{} is back with its values in {}", table, name, rows_text(rows_concerned));
    case Kind::drop_table: return fmt::format("the table {} is back with {}", table, rows_text(rows_concerned));
    case Kind::drop_index: return fmt::format("the index {} of {} is back", name, table);
    case Kind::change_kind: return fmt::format("{}.{} is kept as it was before, with its values in {}", table, name, rows_text(rows_concerned));
  }
  return {};
}

bool PastMigration::same_as(const PastMigration& other) const {
  return std::ranges::equal(steps, other.steps, [](const MigrationStep& one, const MigrationStep& two) {
    return one.kind == two.kind && one.table == two.table && one.name == two.name && one.old_name == two.old_name;
  });
}

bool MigrationPlan::destructive() const { return std::ranges::any_of(steps, &MigrationStep::destructive); }

Result<Outcome> Database::write_and_wait(Plan plan) {
  // Shared, because the writer may still be inside set_value() when the wait is over.
  const auto promise = std::make_shared<std::promise<Result<Outcome>>>();
  std::future<Result<Outcome>> answer = promise->get_future();
  write(std::move(plan), [promise](Result<Outcome> outcome) { promise->set_value(std::move(outcome)); });
  return answer.get();
}

}  // namespace probity::store

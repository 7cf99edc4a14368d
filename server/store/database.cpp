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

bool MigrationPlan::destructive() const { return std::ranges::any_of(steps, &MigrationStep::destructive); }

Result<Outcome> Database::write_and_wait(Plan plan) {
  // Shared, because the writer may still be inside set_value() when the wait is over.
  const auto promise = std::make_shared<std::promise<Result<Outcome>>>();
  std::future<Result<Outcome>> answer = promise->get_future();
  write(std::move(plan), [promise](Result<Outcome> outcome) { promise->set_value(std::move(outcome)); });
  return answer.get();
}

}  // namespace probity::store

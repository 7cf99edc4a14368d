// The contract of the store, kept by SQLite with and without encryption.
#include "store/contract/audit.hpp"
#include "store/contract/basics.hpp"
#include "store/contract/filters.hpp"
#include "store/contract/migrations.hpp"
#include "store/contract/queries.hpp"
#include "store/contract/search.hpp"
#include "store/contract/writes.hpp"
#include "store/sqlite/test_place.hpp"

namespace probity::store::contract {

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreAudit, testing::ValuesIn(sqlite::flavors()), flavor_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreBasics, testing::ValuesIn(sqlite::flavors()), flavor_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreFilters, testing::ValuesIn(sqlite::flavors()), flavor_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreMigrations, testing::ValuesIn(sqlite::flavors()), flavor_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreQueries, testing::ValuesIn(sqlite::flavors()), flavor_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreSearch, testing::ValuesIn(sqlite::flavors()), flavor_name);
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreWrites, testing::ValuesIn(sqlite::flavors()), flavor_name);

}  // namespace probity::store::contract

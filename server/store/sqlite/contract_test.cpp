// The contract of the store, kept by SQLite with and without encryption.
#include "store/contract/basics.hpp"
#include "store/sqlite/test_place.hpp"

namespace probity::store::contract {

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreBasics, testing::ValuesIn(sqlite::flavors()), flavor_name);

}  // namespace probity::store::contract

// The contract of the store, kept by PostgreSQL.
#include "store/contract/basics.hpp"
#include "store/postgres/test_place.hpp"

namespace probity::store::contract {

INSTANTIATE_TEST_SUITE_P(Postgres, StoreBasics, testing::ValuesIn(postgres::flavors()), flavor_name);

}  // namespace probity::store::contract

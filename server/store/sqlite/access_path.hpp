#pragma once
// Decides what a page is read by, where SQLite would have to guess: without looking, it takes any index of
// an equality for selective, and would sort 90,000 customers to show 50. Here the rows of each index that
// could be used are counted, as far as it matters, and the decision is kept for some seconds.
#include "store/sqlite/connection.hpp"
#include "store/sqlite/page.hpp"
#include "store/sqlite/timed_cache.hpp"

namespace probity::store::sqlite {

using PathCache = TimedCache<AccessPath>;

Result<AccessPath> choose_path(Connection& connection, const Schema& schema, PathCache& cache, const Query& query);

}  // namespace probity::store::sqlite

#pragma once
// Pages, counts and figures as SQL.
#include "store/query.hpp"
#include "store/schema.hpp"
#include "store/sqlite/sql.hpp"

namespace probity::store::sqlite {

/// A page is read in up to two parts, because empty values come last in both directions: first the rows
/// that have a value, then those that have none. Each part is one range of one index, at any depth.
enum class PagePart { all, with_value, without_value };

/// What a page is read by.
struct AccessPath {
  enum class Kind {
    natural,  ///< SQLite knows best
    order,    ///< the index of the order, testing each row, until the page is full
    driver    ///< few rows meet one condition: they are read by it, and sorted
  } kind = Kind::natural;
  std::size_t driver = 0;                ///< position among the conjuncts
  std::vector<std::size_t> candidates;   ///< conjuncts that could be read by, but for the driver are not
};

/// The parts of a page that can still hold rows beyond its position.
std::vector<PagePart> parts_of(const Query& query);

struct PageRequest {
  const Query& query;
  const Schema& schema;
  const AccessPath& path;
  const Cell& least;  ///< least value of the order's column
  const Cell& limit;
};
Sql select_page(const PageRequest& request, PagePart part);

Sql select_count(const Schema& schema, std::string_view table, const Condition& where, const Cell& at_most);
Sql select_aggregate(const Schema& schema, const Aggregate& aggregate);
/// A bound below which no value of that kind is: without one SQLite walks over every empty value of an
/// index first.
Cell least_value(meta::ColumnKind kind);

}  // namespace probity::store::sqlite

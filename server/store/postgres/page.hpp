#pragma once
// Pages, counts and figures as SQL.
#include "store/postgres/sql.hpp"
#include "store/query.hpp"

namespace probity::store::postgres {

/// A page is read in up to two parts, because empty values come last in both directions: first the rows
/// that have a value, then those that have none. Each part is one range of one index, at any depth.
enum class PagePart { all, with_value, without_value };

/// The parts of a page that can still hold rows beyond its position.
std::vector<PagePart> parts_of(const Query& query);
Sql select_page(std::string_view schema, const Query& query, PagePart part, std::int64_t limit);

Sql select_count(std::string_view schema, std::string_view table, const Condition& where, std::int64_t at_most);
Sql select_aggregate(std::string_view schema, const Schema& stored, const Aggregate& aggregate);

}  // namespace probity::store::postgres

#pragma once
// What this backend does not do yet, in one place: each answers ErrorKind::unsupported and changes nothing.
#include "store/database.hpp"

namespace probity::store::postgres {

std::unexpected<Error> unsupported(std::string_view what);

/// Conditions and orders by folded text without a sort column, and search inside a filter.
Result<> check_supported(const Condition& condition);
Result<> check_supported(const Query& query);
/// Names that PostgreSQL would cut short.
Result<> check_supported(const Schema& wanted);
/// Steps that take away or convert what is stored.
Result<> check_supported(const MigrationPlan& plan);

}  // namespace probity::store::postgres

#include "records/paging.hpp"

namespace probity::records {

Result<> check_limit(int limit) {
  if (limit >= 1 && limit <= kLargestPage) return {};
  return invalid("bad_limit", fmt::format("\"limit\" is a number from 1 to {}.", kLargestPage), "limit");
}

}  // namespace probity::records

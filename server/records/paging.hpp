#pragma once
// What one page of anything asks for.
#include <string>

#include "base/result.hpp"

namespace probity::records {

inline constexpr int kLargestPage = 200;

struct PageOptions {
  int limit = 50;      ///< 1 to kLargestPage
  std::string cursor;  ///< from the page before; empty for the first
};

/// "bad_limit" outside 1 to kLargestPage.
Result<> check_limit(int limit);

}  // namespace probity::records

#pragma once
#include <string>

#include "base/time.hpp"

namespace probity::erasure {

/// What stays that no link leads to, such as the mark of an address that said no.
struct KeptApart {
  std::string entity;
  std::int64_t count = 0;
  std::string because;
  Timestamp until = 0;  ///< 0: no end is known
};

}  // namespace probity::erasure

#pragma once
// Looks at every column of every table of a workspace's database for what tells a person.
#include <functional>

#include "rights/erasure/needles.hpp"
#include "rights/reach/reach.hpp"

namespace probity::erasure {

/// Where something was seen. Never what.
struct Sighting {
  std::string_view table;
  std::string_view column;
  const meta::Entity* entity = nullptr;  ///< of the record, where the table is one of records; else null
  Id record;                             ///< the record it is in or tells of; nil where the table knows none
};

struct Scan {
  std::int64_t tables = 0;
  std::int64_t columns = 0;
  std::int64_t rows = 0;
};

/// Reads everything; a part at a time, so that no view of the database is held for long. `see` is told of each needle,
/// and of each row that is the people's still; what it is given holds for the call alone.
Result<Scan> scan(const records::Context& context, const Needles& needles, const std::function<void(const Sighting&)>& see);

}  // namespace probity::erasure

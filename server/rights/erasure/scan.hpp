#pragma once
// Looks at every column of every table of a workspace's database for what tells a person.
#include "rights/erasure/needles.hpp"
#include "rights/reach/reach.hpp"

namespace probity::erasure {

/// Where something was seen. Never what.
struct Sighting {
  std::string table;
  std::string column;
  const meta::Entity* entity = nullptr;  ///< of the record, where the table is one of records; else null
  Id record;                             ///< the record it is in or tells of; nil where the table knows none
};

struct Scan {
  std::int64_t tables = 0;
  std::int64_t columns = 0;
  std::int64_t rows = 0;
  std::vector<Sighting> sightings;  ///< of needles, and of rows that are the people's still
};

/// Reads everything; a part at a time, so that no view of the database is held for long. `most` sightings are told.
Result<Scan> scan(const records::Context& context, const Needles& needles, std::size_t most);

}  // namespace probity::erasure

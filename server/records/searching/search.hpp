#pragma once
// Search over all entities at once.
#include "records/records.hpp"

namespace probity::records {

struct SearchOptions {
  std::string text;    ///< as typed; blank finds nothing
  std::string entity;  ///< name or plural; empty: all
  int limit = 20;      ///< 1 to 200
};

/// {"items":[{"entity","id","display","subtitle"}]}, best first. Only records this access may see, found by
/// fields it may read. `subtitle` tells namesakes apart: linked organisation, address; may be "".
Result<> write_search(Records& records, const privacy::Access& access, const SearchOptions& options, JsonWriter& writer);

}  // namespace probity::records

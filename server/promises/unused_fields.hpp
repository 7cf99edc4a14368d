#pragma once
// Fields that nobody fills: shown to the administrators, who can remove them, so that as little as possible is held.
#include <string>
#include <vector>

#include "base/time.hpp"
#include "records/context.hpp"

namespace probity::promises {

/// "contact.fax" of every field without a value, of entities that have records. Fields the program fills are left out.
Result<std::vector<std::string>> find_unused_fields(const records::Context& workspace);

struct UnusedFields {
  Timestamp at = 0;  ///< when it was made; 0: never
  std::vector<std::string> fields;
};
/// Makes the list anew and keeps it in the workspace.
Result<> list_unused_fields(const records::Context& workspace);
Result<UnusedFields> listed_unused_fields(store::Database& database);

}  // namespace probity::promises

#pragma once
// Holds in force on a record: those on any of the people it concerns.
#include <string>
#include <vector>

#include "records/records.hpp"

namespace probity::restriction {

struct Hold {
  Id id;
  Id person;
  std::string kind;                ///< "legal", "dispute"; empty: not said
  std::string reason;
  Id owner;                        ///< the member who looks after it; nil: nobody was named
  std::optional<Timestamp> until;  ///< nothing: until it is lifted
};

/// Of a person, or of whom the record concerns; the newest first for each. `context` is of any entity of the workspace.
Result<std::vector<Hold>> holds_on(const records::Context& context, store::Reader& reader, const Id& record);

/// "It is held (dispute, until 2027-01-31): an open claim. Nothing of it may be deleted until then."
std::string in_words(const Hold& hold);

}  // namespace probity::restriction

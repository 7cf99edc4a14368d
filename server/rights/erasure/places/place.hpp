#pragma once
// A place that holds personal bytes outside the rows of records registers itself here: it is looked through before
// an erasure, emptied in it, and looked through again before anything is certified.
#include <functional>
#include <string>
#include <vector>

#include "rights/erasure/needles.hpp"
#include "rights/reach/reach.hpp"

namespace probity::erasure {

/// One thing that a place holds of the person, without saying what. `what` is for people to read ("exported file");
/// `count` how many.
struct Find {
  std::string what;
  std::int64_t count = 0;
};

/// Who is erased, for places: never written down or logged.
struct Target {
  std::string workspace;
  const records::Context& context;  ///< the program's hand on the workspace, any entity
  const reach::Reach& reach;
  const Needles& needles;
};

/// Each function is called more than once and by any thread; all are idempotent, for an erasure that was cut short is
/// carried out again from its beginning.
struct Place {
  std::string name;  ///< "files", "imports"; shown in previews and certificates
  /// What goes, and what is found and stays ("kept: ..."). Empty: nothing here.
  std::function<Result<std::vector<Find>>(const Target&)> find;
  /// Makes it go. Bytes on disk are overwritten or unlinked; rows of the database go with the scrub that follows.
  std::function<Result<>(const Target&)> erase;
  /// Looks again, not at what was found but at everything the place holds: what still holds a needle. Empty: nothing.
  std::function<Result<std::vector<Find>>(const Target&)> rescan;
};

}  // namespace probity::erasure

#pragma once
// What is done to records that are over their time. Each is weighed again in the transaction that takes it, so that
// what came between stands.
#include "rights/retention/due.hpp"
#include "rights/retention/retention.hpp"

namespace probity::retention {

/// What became of one of a batch.
enum class Became {
  done,
  kept_back,  ///< something stands against it that was not there when it was listed
};

/// Does what the rule says to a batch of one rule and entity; one outcome for each, in order. An error: nothing more
/// can be done now, and trying again later is safe.
Result<std::vector<Became>> act_on(const Retention::Parts& parts, const records::Context& workspace, const Rules& rules, std::span<const Due> batch, Timestamp at, const Id& run);

/// Deletes the bytes of files whose records went in a transaction after which the program was cut off.
Result<> destroy_left_files(const Retention::Parts& parts, const records::Context& workspace);

}  // namespace probity::retention

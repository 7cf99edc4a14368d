#pragma once
// Records that no link leads to from the person and that hold something of theirs all the same: what an erasure does to
// each, and what it leaves. The dry run and the erasure itself ask the same, so that both say what is so.
#include "rights/erasure/needles.hpp"
#include "rights/reach/reach.hpp"

namespace probity::erasure {

struct Elsewhere {
  const meta::Entity* entity = nullptr;
  Id record;
  int cleaned = 0;    ///< fields from which something of the person goes
  bool kept = false;  ///< something stays: an address or a number that is the record's own, or somebody else's own record
};

/// Of the records in which something was seen those that concern nobody of the reach, each once, in their order.
Result<std::vector<Elsewhere>> judge_elsewhere(const records::Context& context, const Needles& needles, const reach::Reach& reach,
                                               const std::vector<std::pair<const meta::Entity*, Id>>& seen);

/// What of the needles may go from a record that concerns nobody of the reach: all but the addresses and numbers that
/// are its own, as a company's switchboard is though one of its people gave it as theirs. Nothing: all of them.
std::optional<Needles> but_its_own(const meta::Entity& entity, const Row& row, const Needles& needles);

/// Whether addresses and numbers in fields of their own are the record's: not where it is about people, as a letter is.
bool has_addresses_of_its_own(const meta::Entity& entity);

/// [{"entity","id","effect","fields","display"}]; effect "clean", "keep" or "clean_and_keep", of how many fields. Names of
/// records only as far as the access of `context` sees them.
Result<> write_elsewhere(const records::Context& context, const std::vector<Elsewhere>& records, JsonWriter& writer);

}  // namespace probity::erasure

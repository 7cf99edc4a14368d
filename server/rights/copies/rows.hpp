#pragma once
// How a copy stands in its row, and the program's own hand on it.
#include "base/crypto.hpp"
#include "rights/copies/copies.hpp"

namespace probity::copies {

inline constexpr std::string_view kCopy = "access_copy";

struct Entry {
  std::string workspace;
  Id id;
  Id person;
  std::string state, kind, link_hash;
  std::int64_t size = 0;
  Timestamp expires_at = 0;
  Timestamp fetched_at = 0;
  bool waits() const { return state == "making" || state == "ready" || state == "fetching"; }
};

/// Of a row in the order of Entity::columns.
Entry entry_in(const records::Context& copies, const Row& row);

/// The program itself at work in a workspace; what it reads is what the law has it show (GDPR Art. 12 and 15).
privacy::Access program_in(std::string_view workspace);
/// The entity of copies in the workspace of a context, for the program.
records::Context at_copies(const records::Context& context);

void set(records::Draft& draft, std::string_view field, Cell value);

}  // namespace probity::copies

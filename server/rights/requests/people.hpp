#pragma once
// Whose an address is. One human being may have several records, and several human beings may share one address: then
// nobody is chosen for them, because what is done to the wrong one cannot be undone.
#include "records/records.hpp"

namespace probity::requests {

/// One human being on record, by the record that stands for all of theirs.
struct Candidate {
  Id id;
  std::string display;
};

/// Everybody who has that address, those in the bin included, each once however many records are theirs.
Result<std::vector<Candidate>> people_with(const records::Context& context, std::string_view address);

/// Whose request it is: of one alone, or the only one of several who has that name. Null where it cannot be told.
const Candidate* only_one(const std::vector<Candidate>& candidates, std::string_view name);

}  // namespace probity::requests

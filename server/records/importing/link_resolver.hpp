#pragma once
// Finds the records that rows name, and makes those that are missing: each once, however many rows
// name it.
#include <string>
#include <unordered_map>

#include "records/importing/target.hpp"
#include "records/records.hpp"

namespace probity::records::importing {

class LinkResolver {
 public:
  LinkResolver(Records& records, const Context& context, Id group) : records_(records), context_(context), group_(group) {}

  /// The record whose field has that value. Missing ones are created where a name alone makes a record
  /// (a company), else "unknown_link". Nil for a blank value.
  Result<Id> resolve(const Target& target, std::string_view value);

 private:
  Result<std::optional<Id>> find(const Context& linked, const Target& target, std::string_view value);
  Result<Id> create(const Context& linked, const Target& target, std::string_view value);
  Records& records_;
  const Context& context_;
  Id group_;
  std::unordered_map<std::string, Id> known_;  ///< by target and folded value
};

}  // namespace probity::records::importing

#pragma once
// Finds the records that rows name, and makes those that are missing: each once, however many rows
// name it.
#include <set>
#include <string>
#include <unordered_map>

#include "records/importing/reference.hpp"
#include "records/records.hpp"

namespace probity::records::importing {

class LinkResolver {
 public:
  LinkResolver(Records& records, const Context& context, Id group) : records_(records), context_(context), group_(group) {}

  /// Says that resolve() will be asked for this. What is wanted is found, or made, together.
  void want(const Target& target, std::string_view value);
  Result<> find_wanted();

  /// The record that the value refers to (see reference.hpp). Missing ones are created where a name alone
  /// makes a record (a company, a person); else "unknown_link". "ambiguous_link" where several have it.
  Result<Id> resolve(const Target& target, std::string_view value);

  /// Whether resolve() would find or make a record; writes nothing. Errors as resolve().
  Result<> foresee(const Target& target, std::string_view value);

 private:
  struct Wanted {
    std::string name;
    Target target;
    std::string value;
  };
  Result<Context> linked(const Target& target) const;
  Result<> make(const Context& linked, const std::vector<Wanted>& missing);
  void remember(const std::string& name, const Referred& referred);
  Records& records_;
  const Context& context_;
  Id group_;
  std::vector<Wanted> wanted_;
  std::set<std::string> wanted_names_;
  std::unordered_map<std::string, Referred> known_;  ///< by target and folded value
};

}  // namespace probity::records::importing

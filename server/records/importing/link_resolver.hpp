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

  /// What else a row says of the record that it names: fields of the linked entity, as text.
  using Details = std::vector<std::pair<const meta::Field*, std::string>>;

  /// Says that resolve() will be asked for this. What is wanted is found, or made, together; of the details, those
  /// are written whose field is empty.
  void want(const Target& target, std::string_view value, const Details& details = {});
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
    Details details = {};
    Id record = {};  ///< once it is known
  };
  Result<Context> linked(const Target& target) const;
  Result<> make(const Context& linked, const std::vector<Wanted>& missing);
  /// Leaves in each what its record lacks.
  Result<> drop_what_is_there(const Context& linked, store::Reader& reader, std::vector<Wanted>& found);
  void fill(const Context& linked, const std::vector<Wanted>& found);
  void remember(const std::string& name, const Referred& referred);
  Records& records_;
  const Context& context_;
  Id group_;
  std::vector<Wanted> wanted_;
  std::map<std::string, std::size_t> wanted_names_;  ///< where in wanted_
  std::unordered_map<std::string, std::string> refused_;  ///< why details could not be written, by name
  std::set<std::string> details_done_;                ///< by name and field, so that each is looked at once
  std::unordered_map<std::string, Referred> known_;  ///< by target and folded value
};

}  // namespace probity::records::importing

#pragma once
// What linked records are called in a file, so that it can be read, and imported again.
#include <string>
#include <unordered_map>

#include "records/records.hpp"

namespace probity::records::exporting {

/// For one thread.
class LinkNames {
 public:
  LinkNames(Records& records, const Context& context) : records_(records), context_(context) {}
  /// The field of the linked entity whose value stands for the record, and that an import finds it by:
  /// its single title field. Null where records of it have no such name and their id stands for them.
  const meta::Field* naming(const meta::Field& link) const;
  /// Name or id, of colleagues the email address; several as a list (formats/name_list.hpp). Empty where nothing is linked or may be seen.
  Result<std::string> text(const meta::Field& link, const Row& row, int column);

 private:
  Result<std::string> name_of(const meta::Field& link, const Id& id);
  Result<std::string> address_of(const Id& member);
  Records& records_;
  const Context& context_;
  std::optional<std::unordered_map<Id, std::string>> addresses_;  ///< of colleagues
  std::unordered_map<Id, std::string> known_;
};

}  // namespace probity::records::exporting

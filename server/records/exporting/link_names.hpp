#pragma once
// What linked records are called in a file, so that it can be read, and imported again.
#include <string>
#include <unordered_map>

#include "records/records.hpp"

namespace probity::records::exporting {

/// For one thread.
class LinkNames {
 public:
  explicit LinkNames(const Context& context) : context_(context) {}
  /// The field of the linked entity whose value stands for the record, and that an import finds it by:
  /// its single title field. Null where records of it have no such name and their id stands for them.
  const meta::Field* naming(const meta::Field& link) const;
  /// Name or id; several are joined by "; ". Empty where nothing is linked or may be seen.
  Result<std::string> text(const meta::Field& link, const Row& row, int column);

 private:
  Result<std::string> name_of(const meta::Field& link, const Id& id);
  const Context& context_;
  std::unordered_map<Id, std::string> known_;
};

}  // namespace probity::records::exporting

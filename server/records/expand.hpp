#pragma once
// Linked records shown with the ones that link to them.
#include <map>
#include <span>
#include <string>
#include <vector>

#include "records/context.hpp"

namespace probity::records {

class Expansion {
 public:
  /// Checks the names; "unknown_field" for one that is no readable link.
  static Result<Expansion> make(const Context& context, std::span<const std::string> names);
  bool empty() const { return links_.empty(); }
  /// Reads every record that these rows (Entity::columns order) link to, one query per link; one per
  /// entity for a link to anything.
  Result<> load(const Context& context, store::Reader& reader, std::span<const std::vector<Cell>> rows);
  /// Writes the member "expanded" of one row.
  void write(const Row& row, JsonWriter& writer) const;

 private:
  struct Link {
    const meta::Field* field;
    std::map<Id, std::string> shown;  ///< JSON by id
  };
  std::vector<Link> links_;
};

}  // namespace probity::records

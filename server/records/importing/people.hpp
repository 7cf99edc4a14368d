#pragma once
// Those whom a file names by their address: colleagues, and people on record. Writes nothing. For one thread.
#include <optional>
#include <string>
#include <vector>

#include "records/importing/target.hpp"
#include "records/records.hpp"

namespace probity::records::importing {

class People {
 public:
  People(Records& records, const Context& context) : records_(records), context_(context) {}

  struct Found {
    std::vector<Id> members;
    std::vector<Id> linked;
    std::vector<std::string> unknown;  ///< as the file names them; also an address that several have
  };
  /// `text`: one on each line, or several addresses separated by commas or semicolons: "Ada Lovelace <ada@example.org>".
  Result<Found> find(const Target& target, std::string_view text);

 private:
  Result<std::optional<Id>> member(std::string_view person);
  Result<std::optional<Id>> linked(const Target& target, const std::string& address);
  Records& records_;
  const Context& context_;
  std::optional<std::vector<Colleague>> colleagues_;
};

}  // namespace probity::records::importing

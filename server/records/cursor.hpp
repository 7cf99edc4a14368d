#pragma once
// Where a page ended, as a text that can be neither read (it may hold a name, and addresses of pages are
// logged) nor forged: it is sealed with a key of the installation and bound to the list it came from.
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "store/query.hpp"

namespace probity::records {

class Cursors {
 public:
  explicit Cursors(std::string key) : key_(std::move(key)) {}
  /// `list` names what is listed and in which order ("contact last_name desc").
  std::string write(const store::Position& position, std::string_view list) const;
  /// "bad_cursor" for anything not written by write() for the same list.
  Result<store::Position> read(std::string_view cursor, std::string_view list) const;

 private:
  std::string key_;
};

}  // namespace probity::records

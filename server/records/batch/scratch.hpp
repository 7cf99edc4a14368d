#pragma once
// Lists that are too long for the payload of a job, kept in the workspace's database until the job ends.
#include "store/database.hpp"

namespace probity::records {

class Scratch {
 public:
  Scratch(store::Database& database, Id id) : database_(database), id_(id) {}
  Result<> put(std::int64_t number, std::string_view text);
  Result<std::string> get(std::int64_t number);
  /// All that was put under this id.
  Result<> clear();

 private:
  std::string name(std::int64_t number) const;
  store::Database& database_;
  Id id_;
};

/// Clears what was left by jobs that never began, older than a week.
Result<> clear_old_scratch(store::Database& database);

}  // namespace probity::records

#pragma once
// Rows of the system's own records, as the life cycle of accounts reads and writes them. Thread-safe.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/directory.hpp"

namespace probity::life_cycle {

class Rows {
 public:
  explicit Rows(records::Records& records) : records_(records), access_(accounts::program_access(records::kSystemWorkspace, "program")) {}

  /// Sets fields of a draft; may run several times.
  using Fill = std::function<Result<>(const records::Context&, records::Draft&)>;
  Result<Id> create(std::string_view entity, const Fill& fill);
  Result<> alter(std::string_view entity, const Id& id, const Fill& fill);
  /// For good. One that is gone already is no error.
  Result<> drop(std::string_view entity, const Id& id);

  using Visit = std::function<void(const meta::Entity&, const Id&, const Row&)>;
  /// Those whose field has that value; all where no field is named. Oldest first, not the ones in the bin.
  Result<> each(std::string_view entity, std::string_view field, std::string_view value, const Visit& visit);
  /// False where there is none.
  Result<bool> one(std::string_view entity, const Id& id, const Visit& visit);
  Result<std::vector<Id>> ids(std::string_view entity, std::string_view field, std::string_view value);

  records::Records& records() { return records_; }

 private:
  records::Records& records_;
  privacy::Access access_;
};

/// Values as Rows::Fill sets them.
Result<> set_text(const records::Context& context, records::Draft& draft, std::string_view field, std::string_view value);
void set_id(const records::Context& context, records::Draft& draft, std::string_view field, const Id& value);
/// 0 empties it.
void set_time(const records::Context& context, records::Draft& draft, std::string_view field, Timestamp value);

/// The hash under which a link's text is kept.
std::string hash_of_link(std::string_view link);

std::unexpected<Error> no_such_workspace();

}  // namespace probity::life_cycle

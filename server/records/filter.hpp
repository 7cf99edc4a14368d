#pragma once
// Filters and orders as the API writes them, checked and turned into the store's terms.
#include <string>
#include <string_view>
#include <vector>

#include "records/context.hpp"

namespace probity::records {

struct Compiled {
  store::Condition condition;
  std::vector<std::string> slow;  ///< why it costs a scan, in words
  /// Rows collected under an older version of the policy do not show what is asked of them: they are to be left out.
  std::int64_t since = 1;
};

/// {"all":[..]}, {"any":[..]}, {"not":{..}} or {"field","op","value"}; "company.name" looks through a
/// link. Errors name the part: "unknown_field", "unknown_operator", "wrong_operator", "bad_filter". What is in the bin has no match keys: `bin` refuses filters that would need them.
Result<Compiled> compile_filter(const Context& context, const JsonValue& filter, bool bin = false);

struct CompiledOrder {
  store::Order order;
  std::string name;  ///< "contact last_name desc": what its cursors are bound to
  bool slow = false;
  std::int64_t since = 1;  ///< as in Compiled
  int column = 0;    ///< Entity::columns index that holds the key
};

/// "last_name", "-created_at"; empty means newest first.
Result<CompiledOrder> compile_order(const Context& context, std::string_view sort);

/// A link or list of links to one known entity of the same database.
bool leads_to_one_entity(const Context& context, const meta::Field& field);

/// The context for the records such a link leads to, under the same access; "unknown_field" where they may
/// not be read.
Result<Context> linked_context(const Context& context, const meta::Field& link);

}  // namespace probity::records

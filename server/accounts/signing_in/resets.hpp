#pragma once
// Links by which somebody sets another password. Each is good once; only its hash is kept. Thread-safe.
#include <optional>
#include <string>
#include <string_view>

#include "accounts/system_table.hpp"

namespace probity::accounts {

/// The job that writes the letter, after the answer was given.
inline constexpr std::string_view kResetJob = "accounts.password_reset";

class Resets {
 public:
  explicit Resets(records::Records& records);

  /// Keeps a link under that id; again with the same id is no second one.
  Result<> add(const Id& id, const Id& member, std::string_view link, Timestamp expires_at);
  /// Whose link it is; nothing where it is not good, or not any more.
  Result<std::optional<Id>> find(std::string_view link);
  /// Uses it up; false where somebody was faster.
  Result<bool> use(std::string_view link);
  /// All that a member has.
  Result<> drop(const Id& member);
  Result<> sweep();

 private:
  SystemTable table_;
};

}  // namespace probity::accounts

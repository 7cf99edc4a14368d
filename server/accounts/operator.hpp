#pragma once
#include <optional>

#include "records/records.hpp"

namespace probity::accounts {

/// Who runs the installation: of the owners of any workspace the one who has been it longest, which is whoever
/// set the program up. Nobody before that. Nothing that a member can change makes another one of them it.
Result<std::optional<Id>> operator_member(records::Records& records);

}  // namespace probity::accounts

#pragma once
// What the schema and the role of a workspace are called.
#include <cstdint>
#include <string>
#include <string_view>

namespace probity::store::postgres {

/// PostgreSQL cuts longer names short.
inline constexpr std::size_t kLongestName = 63;

/// Letters, digits, hyphens and underscores, short enough for a role's name.
bool is_workspace_name(std::string_view name);
std::string schema_name(std::string_view workspace);
/// The workspace of a schema; empty where it is none of ours.
std::string workspace_of(std::string_view schema);
/// Roles belong to the whole server, so the database's number is part of their names.
std::string role_name(std::string_view workspace, std::int64_t database);

}  // namespace probity::store::postgres

#pragma once
// Members in every role and in some of a workspace's own, for tests of who learns what.
#include "accounts/seats.hpp"
#include "api_fixture.hpp"

namespace probity::api {

struct Somebody {
  std::string name;
  std::string token;
  std::string id;
};

/// A new member of the first workspace; `role` is a name or the id of a role of the workspace's own.
inline Somebody seat_somebody(Server& server, const std::string& name, const std::string& role) {
  const std::string email = name + "@roles.example";
  const auto member = expect_value(server.accounts->add_member(server.first, {.email = email, .name = name, .password = kPassword}, role));
  server.base.colleagues.push_back({member.id, name, email});
  return {name, expect_value(server.accounts->create_token(server.first, email, "test")), member.id.text()};
}

/// Somebody whom the owner lets in for an hour.
inline Somebody let_support_in(Server& server, const std::string& name) {
  const std::string email = name + "@roles.example";
  expect_value(server.accounts->add_member(server.second, {.email = email, .name = name, .password = kPassword}, "member"));
  const Reply granted = server.owner("POST", "/api/v1/support_grants", fmt::format(R"({{"email":"{}","hours":1}})", email));
  EXPECT_EQ(granted.status, 201) << granted.text;
  return {name, expect_value(server.accounts->create_token(server.first, email, "test")), granted.text_at("id")};
}

/// A role of the workspace's own; its id.
inline std::string make_role(const Server& server, const std::string& name, const std::string& grants) {
  return server.create("roles", fmt::format(R"({{"name":"{}","grants":{}}})", name, grants));
}

inline std::string make_team(const Server& server, const std::string& name, const std::vector<std::string>& members) {
  return server.create("teams", fmt::format(R"({{"name":"{}","members":["{}"]}})", name, fmt::join(members, R"(",")")));
}

}  // namespace probity::api

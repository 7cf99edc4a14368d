#pragma once
// Databases for tests of the PostgreSQL backend: one each, on the server that the tests are given.
#include <cstdlib>

#include "base/crypto.hpp"
#include "store/contract/contract.hpp"
#include "store/postgres/connection.hpp"
#include "store/postgres/postgres.hpp"

namespace probity::store::postgres {

/// The address of a database whose user may do everything. The tests fail without one, and never look
/// for a server themselves: it could be somebody's.
inline std::string test_server() {
  const char* address = std::getenv("PROBITY_TEST_POSTGRES");
  EXPECT_TRUE(address) << "set PROBITY_TEST_POSTGRES to a PostgreSQL server for tests (./test does)";
  return address ? address : "";
}

/// A database of its own, whose owner signs in with no more rights than Probity asks for.
class PostgresPlace final : public contract::Place {
 public:
  PostgresPlace() : name_("probity_" + hex(random_bytes(8))) {
    as_administrator("CREATE ROLE " + name_ + " LOGIN CREATEROLE NOINHERIT");
    as_administrator("CREATE DATABASE " + name_ + " OWNER " + name_);
  }
  ~PostgresPlace() override {
    as_administrator("DROP DATABASE " + name_ + " WITH (FORCE)");
    // Roles outlive the database; those of its workspaces go with the one that made them.
    as_administrator("DO $$ DECLARE made name; BEGIN FOR made IN SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid=m.roleid "
                     "JOIN pg_roles l ON l.oid=m.member WHERE l.rolname='" + name_ + "' LOOP EXECUTE format('DROP ROLE %I',made); END LOOP; END $$");
    as_administrator("DROP ROLE " + name_);
  }
  PostgresPlace(const PostgresPlace&) = delete;
  PostgresPlace& operator=(const PostgresPlace&) = delete;

  std::string address() const { return address_with(test_server(), name_); }
  std::unique_ptr<Backend> open() override {
    if (test_server().empty()) return nullptr;
    PostgresOptions options{.connection = address(), .keys = {}};
    options.keys.seal = std::string(32, 's');
    return contract::value(open_postgres(std::move(options)));
  }

 private:
  /// The same server, another database and user: later settings of an address win.
  static std::string address_with(const std::string& server, const std::string& name) {
    return fmt::format("{}{}dbname={}&user={}", server, server.find('?') == std::string::npos ? "?" : "&", name, name);
  }
  static void as_administrator(const std::string& sql) {
    if (test_server().empty()) return;
    const auto connection = Connection::open(test_server());
    ASSERT_TRUE(connection) << connection.error().cause;
    contract::succeed((*connection)->run(sql));
  }

  std::string name_;
};

inline std::vector<contract::Flavor> flavors() {
  return {{"server", [] { return std::make_unique<PostgresPlace>(); }}};
}

}  // namespace probity::store::postgres

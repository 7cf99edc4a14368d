#include "store/postgres/backend.hpp"

#include "base/log.hpp"
#include "store/postgres/names.hpp"
#include "store/postgres/stored_schema.hpp"

namespace probity::store {
namespace postgres {
namespace {

constexpr int kOldestServer = 150'000;

std::unexpected<Error> no_such_workspace() { return fail(ErrorKind::not_found, "no_such_workspace", "There is no such workspace."); }

/// The role that owns the schema of a workspace; empty where there is none.
Result<std::string> find_role(Connection& connection, std::string_view name) {
  Sql sql("");
  sql.add("SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname=").made_value(schema_name(name));
  PROBITY_ASSIGN(const Answer answer, connection.ask(sql));
  return answer.rows() == 0 ? std::string() : std::string(AnswerRow(answer, 0).text(0));
}

Result<std::int64_t> number_of_database(Connection& connection) {
  Sql sql("");
  sql.add("SELECT oid::int8 FROM pg_database WHERE datname=current_database()");
  PROBITY_ASSIGN(const Answer answer, connection.ask(sql));
  return AnswerRow(answer, 0).integer(0);
}

/// Isolation holds all the same while statements run under a workspace's role; it is one wall less.
Result<> warn_of_rights(Connection& connection) {
  Sql sql("");
  sql.add("SELECT rolsuper OR rolinherit FROM pg_roles WHERE rolname=current_user");
  PROBITY_ASSIGN(const Answer answer, connection.ask(sql));
  if (answer.rows() > 0 && AnswerRow(answer, 0).integer(0) != 0) {
    log::warning("store: the role that signs in to PostgreSQL has rights of its own on every workspace; "
                 "give it LOGIN CREATEROLE NOINHERIT and no more");
  }
  return {};
}

}  // namespace

Result<> PostgresBackend::check_server() {
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  if ((*lease).server_version() < kOldestServer) {
    return fail(ErrorKind::unsupported, "old_postgresql", "Probity needs PostgreSQL 15 or later. Nothing was written.");
  }
  Sql sql("");
  sql.add("SELECT current_setting('server_encoding')");
  PROBITY_ASSIGN(const Answer answer, (*lease).ask(sql));
  if (AnswerRow(answer, 0).text(0) != "UTF8") {
    return fail(ErrorKind::unsupported, "encoding", "Probity needs a PostgreSQL database whose encoding is UTF8. Nothing was written.");
  }
  return warn_of_rights(*lease);
}

Result<std::string> PostgresBackend::create(std::string_view name) {
  const std::string schema = schema_name(name);
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin(*lease));
  PROBITY_TRY(lock_workspace(*lease, schema));
  PROBITY_ASSIGN(const std::string there, find_role(*lease, name));
  if (!there.empty()) return there;
  PROBITY_ASSIGN(const std::int64_t database, number_of_database(*lease));
  const std::string role = role_name(name, database);
  PROBITY_TRY((*lease).run(fmt::format("CREATE ROLE {0} NOLOGIN NOINHERIT; GRANT {0} TO CURRENT_USER; CREATE SCHEMA {1} AUTHORIZATION {0}; "
                                       "SET LOCAL ROLE {0}; {2}",
                                       identifier(role), identifier(schema), create_own_tables_sql(schema))));
  PROBITY_TRY(transaction.commit());
  return role;
}

Result<std::shared_ptr<Database>> PostgresBackend::open(std::string_view name, bool create) {
  if (!is_workspace_name(name)) {
    return invalid("workspace_name", "A workspace's name has letters, digits, hyphens and underscores only, and not more than 42 of them.");
  }
  const std::scoped_lock lock(mutex_);
  if (const auto found = workspaces_.find(name); found != workspaces_.end()) return found->second;
  std::string role;
  {
    PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
    PROBITY_ASSIGN(role, find_role(*lease, name));
  }
  if (role.empty() && !create) return no_such_workspace();
  if (role.empty()) {
    PROBITY_ASSIGN(role, this->create(name));
  }
  auto workspace = std::make_shared<Workspace>(schema_name(name), role, shared_);
  PROBITY_TRY(workspace->load());
  workspaces_.emplace(name, workspace);
  return workspace;
}

Result<bool> PostgresBackend::exists(std::string_view name) {
  if (!is_workspace_name(name)) return false;
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  PROBITY_ASSIGN(const std::string role, find_role(*lease, name));
  return !role.empty();
}

Result<> PostgresBackend::destroy(std::string_view name) {
  if (!is_workspace_name(name)) return no_such_workspace();
  const std::scoped_lock lock(mutex_);
  if (const auto found = workspaces_.find(name); found != workspaces_.end()) {
    found->second->retire();
    workspaces_.erase(found);
  }
  const std::string schema = schema_name(name);
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin(*lease));
  PROBITY_TRY(lock_workspace(*lease, schema));
  PROBITY_ASSIGN(const std::string role, find_role(*lease, name));
  if (role.empty()) return no_such_workspace();
  PROBITY_TRY((*lease).run(fmt::format("SET LOCAL ROLE {0}; DROP SCHEMA {1} CASCADE; RESET ROLE; DROP ROLE {0}", identifier(role), identifier(schema))));
  PROBITY_TRY(transaction.commit());
  if (shared_->options.keys.forget) PROBITY_TRY(shared_->options.keys.forget(name));
  return {};
}

Result<std::vector<std::string>> PostgresBackend::list() {
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  Sql sql("");
  sql.add("SELECT nspname FROM pg_namespace");
  PROBITY_ASSIGN(const Answer answer, (*lease).ask(sql));
  std::vector<std::string> names;
  for (int i = 0; i < answer.rows(); ++i) {
    std::string name = workspace_of(AnswerRow(answer, i).text(0));
    if (!name.empty()) names.push_back(std::move(name));
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace postgres

Result<std::unique_ptr<Backend>> open_postgres(PostgresOptions options) {
  auto backend = std::make_unique<postgres::PostgresBackend>(std::move(options));
  PROBITY_TRY(backend->check_server());
  return backend;
}

}  // namespace probity::store

#include "store/postgres/workspace.hpp"

#include "store/postgres/audit_trail.hpp"
#include "store/postgres/migrator.hpp"
#include "store/postgres/plan_writer.hpp"
#include "store/postgres/reader.hpp"
#include "store/postgres/stored_schema.hpp"
#include "store/tables.hpp"

namespace probity::store::postgres {
namespace {

/// Readers that this thread is inside of, so that a nested read sees the same view.
struct ActiveRead {
  const Workspace* workspace;
  Reader* reader;
};
thread_local std::vector<ActiveRead> active_reads;

class ActiveReadScope {
 public:
  ActiveReadScope(const Workspace* workspace, Reader* reader) { active_reads.push_back({workspace, reader}); }
  ~ActiveReadScope() { active_reads.pop_back(); }
};

}  // namespace

Result<> lock_workspace(Connection& connection, std::string_view schema) {
  Sql sql(schema);
  sql.add("SELECT pg_advisory_xact_lock(hashtextextended(").made_value(std::string(schema)).add(",0))");
  PROBITY_TRY(connection.ask(sql));
  return {};
}

Result<> Workspace::check_there() const {
  if (gone_) return fail(ErrorKind::not_found, "no_such_workspace", "There is no such workspace.");
  return {};
}

std::shared_ptr<const Schema> Workspace::stored() const {
  const std::scoped_lock lock(mutex_);
  return stored_;
}

void Workspace::set_stored(Schema schema) {
  auto made = std::make_shared<const Schema>(std::move(schema));
  const std::scoped_lock lock(mutex_);
  stored_ = std::move(made);
}

Result<> Workspace::load() {
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  PROBITY_ASSIGN(const Transaction transaction, Transaction::begin_read(*lease, role_));
  PROBITY_ASSIGN(Schema schema, read_stored_schema(*lease, schema_));
  set_stored(std::move(schema));
  return {};
}

Result<> Workspace::read(const std::function<Result<>(Reader&)>& use) {
  const auto active = std::ranges::find(active_reads, this, &ActiveRead::workspace);
  if (active != active_reads.end()) return use(*active->reader);
  PROBITY_TRY(check_there());
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  PROBITY_ASSIGN(const Transaction transaction, Transaction::begin_read(*lease, role_));
  const auto shape = stored();
  PostgresReader reader(*lease, schema_, *shape);
  const ActiveReadScope scope(this, &reader);
  return use(reader);
}

void Workspace::write(Plan plan, std::function<void(Result<Outcome>)> done) {
  const bool bulk = plan.bulk;
  shared_->writers.put(schema_, {.apply = [self = shared_from_this(), plan = std::move(plan)] { return self->apply(plan); },
                                 .done = std::move(done),
                                 .bulk = bulk});
}

Result<Outcome> Workspace::apply(const Plan& plan) {
  PROBITY_TRY(check_there());
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin_write(*lease, role_));
  PROBITY_TRY(lock_workspace(*lease, schema_));
  const auto shape = stored();
  PROBITY_ASSIGN(const Outcome outcome, PlanWriter(*lease, schema_, *shape, shared_->options.keys.seal).apply(plan));
  if (outcome.committed) PROBITY_TRY(transaction.commit());
  return outcome;
}

Result<MigrationPlan> Workspace::plan_migration(const Schema& wanted) {
  PROBITY_TRY(check_there());
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  PROBITY_ASSIGN(const Transaction transaction, Transaction::begin_read(*lease, role_));
  return Migrator(*lease, schema_).plan(wanted);
}

Result<MigrationPlan> Workspace::migrate(const Schema& wanted, bool allow_destructive, bool) {
  PROBITY_TRY(check_there());
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  PROBITY_ASSIGN(Transaction transaction, Transaction::begin_write(*lease, role_));
  PROBITY_TRY(lock_workspace(*lease, schema_));
  Migrator migrator(*lease, schema_);
  PROBITY_ASSIGN(MigrationPlan plan, migrator.plan(wanted));
  if (!allow_destructive) std::erase_if(plan.steps, &MigrationStep::destructive);
  PROBITY_TRY(migrator.apply(plan, wanted));
  PROBITY_ASSIGN(Schema schema, read_stored_schema(*lease, schema_));
  PROBITY_TRY(transaction.commit());
  set_stored(std::move(schema));
  return plan;
}

Result<AuditHead> Workspace::audit_head() {
  PROBITY_TRY(check_there());
  if (!stored()->find(kAuditHead)) return AuditHead{0, std::string(bytes_of(Frontier{}.root()))};
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  PROBITY_ASSIGN(const Transaction transaction, Transaction::begin_read(*lease, role_));
  PROBITY_ASSIGN(const AuditCheck check, AuditTrail(*lease, schema_, shared_->options.keys.seal).head());
  return check.head;
}

Result<AuditCheck> Workspace::verify_audit() {
  PROBITY_TRY(check_there());
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  PROBITY_ASSIGN(const Transaction transaction, Transaction::begin_read(*lease, role_));
  return AuditTrail(*lease, schema_, shared_->options.keys.seal).verify();
}

Result<std::int64_t> Workspace::size_in_bytes() {
  PROBITY_TRY(check_there());
  PROBITY_ASSIGN(const auto lease, shared_->pool.lease());
  Sql sql(schema_);
  sql.add("SELECT coalesce(sum(pg_total_relation_size(c.oid)),0)::int8 FROM pg_class c JOIN pg_namespace n ON n.oid=c.relnamespace "
          "WHERE c.relkind='r' AND n.nspname=")
      .made_value(std::string(schema_));
  PROBITY_ASSIGN(const Answer answer, (*lease).ask(sql));
  return AnswerRow(answer, 0).integer(0);
}

}  // namespace probity::store::postgres

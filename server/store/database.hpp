#pragma once
// What a database does for the rooms above: one Database per workspace, plus one for the system.
// Everything here is for any thread unless said otherwise.
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/plan.hpp"
#include "store/query.hpp"
#include "store/schema.hpp"

namespace probity::store {

/// Return false to stop.
using Visitor = std::function<bool(const Row&)>;

/// One consistent view of one workspace, for one thread, alive only inside Database::read().
class Reader {
 public:
  virtual ~Reader() = default;
  virtual Result<> each(const Query& query, const Visitor& visit) = 0;
  /// The row whose `key_column` (unique) equals `key`. False when there is none.
  virtual Result<bool> one(const ProjectionPointer& columns, std::string_view key_column, const Cell& key, const Visitor& visit) = 0;
  /// Exact, but stops counting at `at_most`.
  virtual Result<std::int64_t> count(std::string_view table, const Condition& where, std::int64_t at_most = INT64_MAX) = 0;
  /// Cheap guess of the rows of a table, bin included.
  virtual Result<std::int64_t> estimate(std::string_view table) = 0;
  /// The position near `fraction` (0 to 1) of the rows of a query, so that a scrollbar can be dragged;
  /// nothing when there are no rows. May be a few seconds old.
  virtual Result<std::optional<Position>> position_at(const Query& query, double fraction) = 0;
  /// Rows: group_by values, then count, then sums.
  virtual Result<> aggregate(const Aggregate& aggregate, const Visitor& visit) = 0;
  /// Best first. Rows: entity text, record blob. Every word of the text must be found: as the start of a
  /// word or, from three characters on, as any part of one; digits in any format find phones.
  virtual Result<> search(const SearchQuery& query, const Visitor& visit) = 0;
};

/// What comparing the stored shape with the wanted one found.
struct MigrationStep {
  enum class Kind { add_table, add_column, add_index, rename_column, rename_table, drop_column, drop_table, drop_index, change_kind } kind;
  std::string table;
  std::string name;      ///< column or index
  std::string old_name;  ///< renames
  bool destructive = false;
  std::int64_t rows_concerned = 0;
  std::string text() const;  ///< in plain words
  std::string text_of_undo() const;  ///< the way back in plain words
};
struct MigrationPlan {
  std::vector<MigrationStep> steps;
  bool destructive() const;
};

/// A change of the model that was carried out.
struct PastMigration {
  Timestamp at = 0;
  std::vector<MigrationStep> steps;
  /// Whether both are the same change, in whatever workspace.
  bool same_as(const PastMigration& other) const;
};

struct AuditHead {
  std::int64_t size = 0;
  std::string root;  ///< 32 bytes
};
struct AuditCheck {
  bool ok = false;
  AuditHead head;
  std::string problem;  ///< first thing found wrong, with its sequence
};

class Database {
 public:
  virtual ~Database() = default;

  /// Runs `use` with a reader of this thread; nested calls see the same view.
  virtual Result<> read(const std::function<Result<>(Reader&)>& use) = 0;

  /// Queues a plan. `done` is called once, on a writer's thread, after the commit is on disk or the
  /// plan was refused. Plans of one database are applied in the order given, but for bulk ones, which
  /// keep their order among themselves and let others pass. Errors: "storage_full"
  /// (unavailable, nothing of this plan was written), "shutting_down", internal.
  virtual void write(Plan plan, std::function<void(Result<Outcome>)> done) = 0;
  Result<Outcome> write_and_wait(Plan plan);

  /// Additive steps are done by migrate() at start; destructive ones only with `allow_destructive`.
  /// Refuses a reused field id ("field_id_reused"). A copy of the workspace is made first unless the
  /// workspace is new or only run-time fields changed; copies are kept 7 days.
  virtual Result<MigrationPlan> plan_migration(const Schema& wanted) = 0;
  virtual Result<MigrationPlan> migrate(const Schema& wanted, bool allow_destructive, bool copy_first) = 0;
  /// The last change of the model that undo_migration() would take back; nothing where there was none. The
  /// making of a workspace is no such change, nor are run-time fields (`copy_first` false).
  virtual Result<std::optional<PastMigration>> last_migration() = 0;
  /// Reverses the last migration; rows written since stay, dropped columns come back from the copy. Answers
  /// what was taken back. "nothing_to_undo" (conflict).
  virtual Result<std::vector<MigrationStep>> undo_migration() = 0;

  virtual Result<AuditHead> audit_head() = 0;
  /// Recomputes every leaf and the tree and compares with the sealed head.
  virtual Result<AuditCheck> verify_audit() = 0;

  /// A consistent copy as one file (SQLite) or dump; readable while writes go on.
  virtual Result<> copy_to(const std::filesystem::path& file) = 0;
  /// Makes bytes that were deleted go: clears what is unused in every page, empties the log, and removes
  /// the copies made before migrations, which still hold them (so that what those dropped stays dropped).
  /// Goes on beside reads and writes; "storage_busy" (unavailable) where a read lasted too long, and then
  /// it is to be tried again.
  virtual Result<> scrub() = 0;
  virtual Result<std::int64_t> size_in_bytes() = 0;
  /// The backend's own integrity check; empty when all is well.
  virtual Result<std::string> check_integrity() = 0;
};

/// Where databases live.
class Backend {
 public:
  virtual ~Backend() = default;
  /// Opens a workspace ("system" is the system's), making it where `create` says so.
  virtual Result<std::shared_ptr<Database>> open(std::string_view name, bool create) = 0;
  virtual Result<bool> exists(std::string_view name) = 0;
  /// Destroys a workspace: its rows, its index, its copies and its key.
  virtual Result<> destroy(std::string_view name) = 0;
  virtual Result<std::vector<std::string>> list() = 0;
};

/// Keys and seals come from outside the database.
struct Keys {
  /// 32 bytes for the file of that name; empty: do not encrypt.
  std::function<Result<std::string>(std::string_view name)> encryption;
  /// 32 bytes to seal audit heads with.
  std::string seal;
  /// Destroys the key of that name, where keys can be destroyed; called when its workspace is.
  std::function<Result<>(std::string_view name)> forget = {};
};

}  // namespace probity::store

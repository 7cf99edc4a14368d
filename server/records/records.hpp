#pragma once
// The one way to every record. Every read and every write of every entity, the system's own included,
// comes through here and meets the same checks in the same order. Thread-safe.
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "privacy/access.hpp"
#include "records/changes.hpp"
#include "records/context.hpp"
#include "records/cursor.hpp"
#include "records/draft.hpp"
#include "records/hooks.hpp"

namespace probity::records {

struct ReadOptions {
  std::vector<std::string> fields;  ///< empty: all that may be read
  std::vector<std::string> expand;  ///< link fields shown with their records
};

struct ListOptions : ReadOptions {
  enum class Count { none, estimate, exact };
  int limit = 50;                   ///< 1 to 200
  std::string cursor;
  std::string sort;                 ///< "last_name", "-created_at"; empty: newest first
  std::string filter;               ///< JSON, or empty
  std::string search;               ///< `q`
  std::optional<double> at;         ///< 0 to 1: begin near that fraction
  Count count = Count::none;
  bool bin = false;
};

struct CreateOptions {
  /// Made before, by a job that may be taken up again: where a record of this id exists, nothing is
  /// written and the result is `replayed`.
  std::optional<Id> id;
  bool allow_duplicate = false;
  std::optional<Id> group;          ///< batch or import it belongs to
  std::string idempotency_key;      ///< with `request_hash`; empty: none
  std::string request_hash;
};

struct UpdateOptions {
  std::optional<std::int64_t> expected_version;  ///< from If-Match
  std::optional<Id> group;
  bool allow_duplicate = true;
};

/// A record as it now stands.
struct Written {
  Id id;
  std::int64_t version = 0;
  std::vector<Cell> cells;  ///< Entity::columns order; empty once purged
  bool unchanged = false;   ///< nothing differed: nothing was written
  bool replayed = false;    ///< an idempotency key was seen before: nothing was written now
  std::vector<std::string> warnings = {};  ///< JSON objects, see Draft
};

/// Somebody who works in a workspace.
struct Colleague {
  Id id;
  std::string name;
  std::string email;
};

struct Planned;

class Records {
 public:
  struct Parts {
    Workspaces& workspaces;
    privacy::Decisions& decisions;
    Changes& changes;
    const Hooks& hooks;
    std::string cursor_key;  ///< secret of the installation, 32 bytes
    /// What to call a member in a history; empty text for one unknown. May be left out.
    std::function<std::string(const Id&)> member_name = {};
    /// Everybody who works in a workspace. May be left out.
    std::function<Result<std::vector<Colleague>>(std::string_view workspace)> colleagues = {};
  };
  explicit Records(Parts parts);
  ~Records();
  Records(const Records&) = delete;

  /// By entity name or plural. An entity this access may not read looks like one that does not exist.
  /// `access` must outlive the context. "no_such_workspace", "unknown_entity" (both not_found).
  Result<Context> enter(const privacy::Access& access, std::string_view entity);
  /// The workspace alone, at no entity yet: go on with at_entity() and is_open_to().
  Result<Context> enter(const privacy::Access& access);

  /// Writes the record as JSON and gives its version. Binned records are shown, with `deleted_at`, and with
  /// `merged_into` where a merge put them there.
  Result<std::int64_t> get(const Context& context, const Id& id, const ReadOptions& options, JsonWriter& writer);
  /// {"items":[..],"next":..}.
  Result<> list(const Context& context, const ListOptions& options, JsonWriter& writer);
  /// All cells of a record this access may see, null where the record does not show them (see MaskedRow); for rooms above that decide by its values.
  Result<std::vector<Cell>> cells(const Context& context, const Id& id);
  /// Visits, masked in the same way, the live records a filter (JSON, or empty for all) selects, oldest first.
  Result<> each(const Context& context, std::string_view filter, const std::function<Result<>(const Id&, const Row&)>& visit);

  Result<Written> create(const Context& context, const JsonValue& input, const CreateOptions& options = {});
  Result<Written> update(const Context& context, const Id& id, const JsonValue& patch, const UpdateOptions& options = {});
  Result<Written> remove(const Context& context, const Id& id, const UpdateOptions& options = {});   ///< to the bin
  Result<Written> restore(const Context& context, const Id& id, const UpdateOptions& options = {});  ///< from the bin
  /// For good, only from the bin; with it go the records that were merged into it. What links to it does
  /// as the links' `on_erase` says. A person is erased (see erase_people_with()). "not_in_bin", "still_needed", "held"
  /// (all conflict).
  Result<Written> purge(const Context& context, const Id& id, const UpdateOptions& options = {});

  /// Who erases a person that is purged: when it returns nobody sees them any more, and what is kept of them anywhere
  /// goes. Without one, what links to them alone is seen to. Before the first purge.
  using ErasePerson = std::function<Result<>(const Context&, const Id& person)>;
  void erase_people_with(ErasePerson erase) { erase_person_ = std::move(erase); }

  /// Any change of one existing record by the program itself: reads it, lets `change` alter the draft,
  /// runs hooks and checks, plans, writes; again when somebody was faster. `change` may run several times.
  /// Not to be called inside a read of the same database: what others wrote since would never be seen.
  using Alter = std::function<Result<>(store::Reader&, Draft&)>;
  Result<Written> alter(const Context& context, const Id& id, Verb verb, const UpdateOptions& options, const Alter& change);
  /// Creates a record the program fills itself (read-only fields included).
  Result<Written> create_by(const Context& context, const CreateOptions& options, const Alter& fill);

  /// Whether this access may hear of a change: the entity is open to it, and so is what the record may be used for.
  bool may_be_told(const privacy::Access& access, const Change& change);

  void show(const Context& context, const Written& written, JsonWriter& writer) const;

  const Cursors& cursors() const { return cursors_; }
  const Hooks& hooks() const { return parts_.hooks; }
  std::string member_name(const Id& member) const { return parts_.member_name ? parts_.member_name(member) : std::string(); }
  Result<std::vector<Colleague>> colleagues(std::string_view workspace) const {
    return parts_.colleagues ? parts_.colleagues(workspace) : std::vector<Colleague>{};
  }
  Workspaces& workspaces() { return parts_.workspaces; }
  Changes& changes() { return parts_.changes; }
  privacy::Refusals& refusals() { return parts_.decisions.refusals(); }

 private:
  friend class Bulk;
  Result<Written> carry_out(const Context& context, const std::function<Result<Planned>(store::Reader&)>& plan);
  void tell(const Context& context, const Draft& draft) const;
  Written written(Draft&& draft) const;
  static Written standing(Planned&& planned);
  Parts parts_;
  ErasePerson erase_person_;
  Cursors cursors_;
  std::uint64_t listener_;
};

/// Whether the role allows it at all; "forbidden".
Result<> may(const Context& context, Verb verb);
/// Whether it allows this change of this record: it goes far enough to reach the record as it was and as it shall be.
/// Asked of every write where it is planned; "forbidden".
Result<> may_write(const Context& context, const Draft& draft);
void put_in_bin(const Context& context, Draft& draft);
void take_from_bin(Draft& draft);

std::unexpected<Error> no_such_record(const meta::Entity& entity);

}  // namespace probity::records

#pragma once
// A record on its way to being written: how it stands and how it shall stand.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cell.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "privacy/guard/counts.hpp"
#include "records/context.hpp"

namespace probity::records {

enum class Verb { create, update, remove, restore, purge, erase, merge, unmerge, undo };
std::string_view name_of(Verb verb);

/// A link that a draft has and did not have.
struct NewLink {
  const meta::Field* field;
  Id to;
  const meta::Entity* entity;  ///< what it leads to
};

/// A record that comes to be in the same write as another.
struct Beside {
  const meta::Entity* entity;
  Id id;
  Id only_for;  ///< see Change
  std::array<Id, 2> owners;
};

struct Draft {
  const meta::Entity* entity = nullptr;
  Id id;
  Verb verb = Verb::create;
  std::vector<Cell> before;        ///< in Entity::columns order; empty when creating
  std::vector<Cell> after;         ///< the same; empty when purging
  std::vector<NewLink> new_links;  ///< filled by resolve_links()
  /// Further members of what its history says was changed: name and JSON. Names of no field.
  std::vector<std::pair<std::string, std::string>> marks;
  std::vector<Id> same_as;         ///< records that are the same thing and therefore no duplicates of it
  std::vector<int> named;          ///< positions of the fields that the input names, in its order
  bool always = false;             ///< written and told of in its history even where nothing differs
  bool marks_person = false;       ///< `also` leaves a mark of somebody whose state is to be settled, see Subjects
  bool forget = false;             ///< its history keeps no values, those of this change included
  std::optional<Id> group;         ///< batch, import or merge it is part of
  /// JSON objects told to whoever writes, who goes on all the same; hooks add to them.
  std::vector<std::string> warnings;
  std::vector<privacy::guard::Acted> guarded;  ///< what the guard found, but for what it refused
  std::vector<Beside> beside;      ///< see create_beside()
  const Draft* together_with = nullptr;  ///< a record of the same write, which this one may link to
  store::Plan also;                ///< more that must hold and happens with it, or nothing does

  bool creating() const { return before.empty(); }
  /// Live means: exists and is not in the bin.
  bool live_before() const { return !before.empty() && is_null(before[meta::kDeletedAt]); }
  bool live_after() const { return !after.empty() && is_null(after[meta::kDeletedAt]); }
  bool changed(const meta::Field& field) const;
  std::span<Cell> cells(const meta::Field& field);
  Cell& value(const meta::Field& field) { return after[static_cast<std::size_t>(field.first_column)]; }
  void clear(const meta::Field& field);
};

/// The one member who sees the record, as it was and as it shall be; nil where others do.
Id seen_only_by(const Draft& draft);

/// Whose the record was and is; nil where it was not or is not there.
std::array<Id, 2> owners_of(const Draft& draft);

/// What stands against the people of the record as it shall be, or as it was where it goes.
privacy::SubjectState state_of(const Draft& draft);

/// Whether more stands against the record's people after the write than before.
bool is_stricter(const Draft& draft);

/// A full row in Entity::columns order, kept.
std::vector<Cell> cells_of(const meta::Entity& entity, const Row& row);

/// How a write is told apart from others later: one moment, one actor, one group.
struct WriteInfo {
  Timestamp at = 0;
  std::optional<Id> group;  ///< batch, import or merge it belongs to; undone together
};

/// Reads the members of a JSON object into `after`. Collects every problem: unknown field, read-only
/// field, wrong value. Only fields named are touched.
Result<> apply_input(const Context& context, const JsonValue& object, Draft& draft);

/// Sets a field from text as people write it; for imports.
Result<> apply_text(const Context& context, const meta::Field& field, std::string_view text, Draft& draft);

/// A new draft with a fresh id and the defaults of its fields.
Draft start_draft(const Context& context);
Draft start_draft(const Context& context, Id id);

/// That no required field is left out or emptied, and one at least is there of those of which one is required.
Result<> check_draft(const Draft& draft);

/// Fills the folded sort columns of what changed.
void fill_sort_columns(Draft& draft);

/// The plan that takes `before` to `after`: record, match keys, links, whom it concerns, search document,
/// audit leaf and history, all or nothing. Preconditions: the version read is still in force, and nothing came to
/// stand against the people it concerns. Settles the draft's subject state.
Result<> add_to_plan(const Context& context, store::Reader& reader, Draft& draft, const WriteInfo& info,
                     store::Plan& plan);

}  // namespace probity::records

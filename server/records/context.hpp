#pragma once
// What one call on records works with: who asks, in which workspace, of which entity, under which
// decision. Made by Records::enter and passed down; for one thread.
#include <memory>

#include "privacy/access.hpp"
#include "privacy/decision.hpp"
#include "privacy/policy/policy.hpp"
#include "records/changes.hpp"
#include "records/workspace.hpp"

namespace probity::records {

struct Context {
  const privacy::Access& access;  ///< must outlive the context
  std::shared_ptr<Workspace> workspace;
  std::shared_ptr<store::Database> database;
  std::shared_ptr<const Catalog> catalog;
  std::shared_ptr<const meta::InputContext> input;
  privacy::PolicyPointer policy;  ///< in force when the call began
  SharesPointer shares;           ///< the same; never null
  const meta::Entity* entity = nullptr;
  const EntityTables* tables = nullptr;
  std::shared_ptr<const privacy::Decision> decision;
  privacy::Decisions& decisions;

  /// What this actor may do with another entity, for the same purpose.
  std::shared_ptr<const privacy::Decision> decide(const meta::Entity& other) const {
    return decisions.decide(access, *policy, model(), other);
  }
  /// Whether a row of the entity (Entity::columns order) may be seen: its state allows it, the role reaches it or it is
  /// shared with the actor, and it is not somebody else's alone.
  bool sees(const Row& row) const { return sees(*decision, *entity, row); }
  bool sees(const privacy::Decision& of_entity, const meta::Entity& other, const Row& row) const;
  /// Whether a row that is seen shows a field that may be read: not where it was collected before the policy
  /// let the purpose use it.
  bool shows(const meta::Field& field, const Row& row) const {
    return decision->shown_since.empty() || decision->shows(field.position, row.integer(meta::kPolicyVersion));
  }
  /// The same, asked of the store.
  store::Condition seen() const;
  /// Whether every row of the entity is seen.
  bool sees_all() const;
  /// Whether a right that goes so far reaches a row of the entity because of whose it is, whatever is shared.
  bool reaches(privacy::Reach reach, const Row& row) const { return reaches(reach, *entity, row); }
  bool reaches(privacy::Reach reach, const meta::Entity& of, const Row& row) const;
  /// The same, or the row is shared with the actor, for writing where that is asked.
  bool reaches_or_shared(privacy::Reach reach, const Row& row, bool for_writing) const;
  /// Counts as refused what of an entity the policy does not let the purpose use.
  void note_refused(const privacy::Decision& of_entity) const;
  const meta::Model& model() const { return catalog->model(); }
  /// A field this actor may read for this purpose; null for any other name, so that what is hidden
  /// looks the same as what does not exist.
  const meta::Field* readable_field(std::string_view name) const {
    const meta::Field* field = entity->field(name);
    return field && decision->readable[static_cast<std::size_t>(field->position)] ? field : nullptr;
  }
  /// The same where the caller named it: what the policy does not let the purpose use is counted as refused.
  const meta::Field* asked_field(std::string_view name) const;
};

/// Rows collected under that version of the policy or a later one.
store::Condition collected_since(std::int64_t version);

/// The same moment for another caller, at no entity yet. `access` must outlive it.
Context for_access(const Context& context, const privacy::Access& access);

/// The same caller at another entity of the workspace; perhaps one whose records may not be read.
Context at_entity(const Context& context, const meta::Entity& entity);

/// The program's own hand on an entity, for what follows from a write that was allowed: every record is
/// seen, every field may be set. The actor stays who they are, for the audit.
Context by_program(const Context& context, const meta::Entity& entity);

/// The same caller with what the role lets them do with many records at once, or carry away in a file: of each right no
/// more than that, and without what is only shared with them where it is not everything.
Context within(const Context& context, privacy::Reach reach);

/// Whose a row is (Entity::columns order): its owner, or who created it while it has none. Nil: nobody's.
Id owner_of(const meta::Entity& entity, const Row& row);

/// Whether somebody is told of a change of an entity whose records they may read, as far as it depends on whose record it
/// is. Of many at once everybody is, without ids.
bool hears_of(const privacy::Access& access, const privacy::Decision& decision, const Shares& shares, const Change& change);

/// What this access may see of that entity: it lives in this workspace's database and its rows may be read.
bool is_open_to(const Context& context, const meta::Entity& entity);

}  // namespace probity::records

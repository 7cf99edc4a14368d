#pragma once
// What one call on records works with: who asks, in which workspace, of which entity, under which
// decision. Made by Records::enter and passed down; for one thread.
#include <memory>

#include "privacy/access.hpp"
#include "privacy/decision.hpp"
#include "records/workspace.hpp"

namespace probity::records {

struct Context {
  const privacy::Access& access;
  std::shared_ptr<Workspace> workspace;
  std::shared_ptr<store::Database> database;
  std::shared_ptr<const Catalog> catalog;
  std::shared_ptr<const meta::InputContext> input;
  const meta::Entity* entity = nullptr;
  const EntityTables* tables = nullptr;
  std::shared_ptr<const privacy::Decision> decision;
  privacy::Decisions& decisions;

  /// What this actor may do with another entity, for the same purpose.
  std::shared_ptr<const privacy::Decision> decide(const meta::Entity& other) const {
    return decisions.decide(access, model(), other);
  }
  const meta::Model& model() const { return catalog->model(); }
  /// A field this actor may read for this purpose; null for any other name, so that what is hidden
  /// looks the same as what does not exist.
  const meta::Field* readable_field(std::string_view name) const {
    const meta::Field* field = entity->field(name);
    return field && decision->readable[static_cast<std::size_t>(field->position)] ? field : nullptr;
  }
};

}  // namespace probity::records

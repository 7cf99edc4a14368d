#pragma once
// An entity and its layout as they are declared, checked as far as they can be alone.
#include <map>
#include <memory>

#include "meta/declaration.hpp"

namespace probity::meta {

/// An entity on its way into a model, with the lines to which later problems point.
struct DeclaredEntity {
  std::unique_ptr<Entity> entity;
  std::map<std::string, int, std::less<>> lines;  ///< of the keys "title", "subject", "timeline" ...
  bool has_layout = false;

  int line_of(std::string_view key) const;
};

/// Null where there is not even a name.
DeclaredEntity read_entity(const Declaration& declaration, const Vocabulary& vocabulary, bool system, bool custom);

/// Reads one layout file's `form` and `list` into the entity.
void read_layout(const Declaration& declaration, DeclaredEntity& declared);
/// Gives an entity without a layout one, and one with a layout the fields that it forgot, so that a new
/// field shows up without being placed.
void complete_layout(DeclaredEntity& declared);

}  // namespace probity::meta

#pragma once
// The whole model: every entity, loaded from YAML and from what administrators added at run time.
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "meta/entity.hpp"

namespace probity::meta {

/// The names a declaration may use, known by the rooms above: a model that names others is refused.
struct Vocabulary {
  std::set<std::string, std::less<>> categories;
  std::set<std::string, std::less<>> purposes;
  std::set<std::string, std::less<>> hooks;
  std::set<std::string, std::less<>> computes;
};

/// One thing wrong with a declaration. Text: "model/contact.yaml:12: contact.email: category is missing; ...".
struct Problem {
  std::string file;
  int line = 0;
  std::string where;    ///< "contact.email"
  std::string message;  ///< what is wrong and what to write instead
  std::string text() const;
};

class Model {
 public:
  const Entity* find(std::string_view name) const;
  const Entity* find_plural(std::string_view plural) const;
  const std::vector<std::unique_ptr<Entity>>& entities() const { return entities_; }
  /// Link fields of any entity that may lead to `target`.
  struct Incoming {
    const Entity* entity;
    const Field* field;
  };
  std::vector<Incoming> incoming(std::string_view target) const;
  /// Changes whenever anything in the model does; compiled decisions and plans carry it.
  std::uint64_t version() const { return version_; }

 private:
  friend class ModelBuilder;
  std::vector<std::unique_ptr<Entity>> entities_;
  std::uint64_t version_ = 0;
};

/// Fields added at run time take ids from here up, so that fields of later versions never meet them.
inline constexpr int kFirstCustomFieldId = 10'000;
/// The id the next field added at run time takes.
int next_custom_field_id(const Entity& entity);

/// Collects declarations, then resolves them together. Not thread-safe; throws nothing.
class ModelBuilder {
 public:
  explicit ModelBuilder(const Vocabulary& vocabulary);
  ~ModelBuilder();
  /// Every *.yaml of a folder (not of its subfolders), in name order; `system` marks its entities.
  void add_folder(const std::filesystem::path& folder, bool system = false);
  /// Layouts: form order and list columns, one file per entity.
  void add_layouts(const std::filesystem::path& folder);
  /// An entity as YAML (JSON is YAML). `file` appears in problems.
  void add_entity(std::string_view yaml, std::string_view file, bool system, bool custom);
  /// One field of an entity added before, as an administrator adds it: the keys of a field, its `name`,
  /// which must begin with "x_", among them, and an id from kFirstCustomFieldId up.
  void add_field(std::string_view entity, std::string_view yaml, std::string_view file);
  /// The model, or nothing when there are problems. Call it once, last.
  std::shared_ptr<const Model> build();
  const std::vector<Problem>& problems() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace probity::meta

#pragma once
// One customer's CRM as the record service sees it: its database, its model (with what its
// administrators added) and how its people write numbers and dates.
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "meta/model.hpp"
#include "privacy/policy/policy.hpp"
#include "records/shares.hpp"
#include "store/database.hpp"
#include "store/text_hash.hpp"

namespace probity::records {

/// The name of the system's own workspace, whose entities are those of model/system/.
inline constexpr std::string_view kSystemWorkspace = "system";

/// What the reads and writes of one entity use again and again.
struct EntityTables {
  const meta::Entity* entity = nullptr;
  store::ProjectionPointer all;        ///< every column, in Entity::columns order
  store::ProjectionPointer identity;   ///< _id, _version, _deleted_at, _subject_state
  std::vector<int> searched;           ///< positions of the fields a search looks at, title first
  std::vector<int> keyed;              ///< positions of fields with match keys
  std::vector<int> linking;            ///< positions of link and links fields (not user, file)
  bool has_document = false;
};

/// A model with its tables. Immutable; replaced as a whole when fields are added.
class Catalog {
 public:
  explicit Catalog(std::shared_ptr<const meta::Model> model);
  const meta::Model& model() const { return *model_; }
  const EntityTables& tables(const meta::Entity& entity) const;
  /// Columns for a sparse read, made once per set of columns.
  store::ProjectionPointer columns(const meta::Entity& entity, std::vector<int> columns) const;

 private:
  std::shared_ptr<const meta::Model> model_;
  std::unordered_map<const meta::Entity*, EntityTables> tables_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, store::ProjectionPointer> sparse_;
};

/// What an administrator added to a model at run time, as declarations.
struct Additions {
  struct Field {
    std::string entity;
    std::string declaration;  ///< YAML or JSON
  };
  std::vector<std::string> entities;
  std::vector<Field> fields;
  bool empty() const { return entities.empty() && fields.empty(); }
};

/// Builds a model from the declarations of the product and these additions.
using BuildModel = std::function<Result<std::shared_ptr<const meta::Model>>(const Additions&)>;

/// The policy in force in a workspace, asked when it is opened; never null.
using PolicyOf = std::function<Result<privacy::PolicyPointer>(std::string_view slug, store::Database&)>;

class Workspace {
 public:
  Workspace(std::string slug, store::Backend& backend);
  const std::string& slug() const { return slug_; }
  Result<std::shared_ptr<store::Database>> database() const;
  std::shared_ptr<const Catalog> catalog() const { return catalog_.load(); }
  /// In force now; never null.
  privacy::PolicyPointer policy() const { return policy_.load(); }
  std::shared_ptr<const meta::InputContext> input() const { return input_.load(); }
  /// Who sees what beyond their own; read when first asked for after a change.
  Result<SharesPointer> shares();
  void forget_shares();
  void set_input(meta::InputContext input) { input_.store(std::make_shared<const meta::InputContext>(std::move(input))); }

 private:
  friend class Workspaces;
  std::string slug_;
  store::Backend& backend_;
  std::atomic<std::shared_ptr<const Catalog>> catalog_;
  std::atomic<std::shared_ptr<const meta::InputContext>> input_;
  std::atomic<privacy::PolicyPointer> policy_;
  std::atomic<SharesPointer> shares_;
  std::mutex shares_change_;
  std::uint64_t shares_generation_ = 0;  ///< how often they were forgotten
  std::mutex model_change_;
  Additions additions_;
};

/// Every workspace of the installation, opened when first used: migrated to the model, then kept.
class Workspaces {
 public:
  Workspaces(store::Backend& backend, BuildModel build, BuildModel build_system, PolicyOf policy_of);
  /// "no_such_workspace" (not_found) where there is none.
  Result<std::shared_ptr<Workspace>> find(std::string_view slug);
  Result<std::shared_ptr<Workspace>> create(std::string_view slug, const meta::InputContext& input);
  /// Stores how people of the workspace write; used from then on.
  Result<> configure(Workspace& workspace, const meta::InputContext& input);
  /// The policy that is in force from now on; calls that began before end under the one they began with.
  void govern(Workspace& workspace, privacy::PolicyPointer policy) { workspace.policy_.store(std::move(policy)); }
  /// Adds entities and fields: checks them with the whole model, migrates, then swaps the catalog.
  Result<> extend(Workspace& workspace, const Additions& more);
  /// The same for any change of what was added; see records/additions.hpp.
  using ChangeAdditions = std::function<Result<>(Additions&)>;
  Result<> revise(Workspace& workspace, const ChangeAdditions& change);
  void forget(std::string_view slug);
  /// A share changed there.
  void forget_shares(std::string_view slug);

 private:
  std::shared_ptr<Workspace> opened(std::string_view slug) const;
  /// Opens it once, however many ask for it at the same time; others go on meanwhile.
  Result<std::shared_ptr<Workspace>> open(std::string_view slug, bool create);
  Result<std::shared_ptr<Workspace>> open_now(std::string_view slug, bool create);
  Result<Additions> stored_additions(store::Database& database, bool system) const;
  const BuildModel& build(bool system) const { return system ? build_system_ : build_; }

  store::Backend& backend_;
  BuildModel build_;
  BuildModel build_system_;
  PolicyOf policy_of_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<Workspace>, store::TextHash, std::equal_to<>> open_;
  std::unordered_map<std::string, std::shared_ptr<std::mutex>, store::TextHash, std::equal_to<>> opening_;
};

/// Small settings in the workspace's own database; null name gives nothing.
Result<std::optional<std::string>> read_setting(store::Database& database, std::string_view name);
Result<> write_setting(store::Database& database, std::string_view name, std::string_view value);

}  // namespace probity::records

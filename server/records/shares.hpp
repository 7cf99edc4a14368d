#pragma once
// Which records are shared with whom, and which are kept private: the rows of the entity "share", as every decision
// about a single row needs them. One snapshot for each workspace, made when first asked for and dropped by every
// change of a share, so that a row is judged without a further read.
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "meta/model.hpp"
#include "privacy/access.hpp"
#include "store/database.hpp"
#include "store/query.hpp"

namespace probity::records {

/// The entity whose rows share records. A model without it shares nothing.
inline constexpr std::string_view kShareEntity = "share";
inline constexpr std::string_view kSharedForReading = "read";
inline constexpr std::string_view kSharedForWriting = "write";
/// The value that makes a record private: nobody sees it but its owner and those it is shared with.
inline constexpr std::string_view kPrivate = "private";

/// Immutable.
class Shares {
 public:
  static Result<std::shared_ptr<const Shares>> load(const meta::Model& model, store::Database& database);

  bool empty() const { return given_.empty() && private_.empty(); }
  /// Whether the record is shared with the actor or one of their teams.
  bool reaches(const privacy::Access& access, const Id& record, bool for_writing) const;
  /// Whether anything of the entity is shared with the actor or one of their teams.
  bool any_for(const privacy::Access& access, const meta::Entity& entity) const;
  bool is_private(const Id& record) const { return !private_.empty() && private_.contains(record); }
  bool any_private(const meta::Entity& entity) const { return !private_.empty() && entities_with_private_.contains(entity.name); }

  /// The same, asked of the store, of rows of any entity.
  static store::Condition shared_with(const privacy::Access& access);
  static store::Condition kept_private();

 private:
  struct Given {
    Id to;  ///< a member or a team
    bool for_writing;
  };
  void add(const Row& row);

  std::unordered_map<Id, std::vector<Given>> given_;                      ///< by record
  std::unordered_map<Id, std::unordered_set<std::string>> entities_for_;  ///< by member or team: where something is shared
  std::unordered_set<Id> private_;
  std::unordered_set<std::string> entities_with_private_;
};
using SharesPointer = std::shared_ptr<const Shares>;

}  // namespace probity::records

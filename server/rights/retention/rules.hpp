#pragma once
// What the retention rules of a policy say of each entity of one workspace: which of them speak to it, where their
// clocks are read, and what the law adds. Made for one moment, immutable; it keeps alive what it points to.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/policy/law.hpp"
#include "privacy/policy/precedence.hpp"
#include "records/records.hpp"

namespace probity::retention {

/// Where the moment from which a rule counts is read.
struct Clock {
  enum class From {
    column,   ///< a column of the record
    account,  ///< when the account of the workspace was closed
    looks,    ///< when somebody last opened, edited or wrote to it; else when it was made
    nothing   ///< the entity has no such moment: the clock never starts
  } from = From::nothing;
  int column = -1;      ///< in Entity::columns; of `looks` an own column that tells of use as well, or -1
  bool is_day = false;  ///< the column counts days, else microseconds
  std::vector<int> emptied = {};  ///< columns that lead to the people it concerns: it counts from when none of them leads to anybody
};
Clock clock_of(const meta::Entity& entity, privacy::Starts starts);

/// One rule, said of one entity.
struct Said {
  const privacy::RetentionRule* rule = nullptr;
  privacy::Ground::Kind kind = privacy::Ground::Kind::general_rule;
  Clock clock;
  std::vector<int> fields;  ///< positions of those it speaks of; empty: of the whole record
};

/// How long the law has the records of an entity kept at least.
struct Floor {
  std::string rule;  ///< whose minimum it is; empty: of the tables of the law
  privacy::Period keep;
  std::string law;
  Clock clock;
};

struct OfEntity {
  const meta::Entity* entity = nullptr;
  std::vector<Said> whole;  ///< of the whole record
  std::vector<Said> parts;  ///< of some of its fields
  std::vector<Floor> floors;
};

class Rules {
 public:
  /// Those of `policy` in the workspace of a context. `law` may be null and must outlive what is made.
  static Result<Rules> of(records::Records& records, const records::Context& workspace, privacy::PolicyPointer policy, const privacy::Law* law);

  /// Those that some rule speaks to, in the order in which they are carried out: what goes along with another record
  /// comes before it.
  const std::vector<OfEntity>& entities() const { return entities_; }
  /// Null where no rule speaks to it.
  const OfEntity* of(std::string_view entity) const;
  const privacy::Policy& policy() const { return *policy_->policy; }
  /// When the account of the workspace was closed.
  std::optional<Timestamp> closed_at() const { return closed_at_; }

 private:
  privacy::PolicyPointer policy_;
  std::shared_ptr<const records::Catalog> catalog_;
  std::vector<OfEntity> entities_;
  std::optional<Timestamp> closed_at_;
};

/// Personal is what tells something of somebody: every category but "none" and those of the system itself.
bool is_personal(const meta::Field& field);
/// What is kept to show that a duty was met (consents, hand-overs, restrictions): it stays as long as the people it
/// concerns, so that a rule for all kinds does not reach it.
bool is_proof(const meta::Entity& entity);

}  // namespace probity::retention

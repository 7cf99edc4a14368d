#pragma once
// What the rules would have gone at a moment: exactly that, record by record, found by index and in parts, so that
// neither a preview nor a run ever holds up the database.
#include <optional>
#include <string>
#include <vector>

#include "rights/retention/weigh.hpp"

namespace probity::retention {

struct Due {
  const OfEntity* of = nullptr;
  const Said* said = nullptr;
  Id record;
  Timestamp start = 0;  ///< of the rule's clock
  Timestamp until = 0;  ///< from when on it is over its time
  Timestamp known_since = 0;  ///< since when that could be told: what somebody typed is known since the record last changed
};

/// Goes through everything that is due at `at`, in the order in which a run takes it. For one thread; the rules and
/// the database must outlive it. Each call sees the database as it is then: what went meanwhile is not met again.
class Finder {
 public:
  Finder(const Rules& rules, store::Database& database, const records::Catalog& catalog, Timestamp at);

  /// Only of this rule; empty: of all.
  void only(std::string rule) { only_ = std::move(rule); }
  /// The next ones, at most so many and all of one rule and entity; none: that was all.
  Result<std::vector<Due>> next(std::size_t limit);

  /// Where it stands, for another one that goes on from here; and that. False for anything that is none.
  std::string position() const;
  bool go_to(std::string_view position);

 private:
  enum class Phase { live, binned };
  struct Place {
    std::size_t entity = 0;
    std::size_t said = 0;
    Phase phase = Phase::live;
    std::optional<store::Position> after;
  };
  const OfEntity& of() const { return rules_.entities()[place_.entity]; }
  const Said& said() const;
  std::size_t said_count() const { return of().whole.size() + of().parts.size(); }
  bool at_end() const { return place_.entity >= rules_.entities().size(); }
  void advance();
  /// What is looked at in this phase; nothing where it needs no look.
  std::optional<store::Query> query() const;
  Result<bool> is_over_whole(Scale& scale, const Row& row) const;
  Result<bool> scan(std::size_t limit, std::vector<Due>& found);

  const Rules& rules_;
  store::Database& database_;
  const records::Catalog& catalog_;
  Timestamp at_;
  std::string only_;
  Place place_;
};

}  // namespace probity::retention

#pragma once
// One record against the rules: when it goes, by which of them, and what keeps it. The one place that decides; the
// explanation of a record, the preview, the run, the calendar and the promises all ask here.
#include "rights/retention/rules.hpp"

namespace probity::retention {

/// What speaks to a record, with where it comes from.
struct Weight {
  privacy::Claim claim;
  const Said* said = nullptr;    ///< null for a hold
  const Floor* floor = nullptr;  ///< of a statutory minimum
  std::optional<Timestamp> start;
};

struct Verdict {
  const Said* said = nullptr;      ///< the rule that would have it gone; null: none
  std::optional<Timestamp> start;  ///< of that rule's clock
  std::optional<Timestamp> until;  ///< nothing: no end is known
  bool held = false;
  /// From that very moment on it may not be there any more.
  bool is_over(Timestamp at) const { return said && !held && until && *until <= at; }
};

/// Weighs rows of one entity in one view of the database; for one thread. What it is made of must outlive it.
class Scale {
 public:
  Scale(const Rules& rules, const OfEntity& of, store::Reader& reader) : rules_(rules), of_(of), reader_(reader) {}

  /// All that speaks to the whole record. `row` has Entity::columns order.
  Result<std::vector<Weight>> whole(const Row& row);
  /// All that speaks to the part of it that one rule is about.
  Result<std::vector<Weight>> part(const Row& row, const Said& said);
  static Verdict verdict_of(std::span<const Weight> weights);

  /// Of the whole where `said` is about that, else of its part.
  Result<Verdict> verdict(const Row& row, const Said& said);

 private:
  Result<std::optional<Timestamp>> start_of(const Row& row, const Clock& clock);
  Result<> add(const Row& row, const Said& said, std::vector<Weight>& weights);
  Result<> add_floors(const Row& row, std::vector<Weight>& weights);

  const Rules& rules_;
  const OfEntity& of_;
  store::Reader& reader_;
};

/// Whether the action of a rule has been done to a row that is there still.
bool is_done(const Said& said, const meta::Entity& entity, const Row& row);
/// The fields a rule empties: those it names, or all that is personal.
std::vector<int> masked_fields(const Said& said, const meta::Entity& entity);
/// What stands where a required text was.
inline constexpr std::string_view kErased = "[erased]";

}  // namespace probity::retention

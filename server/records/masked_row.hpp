#pragma once
// A row as one access may see it: what was collected before the policy let the purpose use it is null.
#include <optional>

#include "records/context.hpp"

namespace probity::records {

/// For rows of Entity::columns order. Where no version of the policy widened anything it is the row itself.
class MaskedRow final : public Row {
 public:
  MaskedRow(const privacy::Decision& decision, const meta::Entity& entity, const Row& row);
  bool null(int column) const override { return hides(column) || row_.null(column); }
  std::int64_t integer(int column) const override { return hides(column) ? 0 : row_.integer(column); }
  double real(int column) const override { return hides(column) ? 0.0 : row_.real(column); }
  std::string_view text(int column) const override { return hides(column) ? std::string_view() : row_.text(column); }
  Cell cell(int column) const override { return hides(column) ? Cell{} : row_.cell(column); }

 private:
  bool hides(int column) const { return std::ranges::binary_search(hidden_, column); }
  const Row& row_;
  std::vector<int> hidden_;  ///< columns, in order
};

/// Chooses at no cost where there is nothing to mask.
class AsShown {
 public:
  AsShown(const privacy::Decision& decision, const meta::Entity& entity, const Row& row) : row_(&row) {
    if (!decision.shown_since.empty()) row_ = &masked_.emplace(decision, entity, row);
  }
  AsShown(const Context& context, const Row& row) : AsShown(*context.decision, *context.entity, row) {}
  AsShown(const AsShown&) = delete;
  const Row& operator*() const { return *row_; }

 private:
  const Row* row_;
  std::optional<MaskedRow> masked_;
};

/// The cells of a row that is seen, without what it does not show.
std::vector<Cell> shown_cells(const Context& context, const Row& row);

}  // namespace probity::records

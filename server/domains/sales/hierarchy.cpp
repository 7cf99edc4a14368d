#include "domains/sales/hierarchy.hpp"

#include "base/text.hpp"
#include "domains/sales/linked.hpp"
#include "records/problems.hpp"

namespace probity::sales {
namespace {

/// No organisation is deeper; what is was broken before.
constexpr int kDeepest = 1'000;

const meta::Field* upwards(const meta::Entity& entity) { return entity.field(entity.name == "company" ? "parent" : "reports_to"); }

}  // namespace

Result<> refuse_circle(const records::Context& context, store::Reader& reader, records::Draft& draft) {
  const meta::Field* field = upwards(*draft.entity);
  if (!field || draft.after.empty() || !draft.changed(*field)) return {};
  Cell above = draft.value(*field);
  for (int step = 0; step < kDeepest && !is_null(above); ++step) {
    if (id_of(above) == draft.id) {
      return records::one_problem(field->name, "circle", fmt::format("\"{}\" would lead back to this {} itself. Choose another.", field->label, lower_ascii(draft.entity->label_one)));
    }
    PROBITY_ASSIGN(const auto next, linked(context, reader, *draft.entity, above));
    if (!next) return {};
    above = cell_of(*draft.entity, *next, field->name);
  }
  return {};
}

}  // namespace probity::sales

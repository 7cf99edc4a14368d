#include "base/time.hpp"
#include "base/money.hpp"
#include "domains/sales/api.hpp"
#include "domains/sales/deal_stage.hpp"
#include "domains/sales/hierarchy.hpp"
#include "domains/sales/line_total.hpp"
#include "domains/sales/linked.hpp"

namespace probity::sales {
namespace {

using records::Context;
using records::Draft;

/// What a product says of itself fills what the line does not say.
Result<> fill_line_from_product(const Context& context, store::Reader& reader, Draft& draft) {
  if (draft.after.empty() || !draft.changed(*draft.entity->field("product"))) return {};
  const meta::Entity& products = *context.model().find("product");
  PROBITY_ASSIGN(auto product, linked(context, reader, products, value_of(draft, "product")));
  if (!product) return {};
  const std::pair<const char*, const char*> filled[] = {{"description", "name"}, {"tax", "tax"}, {"unit_price", "unit_price"}};
  for (const auto& [to, from] : filled) {
    const meta::Field& target = *draft.entity->field(to);
    const meta::Field& source = *products.field(from);
    if (!is_null(draft.value(target))) continue;
    for (std::size_t part = 0; part < target.type->columns().size(); ++part) {
      draft.after[static_cast<std::size_t>(target.first_column) + part] = (*product)[static_cast<std::size_t>(source.first_column) + part];
    }
  }
  return {};
}

Result<> compute_line_total(const Context&, store::Reader&, const meta::Field& total, Draft& draft) {
  if (draft.after.empty()) return {};
  const meta::Entity& line = *draft.entity;
  const meta::Field& price = *line.field("unit_price");
  draft.clear(total);
  if (is_null(draft.value(price)) || is_null(value_of(draft, "quantity"))) return {};
  const Cell& currency = draft.after[static_cast<std::size_t>(price.first_column) + 1];
  const std::int64_t stored_per_unit = stored_per_minor(minor_digits(text_of(currency)).value_or(2));
  const LinePrice parts{.unit_price = integer_of(draft.value(price)) / stored_per_unit, .quantity = integer_of(value_of(draft, "quantity")),
                        .discount = integer_of(value_of(draft, "discount")), .tax = integer_of(value_of(draft, "tax"))};
  const auto sum = line_total(parts);
  std::int64_t stored = 0;
  if (!sum || __builtin_mul_overflow(sum->total, stored_per_unit, &stored)) return invalid("too_large", "The total of this line is too large.", total.name);
  draft.value(total) = stored;
  draft.after[static_cast<std::size_t>(total.first_column) + 1] = currency;
  return {};
}

/// A task that is done has a date on which it was.
Result<> keep_task_done(const Context&, store::Reader&, Draft& draft) {
  if (draft.after.empty() || !draft.changed(*draft.entity->field("done"))) return {};
  const bool done = integer_of(value_of(draft, "done")) != 0;
  if (!done) value_of(draft, "done_at") = {};
  if (done && is_null(value_of(draft, "done_at"))) value_of(draft, "done_at") = now();
  return {};
}

}  // namespace

void add_hooks(records::Hooks& hooks) {
  hooks.add_hook("sales.deal_stage", keep_deal_stage);
  hooks.add_hook("sales.stage_in_use", refuse_stage_in_use);
  hooks.add_hook("sales.pipeline_in_use", refuse_pipeline_in_use);
  hooks.add_hook("sales.no_circle", refuse_circle);
  hooks.add_hook("sales.line_from_product", fill_line_from_product);
  hooks.add_hook("sales.task_done", keep_task_done);
  hooks.add_compute("sales.line_total", compute_line_total);
}

}  // namespace probity::sales

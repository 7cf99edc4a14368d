#include "base/time.hpp"
#include "domains/sales/api.hpp"
#include "domains/sales/line_total.hpp"

namespace probity::sales {
namespace {

using records::Context;
using records::Draft;

Cell& value_of(Draft& draft, std::string_view field) { return draft.value(*draft.entity->field(field)); }

/// A record that another one links to, read in the same view.
Result<std::optional<std::vector<Cell>>> linked(const Context& context, store::Reader& reader, const meta::Entity& entity, const Cell& link) {
  std::optional<std::vector<Cell>> cells;
  if (is_null(link)) return cells;
  PROBITY_TRY(reader.one(context.catalog->tables(entity).all, "_id", link, [&](const Row& row) {
    cells = records::cells_of(entity, row);
    return false;
  }));
  return cells;
}

const Cell& cell_of(const meta::Entity& entity, const std::vector<Cell>& cells, std::string_view field) {
  return cells[static_cast<std::size_t>(entity.field(field)->first_column)];
}

/// The first live record of an entity by its "order" field, with one field equal to a value.
Result<std::optional<std::vector<Cell>>> first_by_order(const Context& context, store::Reader& reader, const meta::Entity& entity, store::Condition where) {
  std::optional<std::vector<Cell>> first;
  store::Query query{.columns = context.catalog->tables(entity).all, .where = store::Condition::all_of({std::move(where), store::Condition::is_null("_deleted_at")}),
                     .order = store::Order{.column = "order"}, .limit = 1};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    first = records::cells_of(entity, row);
    return false;
  }));
  return first;
}

/// A new deal begins in the first stage of its pipeline, or of the default one.
Result<> choose_stage(const Context& context, store::Reader& reader, Draft& draft) {
  const meta::Entity& pipelines = *context.model().find("pipeline");
  const meta::Entity& stages = *context.model().find("stage");
  Cell& pipeline = value_of(draft, "pipeline");
  if (is_null(pipeline)) {
    PROBITY_ASSIGN(auto chosen, first_by_order(context, reader, pipelines, store::Condition::equals("is_default", std::int64_t{1})));
    if (!chosen) {
      PROBITY_ASSIGN(chosen, first_by_order(context, reader, pipelines, {}));
    }
    if (!chosen) return {};
    pipeline = (*chosen)[meta::kId];
  }
  PROBITY_ASSIGN(auto stage, first_by_order(context, reader, stages, store::Condition::equals("pipeline", pipeline)));
  if (stage) value_of(draft, "stage") = (*stage)[meta::kId];
  return {};
}

/// Stage, pipeline, state and dates of a deal always tell the same story, whichever of them was set.
Result<> keep_deal_stage(const Context& context, store::Reader& reader, Draft& draft) {
  const meta::Entity& deal = *draft.entity;
  if (draft.after.empty()) return {};
  if (draft.creating() && is_null(value_of(draft, "stage"))) PROBITY_TRY(choose_stage(context, reader, draft));
  if (draft.changed(*deal.field("stage")) && !is_null(value_of(draft, "stage"))) {
    const meta::Entity& stages = *context.model().find("stage");
    PROBITY_ASSIGN(auto stage, linked(context, reader, stages, value_of(draft, "stage")));
    if (!stage) return {};
    value_of(draft, "pipeline") = cell_of(stages, *stage, "pipeline");
    value_of(draft, "entered_stage_at") = now();
    const bool state_was_set = !draft.creating() && draft.changed(*deal.field("state"));
    if (!state_was_set && !is_null(cell_of(stages, *stage, "kind"))) value_of(draft, "state") = cell_of(stages, *stage, "kind");
  }
  const bool open = text_of(value_of(draft, "state")) == "open";
  if (open) value_of(draft, "closed_at") = {};
  if (!open && is_null(value_of(draft, "closed_at"))) value_of(draft, "closed_at") = now();
  return {};
}

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
  const LinePrice parts{.unit_price = integer_of(draft.value(price)), .quantity = integer_of(value_of(draft, "quantity")),
                        .discount = integer_of(value_of(draft, "discount")), .tax = integer_of(value_of(draft, "tax"))};
  const auto sum = line_total(parts);
  if (!sum) return invalid("too_large", "The total of this line is too large.", total.name);
  draft.value(total) = sum->total;
  draft.after[static_cast<std::size_t>(total.first_column) + 1] = draft.after[static_cast<std::size_t>(price.first_column) + 1];
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
  hooks.add_hook("sales.line_from_product", fill_line_from_product);
  hooks.add_hook("sales.task_done", keep_task_done);
  hooks.add_compute("sales.line_total", compute_line_total);
}

}  // namespace probity::sales

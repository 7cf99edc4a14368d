#include "domains/sales/deal_stage.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "domains/sales/linked.hpp"
#include "records/problems.hpp"

namespace probity::sales {
namespace {

using records::Context;
using records::Draft;
using store::Condition;

/// The first live record of an entity by its "order" field.
Result<std::optional<std::vector<Cell>>> first_by_order(const Context& context, store::Reader& reader, const meta::Entity& entity, Condition where) {
  std::optional<std::vector<Cell>> first;
  store::Query query{.columns = context.catalog->tables(entity).all, .where = Condition::all_of({std::move(where), Condition::is_null("_deleted_at")}),
                     .order = store::Order{.column = "order"}, .limit = 1};
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    first = records::cells_of(entity, row);
    return false;
  }));
  return first;
}

class DealStage {
 public:
  DealStage(const Context& context, store::Reader& reader, Draft& draft)
      : context_(context), reader_(reader), draft_(draft), stages_(*context.model().find("stage")) {}

  Result<> settle() {
    const bool new_without_stage = draft_.creating() && is_null(value("stage"));
    if (new_without_stage) PROBITY_TRY(choose_pipeline());
    if (changed("stage") && !is_null(value("stage"))) PROBITY_TRY(follow_stage());
    else if (new_without_stage || changed("pipeline")) PROBITY_TRY(follow_pipeline());
    else if (changed("state")) PROBITY_TRY(follow_state());
    if (changed("stage")) value("entered_stage_at") = now();
    date_the_end();
    return {};
  }

 private:
  Cell& value(std::string_view field) { return value_of(draft_, field); }
  bool changed(std::string_view field) const { return draft_.changed(*draft_.entity->field(field)); }
  bool named(std::string_view field) const { return std::ranges::find(draft_.named, draft_.entity->field(field)->position) != draft_.named.end(); }
  std::unexpected<Error> contradiction(std::string_view field, std::string_view message) const {
    return records::one_problem(std::string(field), "contradiction", fmt::format("{} Leave one of the two out. Nothing was changed.", message));
  }

  Result<> choose_pipeline() {
    Cell& pipeline = value("pipeline");
    if (!is_null(pipeline)) return {};
    const meta::Entity& pipelines = *context_.model().find("pipeline");
    PROBITY_ASSIGN(auto chosen, first_by_order(context_, reader_, pipelines, Condition::equals("is_default", std::int64_t{1})));
    if (!chosen) {
      PROBITY_ASSIGN(chosen, first_by_order(context_, reader_, pipelines, {}));
    }
    if (chosen) pipeline = (*chosen)[meta::kId];
    return {};
  }

  Result<> follow_stage() {
    PROBITY_ASSIGN(const auto stage, linked(context_, reader_, stages_, value("stage")));
    if (!stage) return {};
    const Cell& pipeline = cell_of(stages_, *stage, "pipeline");
    const Cell& kind = cell_of(stages_, *stage, "kind");
    if (named("pipeline") && !is_null(value("pipeline")) && value("pipeline") != pipeline) {
      return contradiction("stage", "This stage belongs to another pipeline than the one named.");
    }
    if (named("state") && !is_null(value("state")) && !is_null(kind) && value("state") != kind) {
      return contradiction("state", fmt::format("A deal in the stage \"{}\" is {}.", text_of(cell_of(stages_, *stage, "name")), text_of(kind)));
    }
    value("pipeline") = pipeline;
    if (!is_null(kind)) value("state") = kind;
    return {};
  }

  Result<std::optional<std::vector<Cell>>> first_stage(const Cell& kind) {
    Condition where = Condition::equals("pipeline", value("pipeline"));
    if (!is_null(kind)) where = Condition::all_of({std::move(where), Condition::equals("kind", kind)});
    return first_by_order(context_, reader_, stages_, std::move(where));
  }

  Result<> follow_pipeline() {
    if (is_null(value("pipeline"))) {
      value("stage") = {};
      return {};
    }
    PROBITY_ASSIGN(auto stage, first_stage(value("state")));
    if (!stage) {
      PROBITY_ASSIGN(stage, first_stage({}));
    }
    value("stage") = stage ? (*stage)[meta::kId] : Cell{};
    if (stage && !named("state") && !is_null(cell_of(stages_, *stage, "kind"))) value("state") = cell_of(stages_, *stage, "kind");
    return {};
  }

  Result<> follow_state() {
    PROBITY_ASSIGN(const auto stands, linked(context_, reader_, stages_, value("stage")));
    if (is_null(value("pipeline")) || is_null(value("state")) || (stands && cell_of(stages_, *stands, "kind") == value("state"))) return {};
    if (named("stage") && stands) {
      return contradiction("state", fmt::format("A deal in the stage \"{}\" is {}.", text_of(cell_of(stages_, *stands, "name")), text_of(cell_of(stages_, *stands, "kind"))));
    }
    PROBITY_ASSIGN(const auto stage, first_stage(value("state")));
    if (stage) value("stage") = (*stage)[meta::kId];
    return {};
  }

  void date_the_end() {
    const bool open = text_of(value("state")) == "open";
    if (open) value("closed_at") = {};
    // Of a deal that is emptied, that moment is not when it was closed.
    if (!open && is_null(value("closed_at")) && !draft_.forget) value("closed_at") = now();
  }

  const Context& context_;
  store::Reader& reader_;
  Draft& draft_;
  const meta::Entity& stages_;
};

bool goes_to_bin(const Draft& draft) { return draft.live_before() && !draft.live_after(); }

Result<std::int64_t> deals_in(store::Reader& reader, const char* field, Draft& draft) {
  const auto where = Condition::all_of({Condition::equals(field, cell(draft.id)), Condition::is_null("_deleted_at")});
  return reader.count("deal", where);
}

std::unexpected<Error> in_use(const Draft& draft, std::int64_t deals, std::string_view what_to_do) {
  const std::string many = deals == 1 ? "1 deal is" : fmt::format("{} deals are", deals);
  return fail(Error{.kind = ErrorKind::conflict, .code = "in_use",
                    .message = fmt::format("{} in this {}. {} Nothing was changed.", many, lower_ascii(draft.entity->label_one), what_to_do),
                    .extras = fmt::format(R"({{"deals":{}}})", deals)});
}

}  // namespace

Result<> keep_deal_stage(const Context& context, store::Reader& reader, Draft& draft) {
  if (draft.after.empty() || !draft.live_after()) return {};
  return DealStage(context, reader, draft).settle();
}

Result<> refuse_stage_in_use(const Context&, store::Reader& reader, Draft& draft) {
  if (!goes_to_bin(draft)) return {};
  PROBITY_ASSIGN(const std::int64_t deals, deals_in(reader, "stage", draft));
  if (deals > 0) return in_use(draft, deals, "Move them to another stage first.");
  draft.also.require_absent("deal", {{"stage", cell(draft.id)}, {"_deleted_at", Cell{}}});
  return {};
}

Result<> refuse_pipeline_in_use(const Context&, store::Reader& reader, Draft& draft) {
  if (!goes_to_bin(draft)) return {};
  PROBITY_ASSIGN(const std::int64_t deals, deals_in(reader, "pipeline", draft));
  if (integer_of(value_of(draft, "is_default")) != 0) return in_use(draft, deals, "It is the default one: make another pipeline the default first.");
  if (deals > 0) return in_use(draft, deals, "Move them to another pipeline first.");
  draft.also.require_absent("deal", {{"pipeline", cell(draft.id)}, {"_deleted_at", Cell{}}});
  return {};
}

}  // namespace probity::sales

#include "base/text.hpp"
#include "records/expand.hpp"
#include "records/filter.hpp"
#include "records/masked_row.hpp"
#include "records/paging.hpp"
#include "records/record_json.hpp"
#include "records/records.hpp"
#include "records/searching/visible_search.hpp"

namespace probity::records {
namespace {

/// An estimate counts so far; beyond it the whole table is guessed, and anything else is "at least so many".
constexpr std::int64_t kEstimateLimit = 10'000;

/// Everything about one list that is known before the first row is read.
struct ListPlan {
  store::Query query;
  CompiledOrder order;
  Shown shown;
  Expansion expansion;
  ColumnMap map;
  int key_column = 0;  ///< in the query's rows
  std::optional<VisibleSearch> search;
  std::vector<std::string> slow;
};

/// What is asked of every row: that it may be seen, the filter, the search.
Result<store::Condition> condition_of(const Context& context, const ListOptions& options, std::vector<std::string>& slow) {
  store::Condition live = store::Condition::is_null("_deleted_at");
  std::vector<store::Condition> all{options.bin ? store::Condition::not_of(std::move(live)) : std::move(live), context.seen()};
  if (!options.filter.empty()) {
    PROBITY_ASSIGN(const JsonDocument document, parse_json(options.filter));
    PROBITY_ASSIGN(Compiled compiled, compile_filter(context, document, options.bin));
    all.push_back(std::move(compiled.condition));
    slow.insert(slow.end(), compiled.slow.begin(), compiled.slow.end());
    if (compiled.since > 1) all.push_back(collected_since(compiled.since));
  }
  if (!is_blank(options.search) && !options.bin) all.push_back(store::Condition::found_by(options.search));
  return store::Condition::all_of(std::move(all));
}

/// Reads only the columns that are shown, and those the next page begins from.
void choose_columns(const Context& context, const ListOptions& options, ListPlan& plan) {
  plan.query.columns = context.tables->all;
  plan.key_column = plan.order.column;
  const bool whole = plan.search->must_look() || plan.shown.masks;
  if (options.fields.empty() || !plan.expansion.empty() || whole) return;
  std::vector<int> columns = columns_for(*context.entity, plan.shown);
  if (std::ranges::find(columns, plan.order.column) == columns.end()) columns.push_back(plan.order.column);
  plan.map = ColumnMap(columns);
  plan.key_column = plan.map.at(plan.order.column);
  plan.query.columns = context.catalog->columns(*context.entity, columns);
}

Result<ListPlan> plan_list(const Context& context, const Cursors& cursors, const ListOptions& options) {
  PROBITY_TRY(check_limit(options.limit));
  ListPlan plan;
  PROBITY_ASSIGN(plan.shown, shown_fields(context, options));
  PROBITY_ASSIGN(plan.expansion, Expansion::make(context, options.expand));
  PROBITY_ASSIGN(plan.order, compile_order(context, options.sort));
  if (plan.order.slow) plan.slow.push_back(fmt::format("sorting by {} is not indexed", options.sort));
  PROBITY_ASSIGN(plan.query.where, condition_of(context, options, plan.slow));
  if (plan.order.since > 1) plan.query.where = store::Condition::all_of({std::move(plan.query.where), collected_since(plan.order.since)});
  plan.search.emplace(context, options.search, !options.bin);
  plan.query.order = plan.order.order;
  plan.query.limit = options.limit + 1;
  choose_columns(context, options, plan);
  if (!options.cursor.empty()) {
    PROBITY_ASSIGN(plan.query.after, cursors.read(options.cursor, plan.order.name));
  }
  return plan;
}

/// Where a list stands after a row; kept for the cursor of the next page.
store::Position position_of(const ListPlan& plan, const Row& row) {
  Cell key = row.cell(plan.key_column);
  if (plan.order.order.folded && !is_null(key)) key = fold(text_of(key));
  return {std::move(key), row.cell(plan.map.at(meta::kId))};
}

struct Page {
  int written = 0;
  bool more = false;
  store::Position last;
};

/// Visits the rows of one page. Reads on where rows are left out, so that a page is full unless it is the last.
Result<> visit_page(store::Reader& reader, ListPlan& plan, int limit, Page& page, const std::function<void(const Row&)>& visit) {
  for (bool read_on = true; read_on;) {
    int rows = 0;
    store::Position last_read;
    PROBITY_TRY(reader.each(plan.query, [&](const Row& row) {
      if (++rows == plan.query.limit) last_read = position_of(plan, row);
      if (plan.search->must_look() && !plan.search->found(row)) return true;
      if (page.written == limit) {
        page.more = true;
        return false;
      }
      visit(row);
      if (++page.written == limit) page.last = position_of(plan, row);
      return true;
    }));
    read_on = rows == plan.query.limit && !page.more;
    if (read_on) plan.query.after = std::move(last_read);
  }
  return {};
}

Result<> write_plain(const Context& context, store::Reader& reader, ListPlan& plan, int limit, Page& page, JsonWriter& writer) {
  return visit_page(reader, plan, limit, page, [&](const Row& row) {
    writer.StartObject();
    write_members(*context.entity, plan.shown, plan.map, row, writer);
    writer.EndObject();
  });
}

Result<> write_expanded(const Context& context, store::Reader& reader, ListPlan& plan, int limit, Page& page, JsonWriter& writer) {
  std::vector<std::vector<Cell>> rows;
  PROBITY_TRY(visit_page(reader, plan, limit, page, [&](const Row& row) { rows.push_back(shown_cells(context, row)); }));
  PROBITY_TRY(plan.expansion.load(context, reader, rows));
  for (const auto& cells : rows) {
    const CellRow row(cells);
    writer.StartObject();
    write_members(*context.entity, plan.shown, plan.map, row, writer);
    plan.expansion.write(row, writer);
    writer.EndObject();
  }
  return {};
}

/// Where what the index finds is looked at again, so is what is counted: a number tells too.
Result<std::int64_t> count_found(store::Reader& reader, const ListPlan& plan, std::int64_t most) {
  store::Query query = plan.query;
  query.limit = INT_MAX;
  std::int64_t count = 0;
  PROBITY_TRY(reader.each(query, [&](const Row& row) {
    count += plan.search->found(row) ? 1 : 0;
    return count < most;
  }));
  return count;
}

Result<> write_count(const Context& context, store::Reader& reader, const ListPlan& plan, const ListOptions& options, JsonWriter& writer) {
  if (options.count == ListOptions::Count::none) return {};
  const bool exact = options.count == ListOptions::Count::exact;
  const bool whole = options.filter.empty() && is_blank(options.search) && !options.bin && context.sees_all();
  const std::int64_t most = exact ? INT64_MAX : kEstimateLimit;
  PROBITY_ASSIGN(std::int64_t count, plan.search->must_look() ? count_found(reader, plan, most) : reader.count(context.entity->name, plan.query.where, most));
  std::string_view meaning = "exact";
  if (!exact && count == kEstimateLimit) {
    meaning = whole ? "estimate" : "at_least";
    if (whole) {
      PROBITY_ASSIGN(count, reader.estimate(context.entity->name));
    }
  }
  key(writer, "count");
  writer.Int64(count);
  key(writer, "count_is");
  put(writer, meaning);
  return {};
}

void write_slow(const std::vector<std::string>& slow, JsonWriter& writer) {
  if (slow.empty()) return;
  key(writer, "slow");
  writer.StartArray();
  for (const std::string& reason : slow) put(writer, reason);
  writer.EndArray();
}

/// Begins the page where that share of the list lies before it; at the end, with the last rows there are.
Result<> go_to(store::Reader& reader, ListPlan& plan, double fraction) {
  if (fraction < 1.0) {
    PROBITY_ASSIGN(plan.query.after, reader.position_at(plan.query, fraction));
    return {};
  }
  // The list backwards: the row before its last page is the one after the rows of that page.
  store::Query backwards = plan.query;
  backwards.order->descending = !backwards.order->descending;
  std::optional<store::Position> before;
  int rows = 0;
  PROBITY_TRY(reader.each(backwards, [&](const Row& row) {
    if (++rows == backwards.limit) before = position_of(plan, row);
    return true;
  }));
  plan.query.after = std::move(before);
  return {};
}

}  // namespace

Result<> Records::list(const Context& context, const ListOptions& options, JsonWriter& writer) {
  PROBITY_ASSIGN(ListPlan plan, plan_list(context, cursors_, options));
  Page page;
  return context.database->read([&](store::Reader& reader) -> Result<> {
    if (options.at.value_or(0.0) > 0.0 && options.cursor.empty()) {
      PROBITY_TRY(go_to(reader, plan, *options.at));
    }
    writer.StartObject();
    key(writer, "items");
    writer.StartArray();
    PROBITY_TRY(plan.expansion.empty() ? write_plain(context, reader, plan, options.limit, page, writer)
                                       : write_expanded(context, reader, plan, options.limit, page, writer));
    writer.EndArray();
    key(writer, "next");
    page.more ? put(writer, cursors_.write(page.last, plan.order.name)) : (void)writer.Null();
    plan.query.after.reset();
    PROBITY_TRY(write_count(context, reader, plan, options, writer));
    write_slow(plan.slow, writer);
    writer.EndObject();
    return {};
  });
}

Result<> Records::each(const Context& context, std::string_view filter, const std::function<Result<>(const Id&, const Row&)>& visit) {
  ListOptions options;
  options.filter = filter;
  std::vector<std::string> slow;
  store::Query query{.columns = context.tables->all, .order = store::Order{.column = "_id"}, .limit = 500};
  PROBITY_ASSIGN(query.where, condition_of(context, options, slow));
  for (bool more = true; more;) {
    std::vector<std::vector<Cell>> page;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) {
      return reader.each(query, [&](const Row& row) {
        page.push_back(shown_cells(context, row));
        return true;
      });
    }));
    // Visited outside the read, so that what a visit writes is seen by what it reads next.
    for (const auto& cells : page) PROBITY_TRY(visit(id_of(cells[meta::kId]), CellRow(cells)));
    more = page.size() == static_cast<std::size_t>(query.limit);
    if (more) query.after = store::Position{page.back()[meta::kId], page.back()[meta::kId]};
  }
  return {};
}

}  // namespace probity::records

#include "base/text.hpp"
#include "records/expand.hpp"
#include "records/filter.hpp"
#include "records/record_json.hpp"
#include "records/records.hpp"

namespace probity::records {
namespace {

constexpr int kLargestPage = 200;
/// Beyond this many matches an estimate stops counting.
constexpr std::int64_t kEstimateLimit = 10'000;

bool hidden(const Context& context, const Row& row) {
  return (row.integer(meta::kSubjectState) & context.decision->forbidden_state) != 0;
}

Result<Shown> shown_fields(const Context& context, const ReadOptions& options) {
  if (options.fields.empty()) return everything_readable(context);
  Shown shown{.fields = {}, .display = false};
  for (const std::string& name : options.fields) {
    if (name == "display") shown.display = true;
    if (name == "display" || name == "id" || name == "version") continue;
    const meta::Field* field = context.readable_field(name);
    if (!field) return invalid("unknown_field", fmt::format("{} has no field \"{}\".", context.entity->label_one, first_characters(name, 100)), "fields");
    shown.fields.push_back(field->position);
  }
  return shown;
}

store::Condition visible(const Context& context, bool bin) {
  store::Condition live = store::Condition::is_null("_deleted_at");
  std::vector<store::Condition> all{bin ? store::Condition::not_of(std::move(live)) : std::move(live)};
  if (context.decision->forbidden_state != 0) {
    all.push_back(store::Condition::bits_are_clear("_subject_state", context.decision->forbidden_state));
  }
  return store::Condition::all_of(std::move(all));
}

/// Everything about one list that is known before the first row is read.
struct ListPlan {
  store::Query query;
  CompiledOrder order;
  Shown shown;
  Expansion expansion;
  ColumnMap map;
  int key_column = 0;  ///< in the query's rows
  std::vector<std::string> slow;
};

Result<ListPlan> plan_list(const Context& context, const Cursors& cursors, const ListOptions& options) {
  if (options.limit < 1 || options.limit > kLargestPage) {
    return invalid("bad_limit", fmt::format("\"limit\" is a number from 1 to {}.", kLargestPage), "limit");
  }
  ListPlan plan;
  PROBITY_ASSIGN(plan.shown, shown_fields(context, options));
  PROBITY_ASSIGN(plan.expansion, Expansion::make(context, options.expand));
  PROBITY_ASSIGN(plan.order, compile_order(context, options.sort));
  if (plan.order.slow) plan.slow.push_back(fmt::format("sorting by {} is not indexed", options.sort));
  std::vector<store::Condition> all{visible(context, options.bin)};
  if (!options.filter.empty()) {
    PROBITY_ASSIGN(JsonDocument document, parse_json(options.filter));
    PROBITY_ASSIGN(Compiled filter, compile_filter(context, document));
    all.push_back(std::move(filter.condition));
    plan.slow.insert(plan.slow.end(), filter.slow.begin(), filter.slow.end());
  }
  if (!is_blank(options.search)) all.push_back(store::Condition::found_by(options.search));
  plan.query.where = store::Condition::all_of(std::move(all));
  plan.query.order = plan.order.order;
  plan.query.limit = options.limit + 1;
  const bool sparse = !options.fields.empty() && plan.expansion.empty();
  plan.query.columns = context.tables->all;
  plan.key_column = plan.order.column;
  if (sparse) {
    std::vector<int> columns = columns_for(*context.entity, plan.shown);
    if (std::find(columns.begin(), columns.end(), plan.order.column) == columns.end()) columns.push_back(plan.order.column);
    plan.map = ColumnMap(columns);
    plan.key_column = plan.map.at(plan.order.column);
    plan.query.columns = context.catalog->columns(*context.entity, std::move(columns));
  }
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

Result<> write_plain(const Context& context, store::Reader& reader, const ListPlan& plan, int limit, Page& page, JsonWriter& writer) {
  return reader.each(plan.query, [&](const Row& row) {
    if (page.written == limit) {
      page.more = true;
      return false;
    }
    writer.StartObject();
    write_members(*context.entity, plan.shown, plan.map, row, writer);
    writer.EndObject();
    if (++page.written == limit) page.last = position_of(plan, row);
    return true;
  });
}

Result<> write_expanded(const Context& context, store::Reader& reader, ListPlan& plan, int limit, Page& page, JsonWriter& writer) {
  std::vector<std::vector<Cell>> rows;
  PROBITY_TRY(reader.each(plan.query, [&](const Row& row) {
    if (static_cast<int>(rows.size()) == limit) {
      page.more = true;
      return false;
    }
    rows.push_back(cells_of(*context.entity, row));
    return true;
  }));
  PROBITY_TRY(plan.expansion.load(context, reader, rows));
  for (const auto& cells : rows) {
    const CellRow row(cells);
    writer.StartObject();
    write_members(*context.entity, plan.shown, plan.map, row, writer);
    plan.expansion.write(row, writer);
    writer.EndObject();
    page.last = position_of(plan, row);
  }
  return {};
}

Result<> write_count(const Context& context, store::Reader& reader, const ListPlan& plan, const ListOptions& options, JsonWriter& writer) {
  if (options.count == ListOptions::Count::none) return {};
  const bool whole = options.filter.empty() && is_blank(options.search) && !options.bin;
  std::int64_t count = 0;
  if (options.count == ListOptions::Count::estimate && whole) {
    PROBITY_ASSIGN(count, reader.estimate(context.entity->name));
  } else {
    const auto at_most = options.count == ListOptions::Count::exact ? INT64_MAX : kEstimateLimit;
    PROBITY_ASSIGN(count, reader.count(context.entity->name, plan.query.where, at_most));
  }
  key(writer, "count");
  writer.Int64(count);
  return {};
}

}  // namespace

std::unexpected<Error> no_such_record(const meta::Entity& entity) {
  return fail(ErrorKind::not_found, "not_found", fmt::format("There is no such {}.", lower_ascii(entity.label_one)));
}

Result<Context> Records::enter(const privacy::Access& access, std::string_view name) {
  PROBITY_ASSIGN(auto workspace, parts_.workspaces.find(access.workspace));
  auto catalog = workspace->catalog();
  const meta::Entity* entity = catalog->model().find_plural(name);
  if (!entity) entity = catalog->model().find(name);
  if (!entity) return fail(ErrorKind::not_found, "unknown_entity", "There is nothing of that name here.");
  auto decision = parts_.decisions.decide(access, catalog->model(), *entity);
  if (!decision->may_read) return fail(ErrorKind::not_found, "unknown_entity", "There is nothing of that name here.");
  PROBITY_ASSIGN(auto database, workspace->database());
  auto input = workspace->input();
  const EntityTables* tables = &catalog->tables(*entity);
  return Context{access, std::move(workspace), std::move(database), std::move(catalog), std::move(input),
                 entity, tables, std::move(decision), parts_.decisions};
}

Result<std::int64_t> Records::get(const Context& context, const Id& id, const ReadOptions& options, JsonWriter& writer) {
  PROBITY_ASSIGN(Shown shown, shown_fields(context, options));
  PROBITY_ASSIGN(Expansion expansion, Expansion::make(context, options.expand));
  std::int64_t version = 0;
  bool found = false;
  std::vector<Cell> kept;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
      if (hidden(context, row)) return false;
      found = true;
      version = row.integer(meta::kVersion);
      if (expansion.empty()) {
        write_record(*context.entity, shown, row, writer);
      } else {
        kept = cells_of(*context.entity, row);
      }
      return false;
    }));
    if (expansion.empty() || !found) return {};
    PROBITY_TRY(expansion.load(context, reader, std::span(&kept, 1)));
    writer.StartObject();
    write_members(*context.entity, shown, ColumnMap::full(), CellRow(kept), writer);
    expansion.write(CellRow(kept), writer);
    writer.EndObject();
    return {};
  }));
  if (!found) return no_such_record(*context.entity);
  return version;
}

Result<std::vector<Cell>> Records::cells(const Context& context, const Id& id) {
  std::vector<Cell> cells;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
      if (hidden(context, row)) return false;
      cells = cells_of(*context.entity, row);
      return false;
    }));
    return {};
  }));
  if (cells.empty()) return no_such_record(*context.entity);
  return cells;
}

Result<> Records::list(const Context& context, const ListOptions& options, JsonWriter& writer) {
  PROBITY_ASSIGN(ListPlan plan, plan_list(context, cursors_, options));
  Page page;
  return context.database->read([&](store::Reader& reader) -> Result<> {
    if (options.at && options.cursor.empty()) {
      PROBITY_ASSIGN(plan.query.after, reader.position_at(plan.query, std::clamp(*options.at, 0.0, 1.0)));
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
    if (!plan.slow.empty()) {
      key(writer, "slow");
      writer.StartArray();
      for (const std::string& reason : plan.slow) put(writer, reason);
      writer.EndArray();
    }
    writer.EndObject();
    return {};
  });
}

Result<> Records::each(const Context& context, std::string_view filter, const std::function<Result<>(const Id&, const Row&)>& visit) {
  std::vector<store::Condition> all{visible(context, false)};
  if (!filter.empty()) {
    PROBITY_ASSIGN(JsonDocument document, parse_json(filter));
    PROBITY_ASSIGN(Compiled compiled, compile_filter(context, document));
    all.push_back(std::move(compiled.condition));
  }
  store::Query query{.columns = context.tables->all, .where = store::Condition::all_of(std::move(all)), .order = store::Order{.column = "_id"}, .limit = 500};
  for (bool more = true; more;) {
    std::vector<std::vector<Cell>> page;
    PROBITY_TRY(context.database->read([&](store::Reader& reader) {
      return reader.each(query, [&](const Row& row) {
        page.push_back(cells_of(*context.entity, row));
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

void Records::show(const Context& context, const Written& written, JsonWriter& writer) const {
  write_record(*context.entity, everything_readable(context), CellRow(written.cells), writer);
}

}  // namespace probity::records

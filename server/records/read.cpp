#include "base/text.hpp"
#include "records/expand.hpp"
#include "records/duplicates/merge.hpp"
#include "records/masked_row.hpp"
#include "records/record_json.hpp"
#include "records/records.hpp"

namespace probity::records {
namespace {

/// Whoever opens a record that was merged finds the way to the one it is part of.
Result<> write_where_merged(store::Reader& reader, const Id& id, JsonWriter& writer) {
  PROBITY_ASSIGN(const std::optional<Id> winner, winner_over(reader, id));
  if (!winner) return {};
  key(writer, "merged_into");
  write_id(writer, *winner);
  return {};
}

std::unexpected<Error> unknown_entity() { return fail(ErrorKind::not_found, "unknown_entity", "There is nothing of that name here."); }

}  // namespace

std::unexpected<Error> no_such_record(const meta::Entity& entity) {
  return fail(ErrorKind::not_found, "not_found", fmt::format("There is no such {}.", lower_ascii(entity.label_one)));
}

Records::Records(Parts parts) : parts_(std::move(parts)), cursors_(parts_.cursor_key) {
  listener_ = parts_.changes.listen([this](const Change& change) {
    if (change.entity == kShareEntity) parts_.workspaces.forget_shares(change.workspace);
  });
}

Records::~Records() { parts_.changes.forget(listener_); }

Result<Context> Records::enter(const privacy::Access& access) {
  PROBITY_ASSIGN(auto workspace, parts_.workspaces.find(access.workspace));
  PROBITY_ASSIGN(auto database, workspace->database());
  auto catalog = workspace->catalog();
  auto input = workspace->input();
  auto policy = workspace->policy();
  PROBITY_ASSIGN(auto shares, workspace->shares());
  return Context{access, std::move(workspace), std::move(database), std::move(catalog), std::move(input), std::move(policy), std::move(shares), nullptr, nullptr, nullptr, parts_.decisions};
}

Result<Context> Records::enter(const privacy::Access& access, std::string_view name) {
  PROBITY_ASSIGN(Context context, enter(access));
  const meta::Entity* entity = context.model().find_plural(name);
  if (!entity) entity = context.model().find(name);
  if (!entity || entity->system != (access.workspace == kSystemWorkspace)) return unknown_entity();
  context.entity = entity;
  context.tables = &context.catalog->tables(*entity);
  context.decision = context.decide(*entity);
  context.note_refused(*context.decision);
  if (!context.decision->may_read) return unknown_entity();
  return context;
}

Result<Shown> shown_fields(const Context& context, const ReadOptions& options) {
  if (options.fields.empty()) return everything_readable(context);
  Shown shown = shown_of(context, {});
  shown.display = false;
  // Every record shows these anyway.
  static constexpr std::string_view kAlways[] = {"id", "version", "created_at", "updated_at", "created_by", "updated_by", "deleted_at"};
  for (const std::string& name : options.fields) {
    if (name == "display") shown.display = true;
    if (name == "display" || std::ranges::find(kAlways, name) != std::end(kAlways)) continue;
    const meta::Field* field = context.asked_field(name);
    if (!field) return invalid("unknown_field", fmt::format("{} has no field \"{}\".", context.entity->label_one, first_characters(name, 100)), "fields");
    if (std::ranges::find(shown.fields, field->position) == shown.fields.end()) shown.fields.push_back(field->position);
  }
  return shown;
}

Result<std::int64_t> Records::get(const Context& context, const Id& id, const ReadOptions& options, JsonWriter& writer) {
  PROBITY_ASSIGN(const Shown shown, shown_fields(context, options));
  PROBITY_ASSIGN(Expansion expansion, Expansion::make(context, options.expand));
  std::int64_t version = 0;
  bool found = false;
  bool binned = false;
  std::vector<Cell> kept;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
      if (!context.sees(row)) return false;
      found = true;
      binned = !row.null(meta::kDeletedAt);
      version = row.integer(meta::kVersion);
      writer.StartObject();
      write_members(*context.entity, shown, ColumnMap::full(), row, writer);
      if (!expansion.empty()) kept = shown_cells(context, row);
      return false;
    }));
    if (!found) return {};
    if (binned) PROBITY_TRY(write_where_merged(reader, id, writer));
    if (!expansion.empty()) {
      PROBITY_TRY(expansion.load(context, reader, std::span(&kept, 1)));
      expansion.write(CellRow(kept), writer);
    }
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
      if (context.sees(row)) cells = shown_cells(context, row);
      return false;
    }));
    return {};
  }));
  if (cells.empty()) return no_such_record(*context.entity);
  return cells;
}

bool Records::may_be_told(const privacy::Access& access, const Change& change) {
  const auto workspace = parts_.workspaces.find(access.workspace);
  if (!workspace) return false;
  const auto catalog = (*workspace)->catalog();
  const meta::Entity* entity = catalog->model().find(change.entity);
  // Of no record: that the model itself changed, for one.
  if (!entity) return true;
  const auto decision = parts_.decisions.decide(access, *(*workspace)->policy(), catalog->model(), *entity);
  if (!decision->may_read || !decision->sees(change.state, privacy::kNoVersion)) return false;
  const auto shares = (*workspace)->shares();
  return shares && hears_of(access, *decision, **shares, change);
}

void Records::show(const Context& context, const Written& written, JsonWriter& writer) const {
  writer.StartObject();
  write_members(*context.entity, everything_readable(context), ColumnMap::full(), CellRow(written.cells), writer);
  if (!written.warnings.empty()) {
    key(writer, "warnings");
    writer.StartArray();
    for (const std::string& warning : written.warnings) raw(writer, warning, rapidjson::kObjectType);
    writer.EndArray();
  }
  writer.EndObject();
}

}  // namespace probity::records

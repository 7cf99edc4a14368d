#include "records/searching/search.hpp"

#include <ranges>

#include "base/text.hpp"
#include "records/filter.hpp"
#include "records/masked_row.hpp"
#include "records/paging.hpp"
#include "records/record_json.hpp"
#include "records/searching/visible_search.hpp"

namespace probity::records {
namespace {

/// The index is asked for more than is shown where some of it may not be; so many times more at most.
constexpr int kMostAsked = 3'200;

struct Hit {
  const meta::Entity* entity;
  Id id;
};

struct Found {
  std::string display;
  std::string subtitle;
};

struct Place {
  Context context;
  Shown shown;
  VisibleSearch search;
};
/// Where to look, by entity.
struct Places {
  std::map<std::string, Place, std::less<>> open;
  bool everywhere = false;  ///< all that is in the index is of an entity that is open

  void add(const Context& context, std::string_view text) { open.emplace(context.entity->name, Place{context, everything_readable(context), VisibleSearch(context, text)}); }
};

bool in_title(const meta::Entity& entity, const meta::Field& field) {
  return std::ranges::find(entity.title, field.name) != entity.title.end();
}

/// What a linked record is called; empty where it may not be seen.
Result<std::string> linked_display(const Context& context, store::Reader& reader, const meta::Field& link, const Row& row) {
  if (!leads_to_one_entity(context, link) || row.null(link.first_column)) return std::string();
  const Context target = at_entity(context, *context.model().find(link.to));
  std::string display;
  if (!target.decision->may_read) return display;
  PROBITY_TRY(reader.one(target.tables->all, "_id", row.cell(link.first_column), [&](const Row& linked) {
    const bool seen = linked.null(meta::kDeletedAt) && target.sees(linked);
    if (seen) display = display_of(target, linked);
    return false;
  }));
  return display;
}

/// The fields that may tell namesakes apart, those that lists show first.
std::vector<const meta::Field*> telling_fields(const Context& context, bool addresses) {
  std::vector<const meta::Field*> fields;
  const auto add = [&](const meta::Field* field) {
    if (!field || in_title(*context.entity, *field) || std::ranges::find(fields, field) != fields.end()) return;
    const std::string_view type = field->type->name();
    const bool is_address = type == "link" || type == "email" || type == "phone";
    if (is_address == addresses && type != "user" && type != "links") fields.push_back(field);
  };
  for (const std::string& name : context.entity->list) add(context.readable_field(name));
  if (!addresses) return fields;
  for (const meta::Field& field : context.entity->fields) add(context.readable_field(field.name));
  return fields;
}

/// Two short facts: a linked record and an address or, where there is neither, what lists show.
Result<std::string> subtitle_of(const Context& context, store::Reader& reader, const Row& row) {
  std::vector<std::string> facts;
  for (const bool addresses : {true, false}) {
    for (const meta::Field* field : telling_fields(context, addresses)) {
      if (facts.size() == 2 || row.null(field->first_column)) continue;
      std::string fact;
      if (field->type->name() == "link") {
        PROBITY_ASSIGN(fact, linked_display(context, reader, *field, row));
      } else {
        fact = field->type->display(*field, row, field->first_column);
      }
      if (!fact.empty()) facts.push_back(std::move(fact));
    }
    if (!facts.empty()) break;
  }
  return fmt::format("{}", fmt::join(facts, " · "));
}

Result<Places> open_places(Records& records, const privacy::Access& access, const SearchOptions& options) {
  Places places;
  if (!options.entity.empty()) {
    PROBITY_ASSIGN(const Context context, records.enter(access, options.entity));
    places.add(context, options.text);
    return places;
  }
  PROBITY_ASSIGN(const Context workspace, records.enter(access));
  places.everywhere = true;
  for (const auto& entity : workspace.model().entities()) {
    const bool elsewhere = entity->system != (workspace.workspace->slug() == kSystemWorkspace);
    if (elsewhere || !workspace.catalog->tables(*entity).has_document) continue;
    if (is_open_to(workspace, *entity)) {
      places.add(at_entity(workspace, *entity), options.text);
    } else {
      places.everywhere = false;
    }
  }
  return places;
}

Result<std::optional<Found>> look_at(store::Reader& reader, const Place& place, const Id& id) {
  const Context& context = place.context;
  std::optional<std::vector<Cell>> cells;
  PROBITY_TRY(reader.one(context.tables->all, "_id", cell(id), [&](const Row& row) {
    const bool seen = row.null(meta::kDeletedAt) && context.sees(row);
    if (seen && (!place.search.must_look() || place.search.found(row))) cells = shown_cells(context, row);
    return false;
  }));
  if (!cells) return std::nullopt;
  const CellRow row(*cells);
  PROBITY_ASSIGN(std::string subtitle, subtitle_of(context, reader, row));
  return Found{display_of(*context.entity, place.shown, ColumnMap::full(), row), std::move(subtitle)};
}

void write_hit(const Hit& hit, const Found& found, JsonWriter& writer) {
  writer.StartObject();
  key(writer, "entity");
  put(writer, hit.entity->name);
  key(writer, "id");
  write_id(writer, hit.id);
  key(writer, "display");
  put(writer, found.display);
  key(writer, "subtitle");
  put(writer, found.subtitle);
  writer.EndObject();
}

/// What the index finds, `limit` of it at most; best first.
Result<std::vector<Hit>> ask(store::Reader& reader, const Places& places, const std::string& text, int limit) {
  store::SearchQuery query{.text = text, .limit = limit};
  if (!places.everywhere) std::ranges::copy(places.open | std::views::keys, std::back_inserter(query.entities));
  std::vector<Hit> hits;
  PROBITY_TRY(reader.search(query, [&](const Row& row) {
    if (const auto place = places.open.find(row.text(0)); place != places.open.end()) hits.push_back({place->second.context.entity, row.id(1)});
    return true;
  }));
  return hits;
}

Result<> write_hits(store::Reader& reader, const Places& places, const SearchOptions& options, JsonWriter& writer) {
  int written = 0;
  std::set<Id> looked_at;
  for (int asked = options.limit; asked <= kMostAsked; asked *= 4) {
    PROBITY_ASSIGN(const std::vector<Hit> hits, ask(reader, places, options.text, asked));
    for (const Hit& hit : hits) {
      if (written == options.limit) return {};
      if (!looked_at.insert(hit.id).second) continue;
      PROBITY_ASSIGN(const auto found, look_at(reader, places.open.find(hit.entity->name)->second, hit.id));
      if (!found) continue;
      write_hit(hit, *found, writer);
      ++written;
    }
    if (static_cast<int>(hits.size()) < asked) return {};
  }
  return {};
}

}  // namespace

Result<> write_search(Records& records, const privacy::Access& access, const SearchOptions& options, JsonWriter& writer) {
  PROBITY_TRY(check_limit(options.limit));
  PROBITY_ASSIGN(const Places places, open_places(records, access, options));
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  if (!places.open.empty() && !is_blank(options.text)) {
    PROBITY_TRY(places.open.begin()->second.context.database->read([&](store::Reader& reader) { return write_hits(reader, places, options, writer); }));
  }
  writer.EndArray();
  writer.EndObject();
  return {};
}

}  // namespace probity::records

#include "records/timeline.hpp"

#include "records/house.hpp"
#include "records/record_json.hpp"
#include "store/tables.hpp"

namespace probity::records {
namespace {

/// Links are read ahead of the page by so many, since some of them are not shown.
constexpr int kAhead = 40;

struct Item {
  Timestamp at;
  Id record;
  const meta::Entity* entity;
  /// The first version of the policy whose rows show a link that leads here; no version where none may be read.
  std::int64_t since = privacy::kNoVersion;
};

struct ShownRecord {
  std::string display;
  std::string json;
};

/// The entities whose records may stand in the answer, each as this access sees it.
using Contexts = std::map<const meta::Entity*, Context>;

class Page {
 public:
  Page(const Contexts& contexts, const Id& id, std::optional<store::Position> after, int limit)
      : contexts_(contexts), id_(id), after_(std::move(after)), limit_(limit) {}

  Result<> write(store::Reader& reader, JsonWriter& writer) {
    while (!full_ && !at_end_) {
      PROBITY_ASSIGN(const std::vector<Item> items, next_items(reader));
      PROBITY_ASSIGN(const auto shown, show(reader, items));
      for (const Item& item : items) {
        const auto found = shown.find(item.record);
        if (found == shown.end()) continue;
        full_ = written_ == limit_;
        if (full_) break;
        write_item(item, found->second, writer);
        last_ = store::Position{Cell{item.at}, cell(item.record)};
        ++written_;
      }
    }
    return {};
  }

  /// Where the next page begins; nothing where this was the last.
  std::optional<store::Position> next() const { return full_ ? last_ : std::nullopt; }

 private:
  /// The next links, one item for each record that holds some.
  Result<std::vector<Item>> next_items(store::Reader& reader) {
    std::vector<Item> items;
    std::vector<Cell> names;
    for (const auto& [entity, context] : contexts_) names.push_back(cell(entity->name));
    const auto where = store::Condition::all_of({store::Condition::equals("to_record", cell(id_)), store::Condition::is_in("from_entity", std::move(names))});
    store::Query query{.columns = house().edge, .where = where, .order = store::Order{.column = "at", .descending = true},
                       .tie_column = "from_record", .limit = limit_ + kAhead, .after = after_};
    int rows = 0;
    PROBITY_TRY(reader.each(query, [&](const Row& row) {
      ++rows;
      add(row, items);
      return true;
    }));
    at_end_ = rows < query.limit;
    // The links of one record stand together; those of the last one may not all be read yet.
    if (!at_end_ && items.size() > 1) items.pop_back();
    if (!items.empty()) after_ = store::Position{Cell{items.back().at}, cell(items.back().record)};
    return items;
  }

  void add(const Row& row, std::vector<Item>& items) const {
    const auto context = std::ranges::find_if(contexts_, [&](const auto& each) { return each.first->name == row.text(4); });
    const meta::Entity& entity = *context->first;
    const auto field = std::ranges::find(entity.fields, row.integer(3), [](const meta::Field& each) { return std::int64_t{each.id}; });
    const bool readable = field != entity.fields.end() && context->second.decision->readable[static_cast<std::size_t>(field->position)];
    const bool same = !items.empty() && items.back().record == row.id(2) && items.back().at == row.integer(1);
    if (!same) items.push_back({row.integer(1), row.id(2), &entity});
    if (!readable) return;
    const auto& since = context->second.decision->shown_since;
    items.back().since = std::min(items.back().since, since.empty() ? 1 : since[static_cast<std::size_t>(field->position)]);
  }

  /// The records that this access may see.
  Result<std::map<Id, ShownRecord>> show(store::Reader& reader, const std::vector<Item>& items) const {
    std::map<Id, ShownRecord> shown;
    for (const auto& [entity, context] : contexts_) {
      std::vector<Cell> ids;
      std::map<Id, std::int64_t> since;
      for (const Item& item : items) {
        if (item.entity != entity || item.since == privacy::kNoVersion) continue;
        ids.push_back(cell(item.record));
        since.emplace(item.record, item.since);
      }
      if (ids.empty()) continue;
      const Shown fields = everything_readable(context);
      const int count = static_cast<int>(ids.size());
      const auto where = store::Condition::all_of({store::Condition::is_in("_id", std::move(ids)), store::Condition::is_null("_deleted_at"),
                                                   context.seen()});
      PROBITY_TRY(reader.each({.columns = context.tables->all, .where = where, .limit = count}, [&](const Row& row) {
        if (row.integer(meta::kPolicyVersion) >= since[row.id(meta::kId)]) shown.emplace(row.id(meta::kId), shown_record(context, fields, row));
        return true;
      }));
    }
    return shown;
  }

  static ShownRecord shown_record(const Context& context, const Shown& fields, const Row& row) {
    JsonBuffer buffer;
    JsonWriter writer(buffer);
    write_record(*context.entity, fields, row, writer);
    return {display_of(*context.entity, fields, ColumnMap::full(), row), std::string(text(buffer))};
  }

  static void write_item(const Item& item, const ShownRecord& shown, JsonWriter& writer) {
    writer.StartObject();
    key(writer, "entity");
    put(writer, item.entity->name);
    key(writer, "id");
    write_id(writer, item.record);
    key(writer, "at");
    write_time(writer, item.at);
    key(writer, "display");
    put(writer, shown.display);
    key(writer, "record");
    raw(writer, shown.json, rapidjson::kObjectType);
    writer.EndObject();
  }

  const Contexts& contexts_;
  Id id_;
  std::optional<store::Position> after_;
  int limit_;
  int written_ = 0;
  bool full_ = false;
  bool at_end_ = false;
  std::optional<store::Position> last_;
};

Result<> write_page(Records& records, const Context& context, const Contexts& contexts, const Id& id, const std::string& list,
                    const PageOptions& options, JsonWriter& writer) {
  PROBITY_TRY(check_limit(options.limit));
  PROBITY_TRY(records.cells(context, id));
  std::optional<store::Position> after;
  if (!options.cursor.empty()) {
    PROBITY_ASSIGN(after, records.cursors().read(options.cursor, list));
  }
  Page page(contexts, id, std::move(after), options.limit);
  writer.StartObject();
  key(writer, "items");
  writer.StartArray();
  if (!contexts.empty()) {
    PROBITY_TRY(context.database->read([&](store::Reader& reader) { return page.write(reader, writer); }));
  }
  writer.EndArray();
  key(writer, "next");
  const auto next = page.next();
  next ? put(writer, records.cursors().write(*next, list)) : (void)writer.Null();
  writer.EndObject();
  return {};
}

}  // namespace

Result<> write_timeline(Records& records, const Context& context, const Id& id, const PageOptions& page, JsonWriter& writer) {
  Contexts contexts;
  for (const auto& entity : context.model().entities()) {
    if (!entity->timeline.empty() && is_open_to(context, *entity)) contexts.emplace(entity.get(), at_entity(context, *entity));
  }
  return write_page(records, context, contexts, id, "timeline " + id.text(), page, writer);
}

Result<> write_related(Records& records, const Context& context, const Id& id, std::string_view entity, const PageOptions& page,
                       JsonWriter& writer) {
  PROBITY_ASSIGN(const Context other, records.enter(context.access, entity));
  const Contexts contexts{{other.entity, other}};
  return write_page(records, context, contexts, id, fmt::format("related {} {}", id.text(), other.entity->name), page, writer);
}

}  // namespace probity::records

#include "rights/disclosure/book.hpp"

#include "base/text.hpp"
#include "base/time.hpp"
#include "records/batch/bulk.hpp"
#include "records/beside.hpp"
#include "records/record_json.hpp"

namespace probity::disclosure {
namespace {

using records::Context;
using records::Draft;

constexpr std::string_view kEndedBefore = "The program ended before it knew the answer; whether it was received cannot be said.";
/// So many are closed at once.
constexpr std::size_t kAtOnce = 500;

/// As long as its field may be; what is longer comes from outside and is cut rather than lost.
void put_text(const Context& context, JsonWriter& writer, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  key(writer, name);
  const auto longest = context.entity->field(name)->maximum;
  put(writer, longest ? first_characters(text, static_cast<std::size_t>(*longest)) : text);
}

void put_id(JsonWriter& writer, std::string_view name, const Id& id) {
  if (id.is_nil()) return;
  key(writer, name);
  records::write_id(writer, id);
}

Result<JsonDocument> input_of(const Context& context, const HandOver& row) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  writer.StartObject();
  put_id(writer, "person", row.person);
  put_id(writer, "by", row.by);
  key(writer, "categories");
  writer.StartArray();
  for (const std::string& category : row.categories) put(writer, category);
  writer.EndArray();
  key(writer, "at");
  put(writer, format_timestamp(row.at));
  const std::pair<std::string_view, std::string_view> texts[] = {
      {"recipient", row.recipient}, {"recipient_id", row.recipient_id}, {"kind", row.kind}, {"purpose", row.purpose}, {"why", row.why},
      {"safeguard", row.safeguard}, {"country", row.country}, {"call", row.call}, {"channel", row.channel}, {"host", row.host},
      {"result", row.result}, {"ground", row.ground}, {"reference", row.reference}, {"note", row.note}};
  for (const auto& [name, text] : texts) {
    if (context.entity->field(name)->type->name() == "text") {
      put_text(context, writer, name, text);
    } else if (!text.empty()) {
      key(writer, name);
      put(writer, text);
    }
  }
  writer.EndObject();
  return parse_json(text(buffer));
}

records::Records::Alter filled_with(const Context& context, const JsonValue& input) {
  return [&context, &input](store::Reader&, Draft& draft) { return records::apply_input(context, input, draft); };
}

void set(Draft& draft, std::string_view field, std::string_view value) { draft.value(*draft.entity->field(field)) = value.empty() ? Cell{} : cell(value); }

}  // namespace

Book::Book(records::Records& records) : records_(records), started_at_(now()) {}

Result<Context> Book::enter(std::string_view workspace, std::string_view entity, privacy::Access& access) {
  static const auto grants = privacy::Grants::make({.role = "program", .administrator = true});
  // To be able to say who got data is a duty (GDPR, Art. 15(1)(c) and 30), also about people whose data is restricted.
  access = {.actor = {}, .workspace = std::string(workspace), .purpose = "legal_obligation", .grants = grants, .origin = "gate"};
  PROBITY_ASSIGN(const Context context, records_.enter(access));
  return records::by_program(context, *context.model().find(entity));
}

Result<std::vector<Id>> Book::write(std::string_view workspace, const std::vector<HandOver>& rows) {
  PROBITY_TRY(close_unfinished(workspace));
  if (rows.empty()) return std::vector<Id>{};
  auto written = write_together(workspace, rows);
  const bool left = rows.front().result != "refused";
  if (written || left || written.error().fields.empty()) return written;
  std::vector<HandOver> nobodys = rows;
  for (HandOver& row : nobodys) row.person = {};
  return write_together(workspace, nobodys);
}

Result<std::vector<Id>> Book::write_together(std::string_view workspace, const std::vector<HandOver>& rows) {
  privacy::Access access;
  PROBITY_ASSIGN(const Context context, enter(workspace, "disclosure", access));
  std::vector<Id> ids;
  std::vector<JsonDocument> inputs;
  for (const HandOver& row : rows) {
    ids.push_back(Id::make());
    PROBITY_ASSIGN(JsonDocument input, input_of(context, row));
    inputs.push_back(std::move(input));
  }
  const auto fill_all = [&](store::Reader& reader, Draft& draft) -> Result<> {
    PROBITY_TRY(records::apply_input(context, inputs.front(), draft));
    for (std::size_t each = 1; each < rows.size(); ++each) {
      PROBITY_TRY(records::create_beside(records_.hooks(), context, reader, {.id = ids[each], .allow_duplicate = true}, filled_with(context, inputs[each]), draft));
    }
    return {};
  };
  PROBITY_TRY(records_.create_by(context, {.id = ids.front(), .allow_duplicate = true}, fill_all));
  return ids;
}

Result<> Book::close(std::string_view workspace, const std::vector<Id>& rows, std::string_view result, std::string_view note) {
  privacy::Access access;
  PROBITY_ASSIGN(const Context context, enter(workspace, "disclosure", access));
  const std::string_view shortened = first_characters(note, static_cast<std::size_t>(*context.entity->field("note")->maximum));
  for (std::size_t begin = 0; begin < rows.size(); begin += kAtOnce) {
    records::Bulk bulk(records_, context);
    for (std::size_t each = begin; each < std::min(rows.size(), begin + kAtOnce); ++each) {
      bulk.alter(rows[each], records::Verb::update, {}, [&](store::Reader&, Draft& draft) -> Result<> {
        if (text_of(draft.value(*draft.entity->field("result"))) != "open") return {};
        set(draft, "result", result);
        set(draft, "note", shortened);
        return {};
      });
    }
    for (const auto& closed : bulk.run()) PROBITY_TRY(closed);
  }
  return {};
}

Result<> Book::close_unfinished(std::string_view workspace) {
  {
    const std::lock_guard lock(mutex_);
    if (settled_.contains(workspace)) return {};
  }
  privacy::Access access;
  PROBITY_ASSIGN(const Context context, enter(workspace, "disclosure", access));
  std::vector<Id> left;
  const auto collect = [&](const Row& row) {
    left.push_back(row.id(0));
    return true;
  };
  using store::Condition;
  store::Query query{.columns = context.catalog->columns(*context.entity, {meta::kId}),
                     .where = Condition::all_of({Condition::equals("result", cell("open")), Condition::compare_with("_created_at", store::Comparison::less, started_at_)}),
                     .limit = std::numeric_limits<int>::max()};
  PROBITY_TRY(context.database->read([&](store::Reader& reader) { return reader.each(query, collect); }));
  PROBITY_TRY(close(workspace, left, "unknown", kEndedBefore));
  const std::lock_guard lock(mutex_);
  settled_.emplace(workspace);
  return {};
}

}  // namespace probity::disclosure

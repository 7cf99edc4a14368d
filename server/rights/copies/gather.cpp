#include "base/time.hpp"
#include "base/text.hpp"
#include "records/record_json.hpp"
#include "records/undo/history.hpp"
#include "rights/copies/clear.hpp"
#include "rights/copies/portrait.hpp"

namespace probity::copies {
namespace {

using reach::Reach;
using reach::Reached;
using records::Context;

constexpr std::string_view kNames[] = {"access", "portability"};
constexpr std::string_view kConsentEntity = "consent";
constexpr std::string_view kDisclosureEntity = "disclosure";
/// Longer ones are no endings of file names.
constexpr std::size_t kLongestEnding = 8;

bool is_file(const meta::Field& field) { return field.type->name() == "file"; }

/// Of a name that somebody chose, only an ending of letters and digits: a path in the copy is the program's own.
std::string path_of(std::size_t number, std::string_view name) {
  const auto dot = name.rfind('.');
  const std::string_view ending = dot == name.npos ? std::string_view() : name.substr(dot + 1);
  const bool plain = !ending.empty() && ending.size() <= kLongestEnding && std::ranges::all_of(ending, [](unsigned char c) { return std::isalnum(c) != 0; });
  return plain ? fmt::format("files/{}.{}", number, lower_ascii(ending)) : fmt::format("files/{}", number);
}

std::optional<Attached> attached_in(const meta::Field& field, const JsonValue& value, bool is_current) {
  const JsonValue* id = value.IsObject() ? find(value, "id") : nullptr;
  const auto file = id && id->IsString() ? Id::parse(view(*id)) : std::nullopt;
  if (!file) return std::nullopt;
  Attached attached{.id = *file, .field = &field, .name = {}, .media_type = {}, .is_current = is_current};
  if (const JsonValue* name = find(value, "name"); name && name->IsString()) attached.name = view(*name);
  if (const JsonValue* type = find(value, "media_type"); type && type->IsString()) attached.media_type = view(*type);
  if (const JsonValue* size = find(value, "size"); size && size->IsInt64()) attached.size = size->GetInt64();
  return attached;
}

class Gathering {
 public:
  Gathering(const Sources& sources, const Context& context, store::Reader& reader, const Reach& reach, Portrait& portrait)
      : sources_(sources), context_(context), reader_(reader), reach_(reach), portrait_(portrait), others_(context, reader, reach) {}

  Result<> run() {
    PROBITY_TRY(others_.begin());
    for (const Reached& reached : reach_.records) PROBITY_TRY(add(reached));
    return {};
  }

 private:
  Result<> add(const Reached& reached) {
    const Context at = records::by_program(context_, *reached.entity);
    Item item{.reached = reached};
    bool secret = false;
    PROBITY_TRY(reader_.one(at.tables->all, "_id", cell(reached.record), [&](const Row& row) {
      // That the police asked may have to stay unknown to the person.
      secret = reached.entity->name == kDisclosureEntity && disclosure::may_be_secret(*reached.entity, row);
      item.cells = records::cells_of(*reached.entity, row);
      return false;
    }));
    if (item.cells.empty() || secret) return {};
    PROBITY_ASSIGN(Marks marks, others_.of_record(*reached.entity, reached.record, CellRow(item.cells)));
    const Clearing clearing(others_, context_, std::move(marks));
    clearing.clear(item);
    item.title = records::display_of(at, CellRow(item.cells));
    PROBITY_TRY(add_history(clearing, item));
    add_files(item);
    PROBITY_ASSIGN(item.kept, kept(at, item));
    portrait_.items.push_back(std::move(item));
    return {};
  }

  Result<Kept> kept(const Context& at, const Item& item) const {
    if (item.is_somebody_else()) return Kept{};
    if (!item.reached.kept_because.empty()) return Kept{item.reached.kept_until, item.reached.kept_because};
    if (!sources_.kept_until) return Kept{};
    return sources_.kept_until(at, item.reached.record);
  }

  /// Of somebody else's record, only when the person came to be named in it and when not any more.
  bool is_told(const Item& item, const meta::Field& field) const {
    if (field.is_credential()) return false;
    return !item.is_somebody_else() || std::ranges::find(item.reached.links, &field) != item.reached.links.end();
  }

  std::string_view who(const records::HistoryEntry& entry) const {
    if (others_.is_the_person(entry.actor) || entry.origin == "portal") return "you";
    return entry.actor.is_nil() ? "the program" : "somebody who works here";
  }

  Result<> add_history(const Clearing& clearing, Item& item) {
    PROBITY_TRY(records::each_history(reader_, store::Condition::equals("record", cell(item.reached.record)), std::nullopt, [&](records::HistoryEntry&& entry) {
      Change change{.at = entry.at, .who = who(entry), .operation = entry.operation, .origin = entry.origin, .fields = {}};
      if (const auto changes = parse_json(entry.changes.empty() ? "{}" : entry.changes)) {
        for (const records::FieldChange& each : records::field_changes(item.entity(), *changes)) {
          if (!is_told(item, *each.field)) continue;
          ChangedField cleared{each.field, clearing.cleared(*each.field, *each.from), clearing.cleared(*each.field, *each.to)};
          if (cleared.from != cleared.to) change.fields.push_back(std::move(cleared));
          if (is_file(*each.field)) remember_file(item, *each.field, *each.from);
        }
      }
      if (!change.fields.empty() || item.is_the_person()) item.changes.push_back(std::move(change));
      return true;
    }));
    std::ranges::reverse(item.changes);
    return {};
  }

  static void remember_file(Item& item, const meta::Field& field, const JsonValue& value) {
    if (auto earlier = attached_in(field, value, false)) item.files.push_back(std::move(*earlier));
  }

  void add_files(Item& item) {
    std::vector<Attached> earlier = std::move(item.files);
    item.files.clear();
    std::set<Id> seen;
    for (const meta::Field* field : item.shown) {
      if (!is_file(*field)) continue;
      const auto value = parse_json(text_of(item.cells[static_cast<std::size_t>(field->first_column)]));
      if (auto current = value ? attached_in(*field, *value, true) : std::nullopt) item.files.push_back(std::move(*current));
    }
    for (Attached& file : earlier) item.files.push_back(std::move(file));
    std::erase_if(item.files, [&](const Attached& file) { return !seen.insert(file.id).second; });
    for (Attached& file : item.files) file.path = path_of(++files_, file.name);
  }

  const Sources& sources_;
  const Context& context_;
  store::Reader& reader_;
  const Reach& reach_;
  Portrait& portrait_;
  Others others_;
  std::size_t files_ = 0;
};

Result<std::vector<rights::Choice>> choices_of(const Sources& sources, const Context& context, const Item& person) {
  if (!context.model().find(kConsentEntity)) return std::vector<rights::Choice>{};
  auto preferences = sources.consents.preferences(records::by_program(context, person.entity()), person.reached.record);
  if (preferences) return std::move(preferences->choices);
  if (preferences.error().kind == ErrorKind::not_found) return std::vector<rights::Choice>{};
  return std::unexpected(std::move(preferences).error());
}

std::string controller_of(const Sources& sources, const Portrait& portrait) {
  const std::string& named = portrait.policy->policy->controller.name;
  if (!named.empty()) return named;
  const std::string site = sources.name_of_workspace ? sources.name_of_workspace(portrait.workspace) : std::string();
  return site.empty() ? portrait.workspace : site;
}

}  // namespace

std::string_view name_of(Kind kind) { return kNames[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_named(std::string_view name) {
  for (const Kind kind : {Kind::access, Kind::portability}) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

Result<Portrait> gather(const Sources& sources, const Context& context, const Id& person, Kind kind) {
  Portrait portrait{.kind = kind, .made_at = now(), .workspace = context.workspace->slug(), .controller = {}, .person = person, .policy = context.policy};
  portrait.controller = controller_of(sources, portrait);
  Reach reach;
  PROBITY_TRY(context.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(reach, reach::reach_of(context, reader, person));
    return Gathering(sources, context, reader, reach, portrait).run();
  }));
  PROBITY_ASSIGN(portrait.recipients, disclosure::recipients_of(sources.book, portrait.workspace, person, disclosure::Tell::what_everybody_may_know));
  if (!portrait.items.empty()) {
    PROBITY_ASSIGN(portrait.choices, choices_of(sources, context, portrait.items.front()));
  }
  if (sources.looks && !portrait.items.empty()) {
    PROBITY_ASSIGN(portrait.looks, sources.looks(records::by_program(context, portrait.items.front().entity()), person));
  }
  return portrait;
}

std::vector<Held> held_in(const Portrait& portrait) {
  std::set<Held> held;
  for (const Item& item : portrait.items) {
    const auto add = [&](const meta::Field* field) { held.insert({item.entity().name, item.reached.record, field->name}); };
    std::ranges::for_each(item.shown, add);
    for (const Withheld& withheld : item.withheld) add(withheld.field);
  }
  return {held.begin(), held.end()};
}

}  // namespace probity::copies

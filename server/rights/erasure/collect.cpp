#include "rights/erasure/collect.hpp"

#include <climits>

#include "base/json.hpp"
#include "base/text.hpp"
#include "records/undo/history.hpp"

namespace probity::erasure {
namespace {

using reach::Effect;
using reach::Reached;

/// Of a text that is no address, so many characters tell one person from another.
constexpr std::size_t kTellingText = 20;
/// Categories of which one value belongs to one person.
constexpr std::string_view kTelling[] = {"user.contact.email", "user.contact.phone_number", "user.contact.fax", "user.contact.url", "user.unique_id",
                                         "user.government_id", "user.payment", "user.financial", "user.content", "user.authorization"};

bool is_of(std::string_view category, std::string_view above) {
  return category == above || (category.starts_with(above) && category.substr(above.size()).starts_with('.'));
}

bool is_telling(const meta::Field& field) {
  return std::ranges::any_of(kTelling, [&](std::string_view category) { return is_of(field.category, category); });
}

std::string json_of(const meta::Field& field, const Row& row) {
  JsonBuffer buffer;
  JsonWriter writer(buffer);
  field.type->write(field, row, field.first_column, writer);
  return std::string(text(buffer));
}

/// Of an address or a number what was typed and what was made of it; of many values each.
void add_each(const JsonValue& value, Needles& needles, bool numbers) {
  if (value.IsString()) {
    if (numbers) needles.add_number(view(value));
    needles.add_strong(view(value));
    needles.add_strong(fold(view(value)));
  } else if (value.IsArray()) {
    for (const JsonValue& one : value.GetArray()) add_each(one, needles, numbers);
  } else if (value.IsObject()) {
    for (const char* member : {"value", "typed"}) {
      if (const JsonValue* found = find(value, member)) add_each(*found, needles, numbers);
    }
  }
}

bool is_address(const meta::Field& field) { return field.type->name() == "email" || field.type->name() == "phone" || field.type->name() == "url"; }
/// A number of an account or a case, not a word that others have written too.
bool tells_one_apart(std::string_view value) { return std::ranges::any_of(value, [](char byte) { return byte >= '0' && byte <= '9'; }); }
/// Of a company's page every one of its people may be known; of a page in it, one.
bool is_own_page(std::string_view url) {
  const auto host = url.find("//");
  const auto path = url.find('/', host == url.npos ? 0 : host + 2);
  return path != url.npos && path + 2 < url.size();
}
bool is_text(const meta::Field& field) { return field.type->name() == "text" || field.type->name() == "long_text"; }

/// What one record says, or said, of who it is.
struct Names {
  std::set<std::string> first;
  std::set<std::string> last;
};

constexpr std::size_t kMostNames = 8;

/// Each first name with each last one, in both orders; a name that is one text of several words is one already.
void add_full_names(const Names& names, Needles& needles) {
  std::size_t count = 0;
  for (const std::string& first : names.first) {
    for (const std::string& last : names.last) {
      if (count++ == kMostNames * kMostNames) return;
      for (const std::string& name : {first + " " + last, last + " " + first, last + ", " + first}) needles.add_full_name(name);
    }
  }
}

void add_name(const meta::Field& field, std::string_view value, Names& names, Needles& needles) {
  const std::string name(trim(value));
  needles.add_weak(name);
  if (field.name == "first_name") names.first.insert(name);
  else if (field.name == "last_name") names.last.insert(name);
  else if (field.name == "name" && name.find(' ') != name.npos) needles.add_full_name(name);
}

/// Of a field of the person's own a value it had before, as a history has it.
void add_former(const meta::Field& field, const JsonValue& value, Names& names, Needles& needles) {
  if (is_address(field)) {
    if (field.type->name() == "url" && !(value.IsString() && is_own_page(view(value)))) return;
    add_each(value, needles, field.type->name() == "phone");
    return;
  }
  if (!is_text(field) || !value.IsString()) return;
  const std::string_view text = view(value);
  if (is_of(field.category, "user.name")) add_name(field, text, names, needles);
  if ((is_telling(field) && tells_one_apart(text)) || text.size() >= kTellingText) {
    needles.add_strong(text);
    needles.add_strong(fold(text));
  }
}

class Collector {
 public:
  Collector(const Row& row, Names& names, Needles& needles) : row_(row), names_(names), needles_(needles) {}

  void add_person(const meta::Field& field) {
    if (field.type->name() == "url" && !is_own_page(field.type->text(field, row_, field.first_column))) return;
    if (is_address(field)) return add_values(field);
    if (!is_text(field)) return;
    const std::string value = field.type->text(field, row_, field.first_column);
    if (is_of(field.category, "user.name")) add_name(field, value, names_, needles_);
    if ((is_telling(field) && tells_one_apart(value)) || value.size() >= kTellingText) add_text(value);
  }

  /// What was written about somebody is theirs where it is long enough to be nobody else's.
  void add_about(const meta::Field& field) {
    if (!is_text(field) || !is_telling(field)) return;
    const std::string value = field.type->text(field, row_, field.first_column);
    if (value.size() >= kTellingText) add_text(value);
  }

  void add_files(const meta::Field& field) {
    if (field.type->name() != "file") return;
    for (const Id& file : field.type->targets(field, row_, field.first_column)) needles_.add_file(file);
  }

 private:
  void add_text(const std::string& value) {
    needles_.add_strong(value);
    needles_.add_strong(fold(value));
  }
  void add_values(const meta::Field& field) {
    const auto json = parse_json(json_of(field, row_));
    if (json) add_each(*json, needles_, field.type->name() == "phone");
  }

  const Row& row_;
  Names& names_;
  Needles& needles_;
};

bool is_personal(const meta::Field& field) { return field.category != "none" && !field.category.starts_with("system."); }

void collect_row(const Reached& one, const Row& row, Names& names, Needles& needles) {
  Collector collector(row, names, needles);
  for (const meta::Field& field : one.entity->fields) {
    if (!is_personal(field) || row.null(field.first_column)) continue;
    if (one.effect == Effect::self) collector.add_person(field);
    if (one.effect == Effect::self || ((one.effect == Effect::remove || one.effect == Effect::mask) && !one.concerns_others)) {
      collector.add_about(field);
      collector.add_files(field);
    }
  }
}

/// What the person was called before, and where they were reached.
Result<> collect_history(store::Reader& reader, const Reached& one, Names& names, Needles& needles) {
  return records::each_history(reader, store::Condition::equals("record", cell(one.record)), {}, [&](records::HistoryEntry&& entry) {
    const auto changes = parse_json(entry.changes);
    if (!changes || !changes->IsObject()) return true;
    for (const records::FieldChange& change : records::field_changes(*one.entity, *changes)) {
      if (!is_personal(*change.field)) continue;
      for (const JsonValue* value : {change.from, change.to}) {
        if (value) add_former(*change.field, *value, names, needles);
      }
    }
    return true;
  });
}

/// Somebody else of the same name: it tells nobody apart then.
Result<bool> is_borne_by_others(const records::Context& context, store::Reader& reader, const std::string& first, const std::string& last, const std::set<Id>& theirs) {
  bool borne = false;
  const bool system = context.workspace->slug() == records::kSystemWorkspace;
  for (const auto& entity : context.model().entities()) {
    if (entity->subject.kind != meta::Subject::Kind::self || entity->system != system || !entity->field("first_name") || !entity->field("last_name")) continue;
    const auto where = store::Condition::all_of({store::Condition::equals("first_name", cell(first)), store::Condition::equals("last_name", cell(last))});
    const store::Query query{.columns = context.catalog->tables(*entity).identity, .where = where, .order = store::Order{.column = "_id"}, .limit = INT_MAX};
    PROBITY_TRY(reader.each(query, [&](const Row& row) {
      borne = borne || !theirs.contains(row.id(0));
      return !borne;
    }));
  }
  return borne;
}

Result<> forget_common_names(const records::Context& context, store::Reader& reader, const reach::Reach& reach, const std::set<Id>& theirs, Needles& needles) {
  for (const Reached& one : reach.records) {
    const meta::Field* first = one.entity->field("first_name");
    const meta::Field* last = one.entity->field("last_name");
    if (one.effect != Effect::self || !first || !last) continue;
    std::string names[2];
    PROBITY_TRY(reader.one(context.catalog->tables(*one.entity).all, "_id", cell(one.record), [&](const Row& row) {
      names[0] = row.text(first->first_column);
      names[1] = row.text(last->first_column);
      return false;
    }));
    PROBITY_ASSIGN(const bool borne, is_borne_by_others(context, reader, names[0], names[1], theirs));
    if (!borne) continue;
    for (const std::string& name : {names[0] + " " + names[1], names[1] + " " + names[0], names[1] + ", " + names[0]}) needles.forget(name);
  }
  return {};
}

/// Long texts of one field in the records of a reach.
struct Said {
  const meta::Entity* entity = nullptr;
  const meta::Field* field = nullptr;
  std::set<std::string> texts;
};

/// Where others say the same: a condition takes so many values.
constexpr std::size_t kTextsAtOnce = 200;

Result<std::vector<Said>> said_in(const records::Context& context, store::Reader& reader, const reach::Reach& reach) {
  std::map<std::pair<const meta::Entity*, int>, Said> said;
  for (const Reached& one : reach.records) {
    PROBITY_TRY(reader.one(context.catalog->tables(*one.entity).all, "_id", cell(one.record), [&](const Row& row) {
      for (const meta::Field& field : one.entity->fields) {
        if (!is_personal(field) || !is_text(field) || row.null(field.first_column)) continue;
        std::string value = field.type->text(field, row, field.first_column);
        if (value.size() >= kTellingText) said.try_emplace({one.entity, field.first_column}, Said{one.entity, &field, {}}).first->second.texts.insert(std::move(value));
      }
      return false;
    }));
  }
  std::vector<Said> all;
  for (auto& [place, each] : said) all.push_back(std::move(each));
  return all;
}

Result<> forget_common(const records::Context& context, store::Reader& reader, const Said& said, const std::set<Id>& theirs, Needles& needles) {
  const std::string& column = said.entity->columns[static_cast<std::size_t>(said.field->first_column)].name;
  const auto projection = store::Projection::make(context.catalog->tables(*said.entity).all->table, {"_id", column});
  for (auto text = said.texts.begin(); text != said.texts.end();) {
    std::vector<Cell> some;
    for (; text != said.texts.end() && some.size() < kTextsAtOnce; ++text) some.push_back(cell(*text));
    const store::Query query{.columns = projection, .where = store::Condition::is_in(column, std::move(some)), .order = store::Order{.column = "_id"}, .limit = INT_MAX};
    PROBITY_TRY(reader.each(query, [&](const Row& row) {
      if (theirs.contains(row.id(0))) return true;
      needles.forget(row.text(1));
      needles.forget(fold(row.text(1)));
      return true;
    }));
  }
  return {};
}

}  // namespace

Result<> forget_common(const records::Context& context, store::Reader& reader, const reach::Reach& reach, Needles& needles) {
  std::set<Id> theirs;
  for (const Reached& one : reach.records) theirs.insert(one.record);
  PROBITY_TRY(forget_common_names(context, reader, reach, theirs, needles));
  PROBITY_ASSIGN(const auto all, said_in(context, reader, reach));
  for (const Said& said : all) PROBITY_TRY(forget_common(context, reader, said, theirs, needles));
  return {};
}

Result<> collect(const records::Context& context, store::Reader& reader, const reach::Reach& reach, Needles& needles) {
  for (const Id& person : reach.people) needles.add_id(person);
  for (const Reached& one : reach.records) {
    if (one.effect == Effect::self || one.effect == Effect::remove) needles.add_id(one.record);
    Names names;
    PROBITY_TRY(reader.one(context.catalog->tables(*one.entity).all, "_id", cell(one.record), [&](const Row& row) {
      collect_row(one, row, names, needles);
      return false;
    }));
    if (one.effect != Effect::self) continue;
    PROBITY_TRY(collect_history(reader, one, names, needles));
    add_full_names(names, needles);
  }
  return {};
}

}  // namespace probity::erasure

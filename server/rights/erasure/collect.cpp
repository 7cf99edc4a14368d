#include "rights/erasure/collect.hpp"

#include <climits>

#include "base/json.hpp"
#include "base/text.hpp"

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
void add_each(const JsonValue& value, Needles& needles) {
  if (value.IsString()) {
    needles.add_strong(view(value));
    needles.add_strong(fold(view(value)));
  } else if (value.IsArray()) {
    for (const JsonValue& one : value.GetArray()) add_each(one, needles);
  } else if (value.IsObject()) {
    for (const char* member : {"value", "typed"}) {
      if (const JsonValue* found = find(value, member)) add_each(*found, needles);
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

class Collector {
 public:
  Collector(const Row& row, Needles& needles) : row_(row), needles_(needles) {}

  void add_person(const meta::Field& field) {
    if (field.type->name() == "url" && !is_own_page(field.type->text(field, row_, field.first_column))) return;
    if (is_address(field)) return add_values(field);
    if (!is_text(field)) return;
    const std::string value = field.type->text(field, row_, field.first_column);
    if (is_of(field.category, "user.name")) needles_.add_weak(value);
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
    if (json) add_each(*json, needles_);
  }

  const Row& row_;
  Needles& needles_;
};

bool is_personal(const meta::Field& field) { return field.category != "none" && !field.category.starts_with("system."); }

void collect_row(const Reached& one, const Row& row, Needles& needles) {
  Collector collector(row, needles);
  for (const meta::Field& field : one.entity->fields) {
    if (!is_personal(field) || row.null(field.first_column)) continue;
    if (one.effect == Effect::self) collector.add_person(field);
    if (one.effect == Effect::self || ((one.effect == Effect::remove || one.effect == Effect::mask) && !one.concerns_others)) {
      collector.add_about(field);
      collector.add_files(field);
    }
  }
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
  PROBITY_ASSIGN(const auto all, said_in(context, reader, reach));
  for (const Said& said : all) PROBITY_TRY(forget_common(context, reader, said, theirs, needles));
  return {};
}

Result<> collect(const records::Context& context, store::Reader& reader, const reach::Reach& reach, Needles& needles) {
  for (const Id& person : reach.people) needles.add_id(person);
  for (const Reached& one : reach.records) {
    if (one.effect == Effect::self || one.effect == Effect::remove) needles.add_id(one.record);
    PROBITY_TRY(reader.one(context.catalog->tables(*one.entity).all, "_id", cell(one.record), [&](const Row& row) {
      collect_row(one, row, needles);
      return false;
    }));
  }
  return {};
}

}  // namespace probity::erasure

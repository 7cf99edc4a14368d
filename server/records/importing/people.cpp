#include "records/importing/people.hpp"

#include "base/text.hpp"
#include "records/filter.hpp"
#include "records/lookup.hpp"

namespace probity::records::importing {
namespace {

/// A name may have commas; then there is one address in the line.
std::vector<std::string_view> people_in(std::string_view text) {
  std::vector<std::string_view> people;
  for (const std::string_view line : split(text, '\n')) {
    const bool several = std::ranges::count(line, '@') > 1;
    for (const std::string_view part : split(line, several && line.find(';') != line.npos ? ';' : several ? ',' : '\n')) {
      if (!is_blank(part)) people.push_back(trim(part));
    }
  }
  return people;
}

/// "Ada <ada@example.org>" -> "ada@example.org"; empty where there is none.
std::string address_in(std::string_view person) {
  const std::size_t from = person.rfind('<');
  const std::size_t to = person.rfind('>');
  if (from != person.npos && to != person.npos && from < to) person = person.substr(from + 1, to - from - 1);
  return person.find('@') == person.npos ? std::string() : std::string(trim(person));
}

void add(std::vector<Id>& ids, const Id& id) {
  if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
}

}  // namespace

/// By address, or by name where only one has it.
Result<std::optional<Id>> People::member(std::string_view person) {
  if (!colleagues_) {
    PROBITY_ASSIGN(colleagues_, records_.colleagues(context_.workspace->slug()));
  }
  const std::string address = fold(address_in(person));
  const std::string name = fold(person);
  std::vector<Id> found;
  for (const Colleague& colleague : *colleagues_) {
    if (address.empty() ? fold(colleague.name) == name : fold(colleague.email) == address) found.push_back(colleague.id);
  }
  return found.size() == 1 ? std::optional(found.front()) : std::nullopt;
}

Result<std::optional<Id>> People::linked(const Target& target, const std::string& address) {
  const meta::Field& field = *target.linked_field;
  std::vector<Cell> cells(field.type->columns().size());
  if (!field.type->read_text(field, address, *context_.input, cells)) return std::nullopt;
  const std::string key = lookup_key(field, CellRow(cells), 0);
  std::optional<Id> found;
  if (key.empty()) return found;
  PROBITY_ASSIGN(const Context at, linked_context(context_, *target.field));
  PROBITY_TRY(context_.database->read([&](store::Reader& reader) -> Result<> {
    PROBITY_ASSIGN(found, find_only_by_key(at, reader, field, key));
    return {};
  }));
  return found;
}

Result<People::Found> People::find(const Target& target, std::string_view text) {
  Found found;
  for (const std::string_view person : people_in(text)) {
    const std::string address = address_in(person);
    std::optional<Id> id;
    if (target.users) {
      PROBITY_ASSIGN(id, member(person));
    }
    if (id) {
      add(found.members, *id);
      continue;
    }
    if (!address.empty() && target.linked_field) {
      PROBITY_ASSIGN(id, linked(target, address));
    }
    if (id && target.linked_field) {
      add(found.linked, *id);
    } else {
      found.unknown.emplace_back(person);
    }
  }
  return found;
}

}  // namespace probity::records::importing

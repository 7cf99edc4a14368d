#include "records/used_since.hpp"

#include "records/record_json.hpp"

namespace probity::records {
namespace {

constexpr int kMostLinks = 1'000;
constexpr std::size_t kMostNamed = 3;

/// How a live record is called for whoever reads this; nothing for one in the bin.
Result<std::optional<std::string>> name_of_live(const Context& context, store::Reader& reader, const IncomingLink& link) {
  std::optional<std::string> name;
  PROBITY_TRY(reader.one(context.catalog->tables(*link.entity).all, "_id", cell(link.record), [&](const Row& row) {
    if (!row.null(meta::kDeletedAt)) return false;
    const bool open = is_open_to(context, *link.entity);
    const Context there = at_entity(context, *link.entity);
    const bool seen = open && context.sees(*there.decision, *link.entity, row);
    name = seen ? fmt::format("{} \"{}\"", link.entity->label_one, display_of(there, row)) : std::string("a record that you may not see");
    return false;
  }));
  return name;
}

}  // namespace

bool only_accompanies(const IncomingLink& link) {
  return link.entity->timeline.empty() && std::ranges::all_of(link.fields, [](const meta::Field* field) { return field->on_erase == meta::OnErase::remove; });
}

Result<> check_unused(const Context& context, store::Reader& reader, const Draft& draft, const std::set<Id>& but) {
  std::vector<std::string> names;
  PROBITY_ASSIGN(const auto links, incoming_links(context, reader, draft.id, kMostLinks));
  for (const IncomingLink& link : links) {
    if (names.size() == kMostNamed) break;
    if (link.record == draft.id || but.contains(link.record) || only_accompanies(link)) continue;
    PROBITY_ASSIGN(auto name, name_of_live(context, reader, link));
    if (name) names.push_back(std::move(*name));
  }
  if (names.empty()) return {};
  return fail(ErrorKind::conflict, "used_since",
              fmt::format("{} is used since by {}, so it stays. Nothing was changed.", display_of(context, CellRow(draft.before)), fmt::join(names, ", ")));
}

Result<std::set<Id>> linking_to(const Context& context, store::Reader& reader, const Id& id) {
  std::set<Id> records;
  PROBITY_ASSIGN(const auto links, incoming_links(context, reader, id, kMostLinks));
  for (const IncomingLink& link : links) records.insert(link.record);
  return records;
}

}  // namespace probity::records
